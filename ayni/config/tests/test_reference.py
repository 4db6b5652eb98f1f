"""The reference data of `data/`, loaded as `ayni setup` loads it."""

import csv
import shutil
import threading
from datetime import date

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from ayni.access.models import Office, Organisation
from ayni.audit.models import Event
from ayni.codelists import queries as codelists
from ayni.codelists.actions import write_profile
from ayni.codelists.models import (
    AgeBand,
    Country,
    DocumentType,
    Holiday,
    LegalNorm,
    MigratoryStatus,
    NeedSector,
    Profile,
    ServiceCategory,
    Territory,
)
from ayni.directory.models import RegisterEntry, Service
from ayni.governance import queries as governance
from ayni.governance.models import ConsentRule, DeadlineKind, Protocol, ProtocolStep, ReferenceLoad, UnmatchedText

from .spoiling import LATER, TODAY, change, drop, load, said, writes

# What is there after a first load


@pytest.mark.django_db
def test_all_of_it_is_there_and_a_second_load_writes_nothing():
    report = load()
    assert report
    assert {level: codelists.current(Territory).filter(level=level).count() for level in Territory.Level} == {
        "DEPARTMENT": 25,
        "PROVINCE": 196,
        "DISTRICT": 1891,
    }
    assert not Territory.objects.filter(parent__isnull=True).exclude(level="DEPARTMENT").exists()
    counts = {model: codelists.current(model).count() for model in (Profile, LegalNorm, NeedSector, ServiceCategory)}
    assert counts == {Profile: 27, LegalNorm: 45, NeedSector: 14, ServiceCategory: 39}
    assert (DocumentType.objects.count(), MigratoryStatus.objects.count(), AgeBand.objects.count()) == (27, 37, 9)
    assert (Organisation.objects.count(), Office.objects.count()) == (82, 41)
    assert Protocol.objects.filter(is_general=False).count() == 16
    assert ProtocolStep.objects.filter(protocol__is_general=False).count() == 84
    assert ReferenceLoad.objects.count() == Event.objects.filter(verb="reference.loaded").count() == 1

    with CaptureQueriesContext(connection) as queries:
        assert not load(on=LATER)
    assert writes(queries) == []
    assert ReferenceLoad.objects.count() == 1


@pytest.mark.django_db
def test_what_was_loaded_holds_together():
    load()
    _institutions_stand_where_they_stand()
    _every_profile_has_a_protocol()
    _steps_say_who_what_and_by_when()
    _nobody_is_left_without_a_country()
    _what_no_table_knows_is_listed()


def _institutions_stand_where_they_stand():
    uim = Organisation.objects.select_related("parent__parent").get(code="UIM")
    assert (uim.parent.code, uim.parent.parent.code) == ("DPM", "MIGRACIONES")
    leaders = Organisation.objects.filter(leads_governance=True)
    assert {o.code for o in leaders} == {"MIGRACIONES", "RREE"}
    former = RegisterEntry.objects.get(organisation=uim, valid_to__isnull=False)
    assert former.label_es == "Servicio al Migrante en Situación de Vulnerabilidad"
    assert former.valid_from.year == 2016
    assert Office.objects.get(code="PAO-OIM").organisation.code == "OIM"
    assert Office.objects.get(code="ITI-CHO").is_open is None
    services = Service.objects.filter(is_generic=True)
    assert services.count() == 82
    assert not Service.objects.get(organisation__code="PRM").accepts_referrals
    actors = Organisation.objects.filter(pk__in=ProtocolStep.objects.values("actor"))
    assert not actors.exclude(services__accepts_referrals=True).exists()


def _every_profile_has_a_protocol():
    followed = {p.code: [q.code for q in governance.protocols_for([p], TODAY)] for p in codelists.current(Profile)}
    assert all(followed.values())
    assert followed["VP-OTRO"] == ["PW-GEN"]
    assert followed["VP-NNA-AC"] == ["PW-DOC", "PW-GEN"]
    assert followed["VP-NNA-SE"] == ["PW-NNA-NA"]
    restricted = {p.code for p in codelists.current(Profile) if p.sensitivity == "RESTRICTED"}
    assert restricted == {"VP-TRATA", "VP-VBG", "VP-SOLREF", "VP-TORT"}
    assert all(p.approach_labels for p in codelists.current(Profile))
    assert "Género" in Protocol.objects.get(code="PW-VBG").approach_labels


