"""Retention: rules as data, run every night a row at a time."""

import shutil
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate, now
from typer.testing import CliRunner

from ayni.audit.models import Event
from ayni.config.commands import commands
from ayni.config.duties import DUTIES
from ayni.notices import actions as notices
from ayni.notices.models import Message
from ayni.people import actions
from ayni.people.actions.shells import settle_holds
from ayni.people.models import Draft, Erasure, Person, RetentionRule, RetentionRun
from ayni.people.queries import retention as queries
from ayni.people.rules.retention import MalformedRules, told

from .factories import PersonFactory, place

pytestmark = pytest.mark.django_db
DATA = settings.BASE_DIR / "data"
YEARS_AGO = now() - timedelta(days=6 * 365)


@pytest.fixture
def rules(db):
    RetentionRule.objects.all().delete()
    actions.load_retention_rules(DATA, on=date(2026, 1, 1))


def draft(user, days):
    at = now() - timedelta(days=days)
    return Draft.objects.create(user=user, searched_at=at, saved_at=at)


def long_ago(person, when=YEARS_AGO):
    Person.objects.filter(pk=person.pk).update(registered_at=when)
    return person


def run(code="", **kwargs):
    runs = {r.rule.code: r for r in actions.run_retention(at=now(), **kwargs)}
    return runs[code] if code else runs


def test_what_nobody_finished_in_a_week_ends_and_what_is_younger_stays(rosa, rules):
    old, young = draft(rosa, 8), draft(rosa, 6)
    assert run("RT-BORRADOR").done == 1
    assert list(Draft.objects.all()) == [young]
    assert not Draft.objects.filter(pk=old.pk).exists()


def test_messages_that_went_out_end_and_what_still_waits_stays(rules, rosa):
    at = now() - timedelta(days=200)
    for state in Message.State:
        sent = notices.queue_email(to="a@example.pe", subject="x", text="y", about=None, at=at)
        Message.objects.filter(pk=sent.pk).update(state=state)
    assert run("RT-BUZON").done == 2
    assert Message.objects.get().state == Message.State.QUEUED


def test_a_file_without_case_and_without_contact_for_years_is_erased_by_its_rule(rosa, rules):
    person = long_ago(PersonFactory(registered_by=rosa))
    assert run("RT-SIN-CASO").done == 1
    erasure = Erasure.objects.get()
    assert (erasure.person, erasure.ground, erasure.rule, erasure.erased_by) == (
        person,
        "RETENTION",
        "RT-SIN-CASO",
        None,
    )
    assert Person.objects.get().surname_1 == ""
    assert run("RT-SIN-CASO").done == 0


def test_whoever_has_a_case_or_came_back_or_was_registered_lately_is_kept(rosa, rules):
    place(long_ago(PersonFactory(registered_by=rosa)), "ORDINARY", rosa)
    came_back = long_ago(PersonFactory(registered_by=rosa))
    Event.objects.create(seq=900, at=now(), by="1", verb="contact.added", thread=came_back.pk, hash="a", previous="b")
    PersonFactory(registered_by=rosa, registered_at=now())
    assert run("RT-SIN-CASO").done == 0


def test_that_somebody_only_looked_does_not_keep_a_file_for_five_years_more(rosa, rules):
    person = long_ago(PersonFactory(registered_by=rosa))
    Event.objects.create(seq=900, at=now(), by="1", verb="person.opened", thread=person.pk, hash="a", previous="b")
    assert run("RT-SIN-CASO").done == 1


def test_a_file_on_hold_is_left_alone_until_the_hold_ends(rosa, rules):
    person = long_ago(PersonFactory(registered_by=rosa))
    actions.place_hold(person=person, reason="Juicio", until=localdate() + timedelta(days=9), by=rosa, at=YEARS_AGO)
    Event.objects.all().update(at=YEARS_AGO)
    assert run("RT-SIN-CASO").done == 0
    person.holds.update(until=localdate() - timedelta(days=1))
    assert run("RT-SIN-CASO").done == 1


def test_a_night_takes_so_many_and_the_next_one_goes_on(rosa, rules):
    for _ in range(5):
        draft(rosa, 30)
    first = run("RT-BORRADOR", most=3)
    assert (first.done, first.left) == (3, True)
    assert (run("RT-BORRADOR", most=3).done, Draft.objects.count()) == (2, 0)


def test_every_run_is_in_the_trail_and_names_nobody(rosa, rules):
    draft(rosa, 30)
    run()
    told = {e.details["rule"]: e.details for e in Event.objects.filter(verb="retention.run")}
    assert told["RT-BORRADOR.v1"] == {"rule": "RT-BORRADOR.v1", "done": 1, "refused": 0, "left": False}
    assert RetentionRun.objects.count() == len(told)


def test_what_is_kept_for_good_is_never_run_and_everything_else_is(rules):
    assert set(RetentionRule.objects.values_list("code", flat=True)) - set(run()) == {"RT-AUDITORIA", "RT-CONSULTA"}


def test_a_dry_run_counts_as_the_run_would_and_writes_nothing(rosa, rules):
    draft(rosa, 30)
    long_ago(PersonFactory(registered_by=rosa))
    before = Event.objects.count()
    foreseen = {c.rule.code: c.rows for c in actions.foresee(at=now())}
    assert (foreseen["RT-BORRADOR"], foreseen["RT-SIN-CASO"], foreseen["RT-AUDITORIA"]) == (1, 1, -1)
    assert Event.objects.count() == before
    done = {code: each.done for code, each in run().items()}
    assert done == {code: rows for code, rows in foreseen.items() if rows >= 0}


