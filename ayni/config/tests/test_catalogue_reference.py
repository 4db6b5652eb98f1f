"""The catalogue of procedures, loaded as `ayni setup` loads it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni.codelists.tables import BrokenTables
from ayni.procedures.models import (
    Applies,
    Fee,
    FineRule,
    Procedure,
    Regime,
    Requirement,
    RightOrDuty,
    RouteRule,
    Silence,
    TaxUnit,
    WorkDocument,
)

from .spoiling import LATER, change, drop, load, said, writes

PROCEDURES, REQUIREMENTS = "reference/procedures.csv", "reference/procedure_requirements.csv"


@pytest.mark.django_db
def test_all_of_the_catalogue_is_there_and_says_how_well_it_is_known():
    load()
    counts = {model: model.objects.current().count() for model in (Regime, Procedure, WorkDocument, TaxUnit, FineRule)}
    assert counts == {Regime: 13, Procedure: 28, WorkDocument: 25, TaxUnit: 10, FineRule: 9}
    assert (Requirement.objects.count(), RightOrDuty.objects.count()) == (82, 15)
    assert RouteRule.objects.count() > 60
    assert not Procedure.objects.filter(regime__isnull=True).exists()
    assert not Procedure.objects.filter(authority__isnull=True).exists()
    _days_only_where_the_source_gives_one()
    _fees_are_those_of_the_source()
    _no_page_shows_english()


def _days_only_where_the_source_gives_one():
    of = {procedure.code: procedure for procedure in Procedure.objects.select_related("regime")}
    cpp = of["PR-CPP23"]
    assert (cpp.opens_on, cpp.opens_text, cpp.closes_on, cpp.is_open) == (None, "2023-05", date(2023, 11, 10), False)
    parents = of["PR-PTP-PAD"]
    assert (parents.opens_on, parents.closes_on, parents.closes_text) == (
        date(2017, 2, 2),
        None,
        "a los 120 días hábiles",
    )
    assert {procedure.statutory_days for procedure in of.values()} == {None}
    assert {procedure.silence for procedure in of.values()} == {Silence.UNKNOWN}
    assert cpp.regime.leads_to.split("|")[0] == "PR-CCM-ESP"
    assert of["PR-CCM-ESP"].steps[0] == "registro en Agencia Digital"
    assert [norm.code for norm in of["PR-PTP-PAD"].norms.all()] == ["DS001-2017"]
    assert of["PR-REF"].authority.code == "CEPR"


def _fees_are_those_of_the_source():
    amounts = {(fee.procedure.code, fee.applies): fee.amount for fee in Fee.objects.select_related("procedure")}
    assert amounts["PR-CPP21", Applies.ADULTS] == Decimal("47.30")
    assert amounts["PR-CPP21", Applies.CHILDREN] == Decimal("47.40")
    assert amounts["PR-CCM-ESP", Applies.EVERYBODY] == Decimal("40.60")
    assert amounts["PR-REF", Applies.EVERYBODY] == 0
    assert not any(code == "PR-CPP23" for code, _applies in amounts)
    assert Fee.objects.get(procedure__code="PR-PREINS").confidence == "medium"


def _no_page_shows_english():
    shown = {text for row in Procedure.objects.all() for text in (row.note, row.source, row.legal_basis)}
    shown |= set(Requirement.objects.values_list("source", flat=True)) | {row.source for row in Regime.objects.all()}
    assert not any(
        word in text
        for text in shown
        for word in ("(fee)", "summary", "(code)", " fee ", "IOM", "knowledge", "up to", "verify")
    )


@pytest.mark.django_db
def test_a_second_load_writes_nothing_and_a_changed_fee_is_a_new_version(folder):
    load(folder)
    with CaptureQueriesContext(connection) as queries:
        assert not load(folder, on=LATER)
    assert writes(queries) == []

    change(folder / PROCEDURES, lambda rows: said(rows, "PR-CCM-ESP").update(fee_pen="45.00", fee_as_of="2027"))
    change(folder / PROCEDURES, drop("PR-PEV"))
    change(folder / REQUIREMENTS, drop("PR-PEV"))
    change(folder / "procedures_extra.csv", drop("PR-PEV"))
    change(folder / "requirement_kinds.csv", drop("PR-PEV"))
    change(folder / "routes.csv", drop("PR-PEV"))
    assert load(folder, on=LATER)
    old, new = Procedure.objects.filter(code="PR-CCM-ESP").order_by("version")
    assert (old.valid_to, new.valid_from, new.version) == (LATER, LATER, 2)
    assert (old.fees.get().amount, new.fees.get().amount) == (Decimal("40.60"), Decimal("45.00"))
    assert new.requirements.count() == old.requirements.count() == 5
    assert not Procedure.objects.current().filter(code="PR-PEV").exists()


@pytest.mark.django_db
def test_procedures_follow_the_new_version_of_their_regime(folder):
    load(folder)
    change(folder / "regimes.csv", lambda rows: said(rows, "REG-RES").update(note="Otra nota"))
    load(folder, on=LATER)
    procedure = Procedure.objects.current().select_related("regime").get(code="PR-CCM-ESP")
    assert (procedure.version, procedure.regime.version) == (1, 2)


@pytest.mark.django_db
def test_what_was_approved_on_a_page_stays(folder):
    load(folder)
    Procedure.objects.filter(code="PR-CCM-ESP").update(added_by_hand=True, label_es="Con otras palabras")
    change(folder / PROCEDURES, lambda rows: said(rows, "PR-CCM-ESP").update(fee_pen="45.00"))
    report = load(folder, on=LATER)
    assert Procedure.objects.current().get(code="PR-CCM-ESP").label_es == "Con otras palabras"
    assert next(change for change in report.changes if change.table == "procedures.Procedure").kept_by_hand == 1


SPOILT = [
    ("routes.csv", "months >= 6", "meses >= 6", "when", "una de las preguntas"),
    ("routes.csv", "situation in CPP;", "situation in CPPX;", "when", "una de estas"),
    ("routes.csv", "months >= 6", "months >= seis", "when", "un número entero"),
    ("routes.csv", "entered <= 2018-10-31", "entered <= 2018-02-30", "when", "un día escrito"),
    ("routes.csv", "age >= 18; wants", "age in 18; wants", "when", "uno de los signos"),
    ("routes.csv", "profiles any VP-APAT", "profiles any VP-NADIE", "when", "códigos de"),
    ("routes.csv", "nationality in VEN", "nationality in VEX", "when", "códigos de countries.csv"),
    ("routes.csv", ",possible,situation in CPP; months >= 6", ",possible,", "when", "no puede estar vacía"),
    ("routes.csv", ",FINE,", ",77,", "exempts", "el lugar de un requisito"),
    ("routes.csv", "RT-AD-1,,", "RT-AD-1,PR-REF,", "procedure_code", "un trámite"),
    ("regimes.csv", "PR-MUL-CON|", "PR-NADA|", "leads_to", "un código de reference/procedures.csv"),
    ("regimes.csv", "2023-10-28", "2023-10-32", "closes_on", "2026-11-22"),
    (PROCEDURES, ",40.60,", ",gratis,", "fee_pen", "un monto en soles"),
    ("requirement_kinds.csv", "PR-CSR,1,BIOMETRICS", "PR-CSR,2,BIOMETRICS", "order", "una fila propia"),
    ("procedures_extra.csv", "PR-ATV,", "PR-CSR,", "code", "clave"),
    ("fine_rules.csv", ",0.1,DAY", ",,DAY", "percent", "un valor"),
    ("fine_rules.csv", "2023-10-28", "2022-10-28", "until", "un día que no sea anterior"),
    ("tax_units.csv", "2026,5500", "26,5500", "year", "un año"),
    ("rights_and_duties.csv", "RIGHT,REG-HUM,", "RIGHT,REG-NADA,", "regimes", "un código de regimes.csv"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "column", "expected"), SPOILT)
def test_a_broken_rule_is_named_by_file_line_and_column(folder, file, old, new, column, expected):
    path = folder / file
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))
    with pytest.raises(BrokenTables) as broken:
        load(folder)
    problem = broken.value.problems[0]
    assert problem.column == column
    assert problem.line > 1
    assert expected in problem.expected