def _steps_say_who_what_and_by_when():
    steps = {step.code: step for step in ProtocolStep.objects.select_related("actor").prefetch_related("norms")}
    act = steps["PW-TRATA-8"]
    assert (act.actor.code, act.deadline_amount, act.deadline_unit) == ("MIGRACIONES", 10, "WORKING_DAYS")
    assert act.deadline_kind == DeadlineKind.PROPOSED
    assert [norm.code for norm in act.norms.all()] == ["DL1350"]
    assert (steps["PW-NNA-NA-11"].deadline_amount, steps["PW-NNA-NA-11"].deadline_unit) == (30, "DAYS")
    assert (steps["PW-VBG-2"].deadline_amount, steps["PW-VBG-2"].deadline_unit) == (72, "HOURS")
    assert (steps["PW-NNA-NA-5"].deadline_amount, steps["PW-NNA-NA-5"].deadline_kind) == (None, DeadlineKind.NONE)
    assert steps["PW-NNA-NA-2"].consent_rule == ConsentRule.NOT_REQUIRED
    assert steps["PW-VBG-4"].consent_text == "persona sobreviviente (NNA: obligatorio)"
    assert {s.code for s in steps.values() if s.deadline_kind == DeadlineKind.LEGAL} == {"PW-VBG-5", "PW-SALUD-1"}
    hours = {row["code"]: row["deadline_hours"] for row in _rows("reference/referral_pathways.csv")}
    for code, step in steps.items():
        if step.deadline_unit == "HOURS" and hours.get(code) not in {"0", None}:
            assert step.deadline_amount == int(hours[code]), code
        assert (step.deadline_amount is None) == (hours.get(code) == ""), code


def _nobody_is_left_without_a_country():
    assert {"VEN", "HTI", "XXA", "XXB", "XXX"} <= {code for code, _label in codelists.choices(Country)}
    assert codelists.by_code(Country, "VEN").label_es == "Venezuela"
    assert codelists.choices(Country)[0][1] == "Afganistán"
    assert codelists.districts_like("miraflores lima")[0].code == "150122"
    assert date(2027, 3, 26) in codelists.holidays()


def _what_no_table_knows_is_listed():
    listed = {row.text for row in governance.unmatched()}
    assert {"Ley 26842", "Ley 28236"} <= listed
    assert not listed & {"DL 1350", "buena práctica", "-"}
    assert {row.column for row in governance.unmatched()} == {"legal_basis"}


def _rows(name: str) -> list[dict[str, str]]:
    with (settings.BASE_DIR / "data" / name).open(newline="") as file:
        return list(csv.DictReader(file))


# What staff read of it is Spanish

SHOWN = {
    "reference/document_types.csv": ("example_format",),
    "reference/institutions.csv": ("source", "notes"),
    "reference/vulnerability_profiles.csv": ("source", "notes", "mandatory_notification"),
    "reference/referral_pathways.csv": ("urgency",),
    "protocol_general.csv": ("urgency",),
}


def test_every_text_of_a_source_that_a_page_shows_has_its_spanish():
    known = {row["text"] for row in _rows("map_words.csv")}
    for file, columns in SHOWN.items():
        said = {row[column] for row in _rows(file) for column in columns}
        missing = {text for text in said if text not in known and not {*text.split("|")} <= known}
        assert missing <= {""}, file
    sources = {row["fragment"] for row in _rows("map_legal_basis.csv") if row["kind"] == "source"}
    assert sources <= known


