"""Projects: markers of gender (R105) and of rights (R108) on projects and activities, and what was counted where they
work."""

import re
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from ayni.audit.models import Event
from ayni.facts import registry
from ayni.results import actions, projects
from ayni.results.actions.projects import ActivityFields, CannotChangeProject, Marks, ProjectFields
from ayni.results.models import Activity, Marker, Marking, Project

pytestmark = pytest.mark.django_db
HERE = "/resultados/proyectos/"
NEXT_YEAR = timedelta(days=365)


def words(answer) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def marks(gender=1, rights=2) -> Marks:
    return Marks(gender, "Turnos para madres 👩‍👧", rights, "Garantiza el acceso a la salud")


def said(**other) -> ProjectFields:
    plain = {
        "title": "Salud sin fronteras",
        "donor": "OIM",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
    }
    return ProjectFields(**plain | other)


def project(by, *, marked=None, **other) -> Project:
    return actions.register_project(said=said(**other), marks=marked or marks(), by=by, at=now())


def part(of, by, *, marked=None, **other) -> Activity:
    plain = {"title": "Ferias", "starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31), **other}
    return actions.add_activity(project=of, said=ActivityFields(**plain), marks=marked or marks(), by=by, at=now())


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def typed(**other):
    plain = {"once": str(uuid4()), "title": "Salud 🦋", "donor": "OIM", "currency": "USD", "budget": "1000.50",
             "gender": "1", "gender_why": "Turnos", "rights": "2", "rights_why": "Acceso"}  # fmt: skip
    return plain | day("starts_on", date(2026, 1, 1)) | day("ends_on", date(2027, 1, 1)) | other


def test_a_project_is_registered_with_its_markers_and_the_same_form_twice_makes_one(client, tomas):
    client.force_login(tomas)
    form = typed()
    first, second = client.post(f"{HERE}nuevo/", form), client.post(f"{HERE}nuevo/", form)
    assert first.headers["Location"] == second.headers["Location"]
    made = Project.objects.get()
    assert made.code == f"PY-{localdate().year}-0001"
    page = words(client.get(f"{HERE}{made.code}/"))
    assert "Salud 🦋" in page
    assert "2: no se haría sin este propósito" in page
    assert Event.objects.filter(verb="project.marked").count() == 1


@pytest.mark.parametrize("missing", ["gender", "gender_why", "rights", "rights_why"])
def test_no_project_without_both_markers_and_why(client, tomas, missing):
    client.force_login(tomas)
    answer = client.post(f"{HERE}nuevo/", {**typed(), missing: ""})
    assert answer.status_code == 400
    assert "Salud 🦋" in answer.content.decode(), "nothing typed is lost"
    assert not Project.objects.exists()


def test_the_database_keeps_a_marker_without_a_reason_or_beyond_the_scale_out(tomas):
    one = project(tomas)
    plain = {"project": one, "cycle": "WORK", "gender": 1, "gender_why": "x", "rights": 1, "rights_why": "x",
             "marked_by": tomas, "marked_at": now()}  # fmt: skip
    for fault in ({"gender_why": ""}, {"rights": 3}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Marking.objects.create(**plain | fault)


def test_activities_have_markers_of_their_own_within_the_time_of_the_project(tomas):
    one = project(tomas)
    part(one, tomas, marked=marks(0, 1))
    whole = projects.whole(one)
    assert (whole.parts[0].marking.gender, whole.marking.gender) == (0, 1)
    with pytest.raises(CannotChangeProject, match="dentro del tiempo"):
        part(one, tomas, ends_on=date(2028, 1, 1))
    with pytest.raises(CannotChangeProject, match="antes de empezar"):
        part(one, tomas, ends_on=date(1900, 1, 1))


def test_a_project_that_no_activity_carries_says_so(client, tomas):
    one = project(tomas, marked=marks(2, 1))
    assert projects.whole(one).is_carried, "while there are none"
    part(one, tomas, marked=marks(0, 1))
    client.force_login(tomas)
    assert "ninguna de sus actividades" in words(client.get(f"{HERE}{one.code}/"))
    part(one, tomas, marked=marks(1, 0))
    assert "ninguna de sus actividades" not in words(client.get(f"{HERE}{one.code}/"))


def test_markers_go_through_the_cycle_and_the_newest_counts(tomas):
    one = project(tomas, marked=marks(1, 1))
    mark = {"project": one, "activity": None, "by": tomas}
    actions.mark_project(**mark, cycle="WORK", marks=marks(2, 1), at=now())
    with pytest.raises(CannotChangeProject, match="Todavía no terminó"):
        actions.mark_project(**mark, cycle="END", marks=marks(2, 2), at=now())
    actions.end_project(
        project=one,
        ended_on=date(2026, 11, 1),
        outcome="Se abrieron tres turnos",
        was_broken_off=True,
        by=tomas,
        at=now(),
    )
    one.refresh_from_db()
    actions.mark_project(**mark, cycle="END", marks=marks(0, 2), at=now())
    whole = projects.whole(one)
    assert [marking.cycle for marking in whole.markings] == ["END", "WORK", "DESIGN"]
    assert (whole.marking.gender, whole.marking.rights) == (0, 2)


def test_what_has_ended_stays_as_it_was(tomas):
    one = project(tomas)
    done, open_still = part(one, tomas), part(one, tomas)
    actions.finish_activity(activity=done, done_on=date(2026, 3, 2), result="Dos ferias", by=tomas, at=now())
    with pytest.raises(CannotChangeProject, match="ya está hecha"):
        actions.finish_activity(activity=done, done_on=date(2026, 3, 2), result="Tres", by=tomas, at=now())
    actions.end_project(
        project=one, ended_on=date(2026, 11, 1), outcome="Listo", was_broken_off=True, by=tomas, at=now()
    )
    for verb in (
        lambda: part(one, tomas),
        lambda: actions.finish_activity(
            activity=open_still, done_on=date(2026, 3, 2), result="Tarde", by=tomas, at=now()
        ),
        lambda: actions.end_project(
            project=one, ended_on=date(2026, 11, 2), outcome="Otra vez", was_broken_off=True, by=tomas, at=now()
        ),
        lambda: actions.describe_project(project=one, said=said(), seen=1, by=tomas, at=now()),
    ):
        with pytest.raises(CannotChangeProject, match="terminó"):
            verb()


def test_two_who_change_it_at_once_do_not_overwrite_each_other(client, tomas):
    one = project(tomas)
    client.force_login(tomas)
    address = f"{HERE}{one.code}/cambiar/"
    page = client.get(address).content.decode()
    seen = re.search(r'name="revision" value="(\d+)"', page).group(1)
    assert client.post(address, {**typed(title="Primero"), "revision": seen}).status_code == 302
    late = client.post(address, {**typed(title="Segundo"), "revision": seen})
    assert "Un colega lo cambió" in late.content.decode()
    assert Project.objects.get().title == "Primero"


def test_the_list_counts_each_step_and_each_number_opens_its_projects(client, tomas):
    project(tomas, title="Uno", marked=marks(2, 0))
    project(tomas, title="Dos", marked=marks(1, 2))
    client.force_login(tomas)
    assert [(one.gender, one.rights) for one in projects.sums(projects.projects(projects.Filters()))] == [
        (0, 1), (1, 0), (1, 1),
    ]  # fmt: skip
    listed = words(client.get(f"{HERE}?gender=2"))
    assert "Uno" in listed
    assert "Dos" not in listed
    assert "Uno" not in words(client.get(f"{HERE}?state=terminados"))


def test_what_it_reached_is_asked_of_its_places_kinds_and_months(tomas, monkeypatch):
    asked = []

    def attended(build, reach, choice, what):
        asked.append((what, choice.by, choice.department, choice.since, choice.until))
        groups = [SimpleNamespace(code="SV-SAL", rows=3), SimpleNamespace(code="SV-EDU", rows=40)]
        return SimpleNamespace(groups=groups, total=SimpleNamespace(rows=50))

    monkeypatch.setattr(projects, "attended", attended)
    one = project(tomas, departments=["15", "24"], categories=["SV-SAL"])
    found = projects.reached(None, None, one, date(2026, 6, 20))
    assert (found.services, found.served, found.cases) == (6, 6, 100)
    assert {place for _what, _by, place, _since, _until in asked} == {"15", "24"}
    assert {(since, until) for *_rest, since, until in asked} == {(date(2026, 1, 1), date(2026, 6, 1))}
    assert projects.reached(None, None, one, date(2025, 12, 31)) is None, "before its first month"


def test_codes_of_frameworks_that_are_not_there_are_asked_again(client, tomas):
    client.force_login(tomas)
    answer = client.post(f"{HERE}nuevo/", typed(nodes="1.1.2 ZZ-9"))
    assert "Ningún marco tiene 1.1.2" in answer.content.decode()


def test_places_and_kinds_are_chosen_of_the_lists_and_written_by_name(client, tomas):
    client.force_login(tomas)
    cache.clear()
    client.post(f"{HERE}nuevo/", typed(departments=["15"]))
    one = Project.objects.get()
    assert one.codes("departments") == ["15"]
    assert "Lima" in words(client.get(f"{HERE}{one.code}/"))


def test_whoever_reads_numbers_reads_and_only_who_writes_results_writes(client, tomas, rosa, ines):
    one = project(tomas)
    for stranger in (rosa, ines):
        client.force_login(stranger)
        assert client.get(HERE).status_code == 403
        assert client.get(f"{HERE}{one.code}/").status_code == 403
        assert client.post(f"{HERE}{one.code}/marcar/", {}).status_code == 403
    client.force_login(tomas)
    other = project(tomas, title="Otro")
    there = part(other, tomas)
    assert client.get(f"{HERE}{one.code}/actividades/{there.pk}/marcar/").status_code == 404, "of another project"
    assert client.get(f"{HERE}PY-1900-0001/").status_code == 404


def test_the_pages_ask_at_most_twelve_statements(client, tomas, at_most):
    one = project(tomas)
    for number in range(4):
        part(one, tomas, title=f"Parte {number}")
    client.force_login(tomas)
    for address in (HERE, f"{HERE}{one.code}/"):
        client.get(address)
        with at_most(12):
            assert client.get(address).status_code == 200


def test_projects_and_activities_are_counted_by_their_markers(tomas):
    one = project(tomas, marked=marks(2, 1))
    part(one, tomas, marked=marks(0, 1))
    for name, gender in (("projects", 2), ("project_activities", 0)):
        (rows,) = registry.REGISTRY[name].rows(now())
        assert [(row.gender, row.rights_mark) for row in rows] == [(gender, 1)]
    assert {step.value for step in Marker} == {0, 1, 2}
