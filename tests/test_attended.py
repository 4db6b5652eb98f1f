"""Who was attended, by profile, sex, age and nationality: against the database asked apart; and no small group of
restricted people in any number."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from django.conf import settings
from django.test import Client

from ayni.access.models import User
from ayni.cases.models import Case, ServiceGiven
from ayni.desk.demo import World
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.facts.builds import Build
from ayni.facts.periods import age_group
from ayni.referrals.models import Referral
from ayni.results import attended, queries
from ayni.results.rules import APART, OF_PEOPLE, THRESHOLD, Cell, Choice, blocks, placed
from tests.demo import AT

pytestmark = pytest.mark.django_db
PAGE = "/cumplimiento/atendidos/"


@pytest.fixture(scope="module")
def facts(demo: World) -> Iterator[Build]:
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def reach(name: str):
    return queries.reach_of(User.objects.get(username=name))


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def nationality_of(case: Case) -> str:
    first = case.person.nationalities.filter(order=1, ended_at=None).first()
    return first.country.code if first else ""


def open_cases() -> list[Case]:
    """Those of which whoever counts the country is told one by one."""
    rows = Case.objects.exclude(sensitivity="RESTRICTED").filter(opened_at__lte=AT)
    return list(rows.select_related("person__sex"))


@pytest.mark.parametrize(
    ("by", "of"),
    [
        ("sex", lambda case: case.person.sex.code if case.person.sex else ""),
        ("nationality", nationality_of),
        ("profile", lambda case: case.profiles.get(is_main=True).profile.code),
    ],
)
def test_cases_are_counted_as_the_database_has_them(facts, by, of):
    wanted = Counter(of(case) for case in open_cases())
    found = attended.attended(facts, reach("tomas"), Choice(by=by), attended.CASES)
    restricted = Case.objects.filter(sensitivity="RESTRICTED", opened_at__lte=AT).count()
    counted = {group.code: group.rows for group in found.groups}
    for code, number in wanted.items():
        assert number <= counted[code] <= number + restricted
    apart = found.apart.rows if found.apart else 0
    assert sum(counted.values()) + apart == found.total.rows <= len(open_cases()) + restricted


def test_minors_are_those_who_were_under_18_on_the_day_their_case_was_opened(facts):
    children = [case for case in open_cases() if age_group(case.person.birth_date, case.opened_at) == "AB-NNA"]
    found = attended.attended(facts, reach("tomas"), Choice(by="age_band"), attended.CASES)
    assert children
    assert found.minors.rows == len(children)
    narrowed = attended.attended(facts, reach("tomas"), Choice(by="sex", age_group="AB-NNA"), attended.CASES)
    assert narrowed.total.rows == len(children)
    assert narrowed.total.people == len({case.person_id for case in children})


def test_services_that_were_given_are_counted_by_kind(facts):
    plain = ServiceGiven.objects.exclude(case__sensitivity="RESTRICTED").filter(recorded_at__lte=AT)
    found = attended.attended(facts, reach("tomas"), Choice(by="category"), attended.SERVICES)
    wanted = Counter(plain.values_list("category__code", flat=True))
    counted = {group.code: group.rows for group in found.groups}
    assert wanted
    assert all(counted[code] >= number for code, number in wanted.items())


def test_who_was_attended_by_an_institution_is_known_by_sex(facts):
    """As the strategy asks of the CEM: how many, of which sex, age and nationality."""
    served = Referral.objects.exclude(case__sensitivity="RESTRICTED").filter(
        sent_at__lte=AT, result__in=["SERVED", "PARTLY"]
    )
    wanted = Counter(served.values_list("organisation__code", flat=True))
    found = attended.attended(facts, reach("tomas"), Choice(by="institution"), attended.SERVED)
    counted = {group.code: group.rows for group in found.groups}
    assert len(wanted) > 3
    assert all(counted[code] >= number for code, number in wanted.items())
    [(most, number)] = wanted.most_common(1)
    women = served.filter(organisation__code=most, case__person__sex__code="F").count()
    by_sex = attended.attended(facts, reach("tomas"), Choice(by="sex", institution=most), attended.SERVED)
    assert {group.code: group.rows for group in by_sex.groups}.get("F", 0) >= women
    assert by_sex.total.rows >= number


def test_whoever_counts_one_office_is_told_of_no_restricted_case_of_others(facts):
    marta = User.objects.get(username="sam-smp.s")
    own = Case.objects.filter(office=marta.office, opened_at__lte=AT).exclude(sensitivity="RESTRICTED").count()
    found = attended.attended(facts, reach("sam-smp.s"), Choice(by="sex"), attended.CASES)
    assert found.apart is None
    assert found.total.rows == own


def of_people(n: int, *, sex: str = "F", age: str = "AB-18-29", nationality: str = "VE", start: int = 0) -> Cell:
    values = dict.fromkeys(OF_PEOPLE[0], "") | {
        "profile": "VP-VBG", "department": "15", "sex": sex, "age_band": age, "nationality": nationality,
    }  # fmt: skip
    return Cell(start, values, date(2026, 1, 1), frozenset(range(start, start + n)))


def test_people_who_are_alike_are_pooled_before_others_and_never_fewer_than_ten():
    """Twelve Venezuelan women are shown; four Haitians and seven men are told only together."""
    cells = [of_people(12), of_people(4, nationality="HT", start=100), of_people(7, sex="M", start=200)]
    pools = blocks(cells, levels=OF_PEOPLE)
    assert all(len(pool.people) >= THRESHOLD for pool in pools)
    groups = {by: placed(pools, Choice(by=by)) for by in ("sex", "nationality", "age_band")}
    assert groups["nationality"] == {0: "VE", 100: APART, 200: APART}
    assert groups["sex"] == {0: "F", 100: APART, 200: APART}
    assert groups["age_band"] == {0: "AB-18-29", 100: "AB-18-29", 200: "AB-18-29"}


def test_no_filter_takes_part_of_a_group_of_restricted_people(facts):
    """Whatever is chosen, what is counted of others differs from everything by ten people or by nobody."""
    everything = attended.attended(facts, reach("tomas"), Choice(by="sex"), attended.CASES)
    plain = open_cases()
    for nationality in {nationality_of(case) for case in plain}:
        choice = Choice(by="sex", nationality=nationality)
        found = attended.attended(facts, reach("tomas"), choice, attended.CASES)
        extra = found.total.rows - sum(nationality_of(case) == nationality for case in plain)
        assert extra == 0 or extra >= THRESHOLD, nationality
        assert found.total.rows <= everything.total.rows


@pytest.mark.parametrize(
    ("who", "status"), [("marta", 200), ("tomas", 200), ("nora", 200), ("rosa", 403), ("ines", 403)]
)
def test_the_page_is_for_whoever_answers_for_numbers(facts, who, status):
    assert signed_in(who).get(PAGE).status_code == status


def test_the_page_says_whom_in_words_and_asks_little(facts, at_most):
    client = signed_in("tomas")
    client.get(PAGE)
    with at_most(12):
        page = client.get(PAGE, {"by": "nationality", "age_group": "AB-NNA"}).content.decode()
    assert "Casos abiertos, por nacionalidad" in page
    assert "Venezuela" in page
    page = client.get(PAGE, {"what": "services", "by": "institution"}).content.decode()
    assert "Servicios prestados, por institución" in page
    page = client.get(PAGE, {"what": "served"}).content.decode()
    assert "Derivaciones atendidas, por institución" in page
    page = client.get(PAGE, {"by": "age_band"}).content.decode()
    assert "De ellas, menores de 18" in page
    young, child, grown = (page.index(f">{text}") for text in ("0 a 5", "6 a 11", "18 a 29"))
    assert all(a < b for a, b in pairwise((young, child, grown)))


def test_what_was_chosen_wrongly_is_not_chosen(facts):
    asked = {
        "what": "x",
        "by": "institution",
        "since": "nunca",
        "profile": "99",
        "age_group": "'",
        "category": "SV-SAL",
    }
    assert signed_in("marta").get(PAGE, asked).status_code == 200


def test_a_build_of_before_is_told_from_nothing_to_count(facts, monkeypatch):
    monkeypatch.setattr(attended, "is_counted", lambda build: False)
    assert signed_in("tomas").get(PAGE).status_code == 200