@pytest.mark.django_db
def test_staff_read_no_english_and_no_signs_of_a_file():
    load()
    shape = DocumentType.objects.get(code="PAS").example
    assert shape == "de 5 a 15 letras y cifras; casi siempre 9"
    assert Organisation.objects.get(code="JZ").note == "Sus sedes, una por una, están abajo."
    assert ProtocolStep.objects.get(code="PW-VBG-1").legal_basis == (
        "Sistema de gestión de información sobre violencia de género (GBVIMS); "
        "Sistematización de buenas prácticas de la UIM (OIM, 2022)"
    )
    assert Profile.objects.get(code="VP-SMENTAL").mandatory_notification == "no (riesgo de suicidio: de inmediato)"
    for model in (Organisation, Profile, DocumentType, LegalNorm, ServiceCategory):
        sources = set(model.objects.values_list("source", flat=True))
        assert not any("|" in source or "IOM" in source for source in sources), model


# A second load, of data that changed


@pytest.mark.django_db
def test_a_changed_row_makes_a_version_and_the_old_one_stays_as_it_was(folder):
    load(folder)
    old = Profile.objects.get(code="VP-RETOR")
    change(folder / "reference/vulnerability_profiles.csv", lambda rows: said(rows, "VP-RETOR").update(label_es="Otro"))
    change(folder / "reference/ubigeo_provinces.csv", lambda rows: said(rows, "1501").update(name="Lima Metropolitana"))
    report = load(folder, on=LATER)
    assert (report.made, report.closed) == (2, 2)
    old.refresh_from_db()
    new = codelists.by_code(Profile, "VP-RETOR")
    assert (old.label_es, old.valid_to) == ("Retornante con necesidad de reintegración", LATER)
    assert (new.label_es, new.version, new.valid_from, new.valid_to) == ("Otro", 2, LATER, None)
    assert [p.code for p in governance.protocols_for([new], LATER)] == ["PW-RET"]
    assert codelists.by_code(Territory, "150122").full_name == "Miraflores, Lima Metropolitana, Lima"
    assert not load(folder, on=LATER)


@pytest.mark.django_db
def test_a_changed_step_makes_a_version_of_the_protocol_and_a_case_keeps_its_own(folder):
    load(folder)
    old = Protocol.objects.get(code="PW-TRATA")
    before = list(old.steps.values_list("code", "action_es", "deadline_amount"))
    change(
        folder / "reference/referral_pathways.csv",
        lambda rows: said(rows, "PW-TRATA-6").update(deadline_text_es="24 h", deadline_hours="24"),
    )
    load(folder, on=LATER)
    old.refresh_from_db()
    new = Protocol.objects.current().get(code="PW-TRATA")
    assert (old.valid_to, new.version, new.valid_from) == (LATER, 2, LATER)
    assert list(old.steps.values_list("code", "action_es", "deadline_amount")) == before
    assert new.steps.get(code="PW-TRATA-6").deadline_amount == 24
    assert new.steps.count() == len(before)
    assert Protocol.objects.count() == 18
    assert Event.objects.filter(verb="protocol.version_made", subject_id=str(new.pk)).exists()


@pytest.mark.django_db
def test_another_reading_of_a_deadline_is_another_version_too(folder):
    load(folder)
    change(folder / "map_deadlines.csv", lambda rows: rows[0].update(amount="23"))
    load(folder, on=LATER)
    assert Protocol.objects.current().get(code="PW-TRATA").version == 2


@pytest.mark.django_db
def test_what_is_gone_is_closed_and_not_deleted(folder):
    load(folder)
    retired = Organisation.objects.get(code="RETI")
    change(folder / "reference/institutions.csv", drop("RETI"))
    change(folder / "map_institution_category.csv", drop("RETI"))
    change(folder / "reference/zonal_offices.csv", drop("MAC-VEN"))
    change(folder / "holidays.csv", drop("2027-01-01"))
    change(folder / "reference/referral_pathways.csv", drop("PW-RET"))
    report = load(folder, on=LATER)
    assert report.made - report.closed <= 0
    assert not RegisterEntry.objects.current().filter(code__in=["RETI", "MAC-VEN"]).exists()
    assert not Service.objects.get(organisation=retired).accepts_referrals
    assert Office.objects.get(code="MAC-VEN").is_open is False
    assert date(2027, 1, 1) not in codelists.holidays()
    assert Holiday.objects.get(code="2027-01-01").valid_to == LATER
    assert Protocol.objects.get(code="PW-RET").valid_to == LATER
    assert [p.code for p in governance.protocols_for([Profile.objects.get(code="VP-RETOR")], LATER)] == ["PW-GEN"]
    assert not load(folder, on=LATER)


