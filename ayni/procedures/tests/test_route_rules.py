"""The route finder, over the files of `data/` and a table of cases. No database."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from ayni.codelists.tables import Expected, read
from ayni.config.reference import FILES
from ayni.procedures.reference import ROUTES, Catalogue
from ayni.procedures.rules import conditions, routes
from ayni.procedures.rules.catalogue import Window
from ayni.procedures.rules.questions import Answers, CannotAnswer, check_answers

TODAY = date(2026, 11, 20)
MANY = ("documents", "family", "profiles", "wants", "events")
HERE = Path(__file__).parent


def cases():
    with (HERE / "route_cases.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@cache
def data():
    """Offers and rules as the files say them."""
    tables = read(settings.BASE_DIR / "data", FILES)
    catalogue = Catalogue(tables)
    regimes = {regime.code: regime.fields for regime in catalogue.regimes()}
    offers = [offer(one, regimes[one.regime]) for one in catalogue.procedures()]
    rules = [
        routes.Rule(
            row["code"], row["procedure_code"], row["effect"], conditions.parse(row["when"]), row["says_es"],
            tuple(row["exempts"]), row["legal_basis"], row["confidence"],
        )
        for row in tables[ROUTES]
    ]  # fmt: skip
    return offers, rules


def offer(one, regime):
    needs = [
        routes.Needed(
            row["order"], row["label_es"], row["kind"], row["applies"],
            frozenset({row["document_type"], *row["accepts"].split("|")} - {""}), row["mandatory"], row["confidence"],
        )
        for row in one.requirements
    ]  # fmt: skip
    costs = [routes.Cost(fee["amount"], fee["applies"], fee["as_of"], fee["confidence"]) for fee in one.fees]
    window = Window(one.fields["is_open"], one.fields["opens_on"], one.fields["closes_on"])
    leads = tuple(code for code in regime["leads_to"].split("|") if code)
    return routes.Offer(
        one.code, one.fields["label_es"], window, leads_to=leads, needs=tuple(needs), costs=tuple(costs)
    )


def answers_of(row):
    return Answers(
        today=TODAY,
        **{name: row[name] for name in ("situation", "alone", "nationality", "entry")},
        **{name: int(row[name]) if row[name] else None for name in ("age", "months")},
        entered=date.fromisoformat(row["entered"]) if row["entered"] else None,
        **{name: frozenset(row[name].split("|")) if row[name] else frozenset() for name in MANY},
    )


def split(cell):
    return sorted(code for code in cell.split("|") if code and code != "-")


@pytest.mark.parametrize("row", cases(), ids=lambda row: row["who"])
def test_somebody_is_told_what_is_possible(row):
    offers, rules = data()
    route = routes.find_route(offers, rules, answers_of(row))

    for verdict in ("possible", "closed", "blocked"):
        assert sorted(one.offer.code for one in route.of(routes.Verdict(verdict))) == split(row[verdict]), verdict
    assert set(split(row["maybe"])) <= {one.offer.code for one in route.maybe}
    assert sorted(rule.code for rule in route.advice) == split(row["advice"])
    if row["missing"]:
        missing = [f"{one.offer.code}:{need.order}" for one in route.possible for need in one.missing]
        expected = split(row["missing"])
        of = {code.split(":")[0] for code in expected} or {one.offer.code for one in route.possible}
        assert sorted(code for code in missing if code.split(":")[0] in of) == expected


def test_every_situation_every_vulnerability_and_every_rule_stands_in_a_case():
    rows = cases()
    assert len(rows) >= 40
    offers, rules = data()
    named = {code for rule in rules for code in conditions.codes_of(rule.when, "profiles")}
    assert named <= {code for row in rows for code in row["profiles"].split("|")}
    assert set(conditions.FIELDS["situation"].values) == {row["situation"] for row in rows} - {""}
    told = {one.offer.code for row in rows for one in routes.find_route(offers, rules, answers_of(row)).found}
    assert told == {rule.procedure for rule in rules if rule.procedure}
    assert told == {offer.code for offer in offers}


def test_what_is_closed_leads_to_what_is_open():
    offers, rules = data()
    said = Answers(today=TODAY, situation="NO_CONTROL", entered=date(2020, 1, 1))
    closed = {one.offer.code: one for one in routes.find_route(offers, rules, said).closed}
    assert [one.code for one in closed["PR-CPP23"].instead] == ["PR-CCM-ESP", "PR-REF", "PR-CCM-FAM", "PR-CCM-HUM"]
    every = [one for one in offers if not one.window.receives(TODAY) and one.code != "PR-PEV"]
    assert all(one.leads_to for one in every)


def test_on_a_day_when_it_was_open_it_was_possible():
    offers, rules = data()
    said = {"situation": "OVERSTAY", "entered": date(2020, 1, 1)}
    amnesty = [one for one in offers if one.code == "PR-AMN"]
    # The data says that it is closed now; on its days it says so by its days alone.
    open_then = [routes.Offer("PR-AMN", "", Window(True, amnesty[0].window.opens_on, amnesty[0].window.closes_on))]
    for day, verdict in [
        (date(2023, 5, 1), "closed"), (date(2023, 5, 2), "possible"), (date(2023, 10, 28), "possible"),
        (date(2023, 10, 29), "closed"),
    ]:  # fmt: skip
        found = routes.find_route(open_then, rules, Answers(today=day, **said)).found
        assert [one.verdict for one in found] == [verdict], day


def test_a_vulnerability_spares_what_cannot_be_asked_for_and_says_by_which_rule():
    offers, rules = data()
    said = Answers(today=TODAY, situation="NO_CONTROL", age=30, profiles=frozenset({"VP-TRATA"}))
    found = next(one for one in routes.find_route(offers, rules, said).possible if one.offer.code == "PR-CCM-HUM")
    spared = {exemption.rule.code: [need.order for need in exemption.needs] for exemption in found.exempt}
    assert spared == {"RT-EX-1": [2], "RT-EX-4": [5]}
    assert found.rule.code == "RT-HUM-2"
    assert found.costs == ()


def test_a_fee_that_falls_away_by_a_rule_of_the_data_says_so_with_the_rule():
    cost = routes.Cost(100)
    offer = routes.Offer("PR-X", "X", Window(True), costs=(cost,))
    rules = [
        routes.Rule("R", "PR-X", "possible", conditions.parse("situation in CPP"), "Sí"),
        routes.Rule("FREE", "PR-X", "exempt", conditions.parse("profiles any VP-GEST"), "No paga", ("FEE",)),
    ]
    for profiles, free in ((frozenset({"VP-GEST"}), "FREE"), (frozenset(), None)):
        [found] = routes.find_route([offer], rules, Answers(today=TODAY, situation="CPP", profiles=profiles)).found
        assert found.costs == (cost,)
        assert (found.free_by.code if found.free_by else None) == free


def test_an_adult_and_a_child_pay_what_is_theirs():
    cheap, dear = routes.Cost(1, "ADULTS"), routes.Cost(2, "CHILDREN")
    offer = routes.Offer("PR-X", "X", Window(True), costs=(cheap, dear))
    rule = routes.Rule("R", "PR-X", "possible", conditions.parse("situation in CPP"), "Sí")
    for age, costs in [(17, (dear,)), (18, (cheap,)), (None, (cheap, dear))]:
        found = routes.find_route([offer], [rule], Answers(today=TODAY, situation="CPP", age=age)).found
        assert found[0].costs == costs


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", "al menos una condición"),
        ("situation", "un campo, un signo y valores"),
        ("colour in RED", "una de las preguntas"),
        ("situation any CPP", "uno de los signos"),
        ("situation in CPP|NOPE", "una de estas"),
        ("age >= many", "un número entero"),
        ("age >= ²", "un número entero"),
        ("entered <= 2023-13-01", "un día escrito"),
        ("profiles any vp-x", "códigos en mayúsculas"),
    ],
)
def test_a_condition_that_cannot_be_read_says_what_was_expected(written, expected):
    with pytest.raises(Expected, match=expected):
        conditions.parse(written)


@pytest.mark.parametrize(
    "said",
    [
        {"entered": date(2026, 11, 21)},
        {"age": 121},
        {"age": -1},
        {"documents": frozenset({"NONE", "PAS"})},
        {"profiles": frozenset({"NONE", "VP-VBG"})},
    ],
)
def test_answers_that_cannot_be_true_are_refused(said):
    with pytest.raises(CannotAnswer):
        check_answers(Answers(today=TODAY, **said))


def test_somebody_who_came_today_may_say_so():
    check_answers(Answers(today=TODAY, entered=TODAY, age=0, documents=frozenset({"NONE"})))
