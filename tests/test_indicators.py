"""The indicators that come with Ayni, counted on the demo world, beside the database asked without the facts."""

import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import groupby
from statistics import median

import pytest
from django.conf import settings
from django.test import Client

from ayni.access.models import User
from ayni.cases.models import Case, Denial, Need
from ayni.config.reference import load_all
from ayni.desk.demo import World
from ayni.desk.queries.indicator_rows import MORE
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.facts.builds import Build
from ayni.facts.periods import month_of
from ayni.people.models import MigratorySituation, Person
from ayni.procedures.models import Application, Appointment, Card, Ticket
from ayni.referrals.models import Referral
from ayni.results import board, catalogue, expressions, measuring, rules, sums
from ayni.results.expressions import Window
from ayni.results.models import Definition, Indicator, Node
from ayni.results.spans import span_of
from ayni.results.warehouse import warehouse
from tests.demo import AT, DATA
from tests.test_compliance import sql_rows

pytestmark = pytest.mark.django_db
QUARTER, YEAR = span_of("2026-T4"), span_of("2026")


@pytest.fixture(scope="module")
def facts(demo: World) -> Iterator[Build]:
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


@pytest.fixture
def everything(facts: Build, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """As if nobody had to be hidden: then the numbers are those of the database, to the last row."""
    monkeypatch.setattr(rules, "blocks", partial(rules.blocks, threshold=1))
    warehouse.cache_clear()
    yield facts
    warehouse.cache_clear()


def value(facts: Build, code: str, span=YEAR, department: str = "") -> measuring.Figure:
    [line] = board.lines(facts, [catalogue.definition(code)], span, department)
    return line.figure


def test_every_indicator_is_counted_or_says_why_not(facts):
    lines = board.lines(facts, catalogue.standing_definitions(), YEAR)
    counted = [line for line in lines if line.definition.origin == "FACTS"]
    assert len(counted) >= 60
    known = {line.code for line in counted if line.figure.value is not None}
    assert len(known) >= 60
    for line in counted:
        assert line.figure.value is not None or line.why.startswith("no se puede medir: "), line.code
    assert not [line.code for line in counted if "los hechos no tienen" in line.why]


def test_every_formula_holds_against_what_may_be_counted(reference_data):
    declared = catalogue.declared()
    for said in catalogue.standing_definitions():
        if said.origin == "FACTS":
            catalogue.formulas.check(catalogue.formula_of(said), declared)


def test_every_effect_and_every_activity_has_an_indicator_and_every_node_that_is_named_is_there(reference_data):
    nodes, used = catalogue.nodes(), catalogue.contributions()
    assert set(used) <= set(nodes)
    of = {(node.framework.code, node.level): [] for node in nodes.values()}
    for node in nodes.values():
        of[node.framework.code, node.level].append(node.code)
    assert {key: len(codes) for key, codes in of.items() if key[0] == "OIM"} == {
        ("OIM", "pillar"): 3, ("OIM", "objective"): 6, ("OIM", "effect"): 26,
    }  # fmt: skip
    assert len(of["PMM", "objective"]) == 23
    assert (len(of["UIM", "objective"]), len(of["UIM", "approach"]), len(of["UIM", "activity"])) == (3, 6, 5)
    assert not set(of["OIM", "effect"]) - set(used)
    assert not set(of["UIM", "activity"]) - set(used)


def test_alignments_are_read_from_both_ends(reference_data):
    beside = catalogue.aligned()
    assert "GCM-01" in beside["P3"]
    assert "P3" in beside["GCM-01"]
    assert "SDG-10.7" in beside["UIM"]
    found = catalogue.matrix(*(catalogue.frameworks().get(code=code) for code in ("OIM", "PMM")))
    [row] = [shown for node, shown, _count in found.rows if node.code == "P3"]
    met = [column.code for column, is_met in zip(found.columns, row, strict=True) if is_met]
    assert met == ["GCM-01", "GCM-03", "GCM-08", "GCM-23"]


def in_year(moment) -> bool:
    return moment is not None and month_of(moment).year == 2026


def test_steps_are_those_of_the_database(everything):
    due = [
        row for row in sql_rows() if row["timeliness"] in {"ON_TIME", "LATE", "OVERDUE"} and row["month"].year == 2026
    ]
    found = value(everything, "CUM-01")
    assert (found.numerator, found.denominator) == (sum(r["timeliness"] == "ON_TIME" for r in due), len(due))
    violence = [row for row in due if row["protocol"] == "PW-VBG"]
    found = value(everything, "CUM-VBG")
    assert (found.numerator, found.denominator) == (sum(r["timeliness"] == "ON_TIME" for r in violence), len(violence))
    assert value(everything, "CUM-03").numerator == sum(row["timeliness"] == "OVERDUE" for row in sql_rows())


def test_referrals_are_those_of_the_database(everything):
    sent = [r for r in Referral.objects.select_related("case").order_by("pk") if in_year(r.sent_at)]
    assert value(everything, "DER-01").numerator == len(sent)
    assert value(everything, "DER-02").numerator == len({r.case.person_id for r in sent})
    yes = [r for r in sent if r.status in {"ACCEPTED", "COMPLETED", "CLOSED"}]
    no = [r for r in sent if r.status == "DECLINED"]
    assert value(everything, "DER-08").value == len(yes) / (len(yes) + len(no))
    hours = [(r.answered_at - r.sent_at).total_seconds() / 3600 for r in sent if r.answered_at]
    assert value(everything, "DER-06").value == pytest.approx(median(hours), abs=0.02)
    lima = [r for r in sent if r.case.office.department.code == "15"]
    assert value(everything, "DER-01", department="15").numerator == len(lima)


def test_cases_needs_and_denials_are_those_of_the_database(everything):
    opened = [case for case in Case.objects.order_by("pk") if in_year(case.opened_at)]
    assert value(everything, "CAS-01").numerator == len(opened)
    assert value(everything, "CAS-02").numerator == len({case.person_id for case in opened})
    needs = [n for n in Need.objects.order_by("pk") if in_year(n.stated_at) and n.state != "WITHDRAWN"]
    found = value(everything, "NEC-02")
    assert (found.numerator, found.denominator) == (sum(n.state in {"MET", "PARTLY_MET"} for n in needs), len(needs))
    denied = Denial.objects.filter(happened_on__year=2026).count()
    found = value(everything, "DEN-02")
    assert (found.numerator, found.denominator) == (denied, len(opened))


def test_what_is_closed_counts_in_the_month_of_its_end_but_for_what_is_restricted(everything):
    """Blocks are made of months of opening: nothing restricted is placed by another month."""
    closed = [c for c in Case.objects.order_by("pk") if in_year(c.closed_at) and c.sensitivity != "RESTRICTED"]
    found = value(everything, "CAS-03")
    good = sum(case.outcome in {"SOLVED", "PARTLY_SOLVED"} for case in closed)
    assert (found.numerator, found.denominator) == (good, len(closed))


def test_the_counter_is_that_of_the_database(everything):
    known = [
        a for a in Appointment.objects.order_by("pk") if in_year(a.starts_at) and a.state in {"ATTENDED", "NO_SHOW"}
    ]
    found = value(everything, "CIT-01")
    assert found.numerator == sum(a.state == "NO_SHOW" for a in known)
    waited = [
        ((t.first_called_at - t.arrived_at).total_seconds() + 30) // 60
        for t in Ticket.objects.exclude(first_called_at=None).order_by("pk")
    ]
    found = value(everything, "COL-02")
    assert (found.numerator, found.denominator) == (sum(minutes <= 30 for minutes in waited), len(waited))
    gone = {"HANDED_OVER", "LOST", "DESTROYED", "NEVER_MADE"}
    waiting = Card.objects.filter(revoked_at=None).exclude(place__in=gone).count()
    assert value(everything, "CAR-01").numerator == waiting
    decided = [
        a for a in Application.objects.order_by("pk") if in_year(a.decided_at) and a.state in {"APPROVED", "REJECTED"}
    ]
    found = value(everything, "REG-02")
    assert (found.numerator, found.denominator) == (sum(a.state == "APPROVED" for a in decided), len(decided))


def test_people_and_voices_are_those_of_the_database(everything):
    seen = [p for p in Person.objects.select_related("sex").order_by("pk") if in_year(p.registered_at)]
    women, sexed = (
        [p for p in seen if p.sex and p.sex.code in codes] for codes in ({"SEX-F"}, {"SEX-F", "SEX-M", "SEX-I"})
    )
    found = value(everything, "PER-02")
    assert (found.numerator, found.denominator) == (len(women), len(sexed))
    now = MigratorySituation.objects.filter(until=None, ended_at=None, status__regularity__in=["regular", "irregular"])
    regular = now.filter(status__regularity="regular").values("person").distinct().count()
    found = value(everything, "REG-06")
    assert (found.numerator, found.denominator) == (regular, now.values("person").distinct().count())


def test_what_is_restricted_counts_in_tens_or_not_at_all(facts):
    """Between what anybody may know and the number that is shown lie no people, or ten and more."""
    warehouse.cache_clear()
    for span in (QUARTER, YEAR):
        shown = value(facts, "CAS-02", span).numerator
        cases = Case.objects.exclude(sensitivity="RESTRICTED")
        plain = len({c.person_id for c in cases.order_by("pk") if span.since <= month_of(c.opened_at) <= span.until})
        assert shown == plain or shown - plain >= 10


def test_a_stretch_of_months_is_the_sum_of_them_and_says_what_asking_it_whole_says(facts):
    """Also of what is restricted: a block counts where a stretch holds all its months, and nowhere else."""
    house = warehouse(facts)
    good, _bad = catalogue.readable(catalogue.standing_definitions())
    held = [f for f in good.values() if not measuring.why_not(facts, f, "15")]
    atoms = [atom for n, f in enumerate(held) for atom in expressions.atoms(str(n), f)]
    adding = sorted((a for a in atoms if a.month and expressions.adds_up(a)), key=measuring._place)
    cuts = (
        QUARTER.window,
        YEAR.window,
        Window(date(2026, 5, 1), date(2026, 5, 1)),
        Window(date(2026, 2, 1), date(2026, 11, 1)),
    )
    compared = 0
    for (table, month), some in groupby(adding, key=measuring._place):
        asked = tuple(some)
        for department in ("", "15", "07"):
            whole = {row["cut"]: row for row in measuring._ask(house, table, month, asked, cuts, department)}
            added = {row["cut"]: row for row in sums.over(house, table, month, asked, cuts, department)}
            for cut in set(whole) | set(added):
                for atom in asked:
                    expected = whole.get(cut, {}).get(atom.name) or 0
                    assert (added.get(cut, {}).get(atom.name) or 0) == pytest.approx(expected), (table, cut, department)
                    compared += bool(expected)
    assert compared > 200


def test_sql_is_written_once_for_builds_of_the_same_columns_and_blanks_are_filled_in(facts, monkeypatch):
    said = {"DER-01": catalogue.formula_of(catalogue.definition("DER-01"))}
    warehouse.cache_clear()
    first = measuring.figures(facts, said, [YEAR.window], "15")
    warehouse.cache_clear()
    monkeypatch.setattr(expressions, "sql", lambda question: pytest.fail("it was written before"))
    assert measuring.figures(facts, said, [YEAR.window], "15") == first
    assert measuring.figures(facts, said, [YEAR.window], "07") != first
    warehouse.cache_clear()


def test_the_parts_add_up_to_the_total_and_people_count_once(facts):
    for code in ("CUM-01", "DER-01", "DER-04", "NEC-01", "CIT-01"):
        for one in board.breakdowns(facts, catalogue.definition(code), YEAR):
            assert one.added == one.total.numerator, (code, one.dimension)
            assert one.warning(catalogue.definition(code)) == ""
    people = catalogue.definition("DER-02")
    [by] = [one for one in board.breakdowns(facts, people, YEAR) if one.dimension == "institution"]
    assert by.added > by.total.numerator
    assert "cada una cuenta una vez" in by.warning(people)


def test_a_share_of_the_year_adds_numerators_and_denominators(everything):
    """Not the mean of its months."""
    formula = catalogue.formula_of(catalogue.definition("CUM-01"))
    months = measuring.monthly(everything, formula, date(2026, 1, 1), date(2026, 12, 1))
    year = value(everything, "CUM-01")
    assert sum(figure.numerator for figure in months.values()) == year.numerator
    assert sum(figure.denominator for figure in months.values()) == year.denominator
    assert year.value == year.numerator / year.denominator


def test_the_derivation_gives_the_very_number_when_it_is_run_again(facts):
    said = catalogue.definition("DER-04")
    formula = catalogue.formula_of(said)
    [row] = warehouse(facts).read(measuring.derivation(facts, formula, YEAR.window))
    found = value(facts, "DER-04")
    assert (row["numerator"], row["denominator"]) == (found.numerator, found.denominator)


def test_rows_behind_are_as_many_as_were_counted_and_open_only_to_whoever_may(facts):
    said = catalogue.definition("DER-01")
    client = Client()
    client.force_login(User.objects.get(username="marta"))
    address = f"/resultados/filas/DER-01/?build={facts.id}&period=2026"
    page = client.get(address).content.decode()
    shown = value(facts, "DER-01").numerator
    assert f"{said.name}: {shown}" in page.replace("\u202f", "")
    for name, status in (("tomas", 403), ("ines", 403)):
        client.force_login(User.objects.get(username=name))
        assert client.get(address).status_code == status
    client.force_login(User.objects.get(username="marta"))
    assert client.get("/resultados/filas/DER-01/?build=20200101T000000Z-00000000").status_code == 410
    assert set(MORE) >= measuring.OPEN


def test_a_column_that_disappears_is_told_and_the_page_still_opens(facts):
    Definition.objects.filter(indicator__code="DER-13").update(numerator="punctual: yes")
    Definition.objects.filter(indicator__code="DER-12").update(numerator="no condition")
    client = Client()
    client.force_login(User.objects.get(username="tomas"))
    page = client.get("/resultados/?period=2026").content.decode()
    assert "no se puede medir: la tabla «referrals» no tiene la columna «punctual»" in page
    for code in ("DER-12", "DER-13", "DIR-01"):
        for address in (f"/resultados/indicadores/{code}/", f"/resultados/indicadores/{code}/derivacion/"):
            assert client.get(address).status_code == 200


def test_the_second_load_changes_nothing_and_a_version_by_hand_stays(reference_data):
    before = (Definition.objects.count(), Node.objects.count(), Indicator.objects.count())
    report = load_all(DATA, on=date(2026, 11, 20), at=AT)
    assert [change for change in report.changes if change and change.table.startswith("results.")] == []
    assert (Definition.objects.count(), Node.objects.count(), Indicator.objects.count()) == before


def test_what_stood_then_was_not_kept(facts):
    found = value(facts, "CAR-01", span_of("2026-T1"))
    assert found.value is None
    assert "no se guardó" in found.reason
    window = Window(date(2027, 1, 1), date(2027, 3, 1))
    [future] = measuring.figures(facts, {"x": catalogue.formula_of(catalogue.definition("DER-01"))}, [window])["x"]
    assert "todavía no llegan" in future.reason


def test_whatever_is_declared_can_be_asked(facts):
    """A formula may name any table of facts: none of them takes the page away."""
    house = warehouse(facts)
    assert set(facts.rows) <= set(house.tables)
    for name in facts.rows:
        [counted] = house.ask(house.table(name).aggregate(rows=house.table(name).count()))
        assert counted["rows"] == facts.rows[name]
        assert measuring.places(house, name) is None or "person" in house.table(name).columns