def test_the_command_says_what_each_rule_would_end_on_a_day_and_why(rosa, rules):
    draft(rosa, 1)
    soon = (localdate() + timedelta(days=30)).isoformat()
    said = CliRunner().invoke(commands(), ["people", "retention", "--dry-run", "--on", soon]).output
    assert "RT-BORRADOR: 1 × Registros que nadie terminó: DELETE after 7 days" in said
    assert "rule of the unit" in said
    assert Draft.objects.exists()
    refused = CliRunner().invoke(commands(), ["people", "retention", "--on", soon])
    assert refused.exit_code == 1
    assert CliRunner().invoke(commands(), ["people", "retention", "--dry-run", "--on", "mañana"]).exit_code == 1


def test_the_command_without_a_dry_run_ends_what_is_over(rosa, rules):
    draft(rosa, 30)
    assert "RT-BORRADOR: 1 ×" in CliRunner().invoke(commands(), ["people", "retention"]).output
    assert not Draft.objects.exists()


def test_retention_is_a_duty_of_every_night():
    assert {duty.name: duty.every for duty in DUTIES}["retention"] == timedelta(days=1)


# The rules.


def test_the_same_file_changes_nothing_and_a_changed_row_is_a_new_version(rules, tmp_path):
    assert actions.load_retention_rules(DATA, on=date(2026, 6, 1)) == 0
    text = (
        (DATA / "retention.csv").read_text().replace("Registros que nadie terminó,7,", "Registros que nadie terminó,9,")
    )
    (tmp_path / "retention.csv").write_text(text)
    assert actions.load_retention_rules(tmp_path, on=date(2026, 6, 1)) == 1
    assert [(r.version, r.days) for r in RetentionRule.objects.filter(code="RT-BORRADOR").order_by("version")] == [
        (1, 7),
        (2, 9),
    ]
    (now_,) = [r for r in queries.in_force(date(2026, 6, 1)) if r.code == "RT-BORRADOR"]
    (before,) = [r for r in queries.in_force(date(2026, 5, 31)) if r.code == "RT-BORRADOR"]
    assert (before.days, now_.days) == (7, 9)


def test_a_row_that_was_taken_out_ends(rules, tmp_path):
    lines = (DATA / "retention.csv").read_text().splitlines(keepends=True)
    (tmp_path / "retention.csv").write_text("".join(line for line in lines if "RT-BUZON" not in line))
    assert actions.load_retention_rules(tmp_path, on=date(2026, 6, 1)) == 1
    assert "RT-BUZON" not in {r.code for r in queries.in_force(date(2026, 6, 2))}


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        (",7,", ",siete,", "column days"),
        (",7,", ",,", "column days"),
        ("DELETE", "BURN", "column ending"),
        (",low,", ",sure,", "column confidence"),
        ("DELETE,,", "DELETE,L99999,", "column norm"),
        ("2026-01-01", "hoy", "column valid_from"),
        ("code,kind", "codigo,kind", "line 1"),
    ],
)
def test_a_broken_row_says_where_and_nothing_is_loaded(rules, tmp_path, was, becomes, says):
    shutil.copy(DATA / "retention.csv", tmp_path)
    text = (tmp_path / "retention.csv").read_text()
    (tmp_path / "retention.csv").write_text(text.replace(was, becomes, 1))
    with pytest.raises(MalformedRules, match=says):
        actions.load_retention_rules(tmp_path, on=date(2026, 6, 1))
    assert not RetentionRule.objects.filter(version__gt=1).exists()


def test_a_rule_that_nobody_checked_is_never_shown_as_law(rules):
    assert not RetentionRule(norm="L29733", confidence="low").is_law
    assert not RetentionRule(norm="", confidence="high").is_law
    assert RetentionRule(norm="L29733", confidence="high").is_law
    assert not [rule for rule in RetentionRule.objects.all() if rule.is_law]


# The page.


def test_the_page_counts_ones_own_and_tells_no_small_number_of_the_country(client, world, rules):
    restricted = long_ago(PersonFactory(registered_by=world.vera))
    long_ago(PersonFactory(registered_by=world.rosa))
    client.force_login(world.marta)
    found = {p.rule.code: p for p in queries.prospects(world.marta, now())}
    assert (found["RT-SIN-CASO"].own, found["RT-SIN-CASO"].total) == ((1, True), "menos de 10")
    page = client.get(reverse("desk:retention"))
    assert page.status_code == 200
    assert str(restricted.pk) not in page.content.decode()
    for _ in range(12):
        draft(world.vera, 30)
    assert {p.rule.code: p.total for p in queries.prospects(world.marta, now())}["RT-BORRADOR"] == "12"


def test_the_page_takes_few_statements_however_many_rules_there_are(client, world, rules, at_most):
    long_ago(PersonFactory(registered_by=world.rosa))
    until = localdate() + timedelta(days=9)
    actions.place_hold(
        person=PersonFactory(registered_by=world.rosa), reason="Queja", until=until, by=world.marta, at=now()
    )
    client.force_login(world.marta)
    client.get(reverse("desk:retention"))
    with at_most(12):
        client.get(reverse("desk:retention"))


def test_zero_and_few_read_the_same():
    assert told(0) == told(9) == "menos de 10"
    assert told(10) == "10"


def test_of_two_holds_in_one_file_the_longer_one_stands(rosa):
    one, other = PersonFactory(registered_by=rosa), PersonFactory(registered_by=rosa)
    days = {one: 5, other: 50}
    for person, ahead in days.items():
        until = localdate() + timedelta(days=ahead)
        actions.place_hold(person=person, reason="Queja", until=until, by=rosa, at=now())
    settle_holds(one, other, now())
    assert not one.holds.filter(lifted_at__isnull=True).exists()
    assert other.holds.filter(lifted_at__isnull=True).exists()