@pytest.mark.django_db
def test_an_institution_that_was_renamed_keeps_its_former_name(folder):
    load(folder)
    change(folder / "reference/institutions.csv", lambda rows: said(rows, "CAPS").update(name_es="Centro Psicosocial"))
    load(folder, on=LATER)
    assert Organisation.objects.get(code="CAPS").name == "Centro Psicosocial"
    names = RegisterEntry.objects.filter(code="CAPS").values_list("label_es", "valid_to")
    assert list(names) == [("Centro de Atención Psicosocial", LATER), ("Centro Psicosocial", None)]


@pytest.mark.django_db
def test_what_somebody_wrote_by_hand_stays(folder):
    load(folder)
    fields = {"label_es": "Nombre de la oficina", "family": "needs", "default_urgency": "ORDINARY"}
    write_profile("VP-RETOR", fields={**fields, "sensitivity": "ORDINARY"}, on=TODAY)
    write_profile("VP-NUEVO", fields={**fields, "sensitivity": "ORDINARY"}, on=TODAY)
    Service.objects.filter(code="SJM-GEN").update(accepts_referrals=False)
    change(folder / "reference/vulnerability_profiles.csv", lambda rows: said(rows, "VP-RETOR").update(label_es="Otro"))
    report = load(folder, on=LATER)
    assert (report.made, report.kept_by_hand) == (0, 1)
    assert "1 written by hand" in str(report)
    assert codelists.by_code(Profile, "VP-RETOR").label_es == "Nombre de la oficina"
    assert codelists.by_code(Profile, "VP-NUEVO").version == 1
    assert not Service.objects.get(code="SJM-GEN").accepts_referrals


@pytest.mark.django_db
def test_free_text_that_no_table_knows_keeps_its_text_and_is_listed(folder):
    def unknown(rows):
        step = said(rows, "PW-RET-3")
        step.update(deadline_text_es="cuando se pueda", deadline_hours="100", consent_rule="según", urgency="ya")
        step.update(confidence="casi seguro", legal_basis="Ley 99999; DL 1350")

    change(folder / "reference/referral_pathways.csv", unknown)
    change(folder / "profiles_extra.csv", drop("VP-OTRO"))
    load(folder)
    step = ProtocolStep.objects.get(code="PW-RET-3")
    assert (step.deadline_text, step.deadline_amount, step.deadline_unit) == ("cuando se pueda", 100, "HOURS")
    assert (step.consent_rule, step.consent_text) == ("UNKNOWN", "según")
    assert (step.urgency, step.urgency_text, step.confidence) == ("ORDINARY", "ya", "casi seguro")
    assert [norm.code for norm in step.norms.all()] == ["DL1350"]
    assert codelists.by_code(Profile, "VP-OTRO").sensitivity == "PROTECTED"
    listed = {(row.column, row.text) for row in UnmatchedText.objects.all()}
    assert {("deadline_text_es", "cuando se pueda"), ("consent_rule", "según"), ("urgency", "ya")} <= listed
    assert {("confidence", "casi seguro"), ("legal_basis", "Ley 99999"), ("code", "VP-OTRO")} <= listed

    shutil.copytree(settings.BASE_DIR / "data", folder, dirs_exist_ok=True)
    load(folder, on=LATER)
    assert "cuando se pueda" not in {row.text for row in UnmatchedText.objects.all()}


@pytest.mark.django_db(transaction=True)
def test_two_set_ups_at_once_have_one_result():
    failures: list[BaseException] = []
    start = threading.Barrier(2)
    reports = []

    def set_up() -> None:
        try:
            start.wait()
            reports.append(load())
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=set_up) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(map(bool, reports)) == [False, True]
    assert Territory.objects.count() == 2112
    assert Protocol.objects.count() == 17
