"""The next version of the catalogue: written by one, approved by another; and a regime that exists by pages alone."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import override

from ayni.access.permissions import Role
from ayni.access.tests.factories import OrganisationFactory, UserFactory
from ayni.audit.models import Event
from ayni.governance.rules.drafting import CannotApprove, CannotWrite
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.models import CatalogueDraft, Procedure, RouteRule
from ayni.procedures.queries import catalogue, routes
from ayni.procedures.queries import catalogue_drafts as queries
from ayni.procedures.rules.catalogue import Facts
from ayni.procedures.rules.questions import Answers

from .factories import ApplicationFactory, FeeFactory, ProcedureFactory, RegimeFactory, RequirementFactory

pytestmark = pytest.mark.django_db
PROCEDURE, REGIME = CatalogueDraft.Kind.PROCEDURE, CatalogueDraft.Kind.REGIME


@pytest.fixture
def pair(world):
    return [UserFactory(username=f"sup{n}", organisation=world.uim, roles=[Role.SUPERVISOR]) for n in (1, 2)]


@pytest.fixture
def in_force():
    procedure = ProcedureFactory(legal_basis="DL 1350", source="TUPA")
    RequirementFactory(procedure=procedure, order=1, label_es="Pasaporte")
    FeeFactory(procedure=procedure)
    RouteRule.objects.create(
        code="RT-ESP-1", version=1, valid_from=date(2022, 1, 1), label_es="Tiene CPP", confidence="high",
        procedure_code=procedure.code, effect="possible", when="situation in CPP", legal_basis="DL 1350",
    )  # fmt: skip
    return procedure


def begun(by, **content):
    draft = actions.start_draft(kind=PROCEDURE, code="PR-CCM-ESP", by=by, at=now())
    return actions.describe_draft(
        draft=draft, seen=draft.revision, content=content, reason="Sube el costo", valid_from=None, by=by, at=now()
    )


def submitted(by, **content):
    draft = begun(by, **content)
    return actions.submit_draft(draft=draft, seen=draft.revision, by=by, at=now())


def test_an_approved_draft_is_the_next_version_and_applications_keep_theirs(world, pair, in_force):
    writer, approver = pair
    application = ApplicationFactory(procedure=in_force, person=PersonFactory(registered_by=world.lia))
    draft = begun(writer, label_es="Especial Residente", statutory_days=20)
    fee = draft.content["fees"][0] | {"amount": "45.00"}
    draft = actions.write_part(draft=draft, part="fees", place=0, seen=draft.revision, fields=fee, by=writer, at=now())
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=writer, at=now())
    draft = actions.approve_draft(draft=draft, seen=draft.revision, by=approver, at=now())

    old, new = Procedure.objects.filter(code="PR-CCM-ESP").order_by("version")
    assert (old.valid_to, new.version, new.label_es, new.added_by_hand) == (localdate(), 2, "Especial Residente", True)
    assert catalogue.statutory_days(new) == (20, True)
    assert [str(fee.amount) for fee in new.fees.all()] == ["45.00"]
    assert [row.label_es for row in new.requirements.all()] == ["Pasaporte"]
    assert [row.version for row in RouteRule.objects.filter(code="RT-ESP-1")] == [1]
    application.refresh_from_db()
    assert application.procedure == old
    assert str(old.fees.get().amount) == "40.60"
    assert (draft.version, draft.approved_by) == (2, approver)
    assert Event.objects.filter(verb="catalogue.version_made").count() == 1


def test_nobody_approves_what_they_wrote(pair, in_force):
    draft = submitted(pair[0])
    with pytest.raises(CannotApprove):
        actions.approve_draft(draft=draft, seen=draft.revision, by=pair[0], at=now())
    assert Procedure.objects.count() == 1


def test_whoever_changes_a_word_becomes_an_author(pair, in_force):
    draft = submitted(pair[0])
    draft = actions.describe_draft(
        draft=draft, seen=draft.revision, content={"note": "Otra"}, reason="Sí", valid_from=None, by=pair[1], at=now()
    )
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=pair[0], at=now())
    with pytest.raises(CannotApprove):
        actions.approve_draft(draft=draft, seen=draft.revision, by=pair[1], at=now())


def test_words_that_changed_since_they_were_read_are_not_approved(pair, in_force):
    draft = submitted(pair[0])
    seen = draft.revision
    draft = actions.describe_draft(
        draft=draft, seen=seen, content={"note": "Otra"}, reason="Sí", valid_from=None, by=pair[0], at=now()
    )
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=pair[0], at=now())
    with pytest.raises(CannotApprove):
        actions.approve_draft(draft=draft, seen=seen, by=pair[1], at=now())


def test_of_two_who_write_at_once_the_second_is_told(pair, in_force):
    draft = begun(pair[0])
    said = {"draft": draft, "seen": draft.revision, "content": {}, "reason": "", "valid_from": None, "at": now()}
    actions.describe_draft(**said, by=pair[0])
    with pytest.raises(CannotWrite):
        actions.describe_draft(**said, by=pair[1])


def test_a_draft_beside_a_version_that_came_meanwhile_is_not_approved(pair, in_force):
    draft = submitted(pair[0])
    Procedure.objects.filter(pk=in_force.pk).update(valid_to=localdate())
    ProcedureFactory(code="PR-CCM-ESP", version=2)
    with pytest.raises(CannotWrite):
        actions.approve_draft(draft=draft, seen=draft.revision, by=pair[1], at=now())


def test_no_version_begins_before_the_one_that_was_approved_for_later(pair, in_force):
    draft, later = begun(pair[0]), localdate() + timedelta(days=30)
    draft = actions.describe_draft(
        draft=draft, seen=draft.revision, content={}, reason="Sí", valid_from=later, by=pair[0], at=now()
    )
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=pair[0], at=now())
    actions.approve_draft(draft=draft, seen=draft.revision, by=pair[1], at=now())
    sooner = submitted(pair[0])
    with pytest.raises(CannotApprove, match="empieza después"):
        actions.approve_draft(draft=sooner, seen=sooner.revision, by=pair[1], at=now())
    assert [row.version for row in Procedure.objects.in_force(localdate())] == [1]
    assert [row.version for row in Procedure.objects.in_force(later)] == [2]


def test_describing_it_again_keeps_the_days_that_stand_in_it(client, pair, in_force):
    draft = begun(pair[0], opens_on="2026-05-02", closes_on="2026-11-30")
    client.force_login(pair[0])
    form = client.get(f"/tramites/catalogo/borradores/{draft.pk}/describir/").context["form"]
    assert (form["opens_on"].value(), form["closes_on"].value()) == (date(2026, 5, 2), date(2026, 11, 30))


def test_one_draft_at_a_time(pair, in_force):
    begun(pair[0])
    with pytest.raises(CannotWrite):
        begun(pair[1])


def test_a_sent_back_draft_is_written_again(pair, in_force):
    draft = submitted(pair[0])
    draft = actions.return_draft(draft=draft, note="Falta la norma", by=pair[1], at=now())
    assert (draft.state, draft.returned_note) == ("WRITING", "Falta la norma")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"legal_basis": " "}, "base legal"),
        ({"opens_on": "2026-05-02", "closes_on": "2026-05-01"}, "antes de abrir"),
        ({"regime": ""}, "régimen"),
        ({"authority": ""}, "quién resuelve"),
        ({"requirements": []}, "requisito"),
        ({"rules": []}, "regla"),
    ],
)
def test_what_is_missing_is_said_before_it_is_submitted(pair, in_force, content, said):
    draft = begun(pair[0], **content)
    assert any(said in sentence for sentence in queries.missing(draft, localdate()))
    with pytest.raises(CannotWrite):
        actions.submit_draft(draft=draft, seen=draft.revision, by=pair[0], at=now())


@pytest.mark.parametrize("code", ["CPP26", "PR-", "PR-cpp", "REG-X1", "PR-CCM-ESP"])
def test_a_code_has_its_shape_and_is_free(pair, in_force, code):
    with pytest.raises(CannotWrite):
        actions.start_new_draft(kind=PROCEDURE, code=code, label_es="X", by=pair[0], at=now())


def test_a_rule_that_is_taken_out_ends_and_a_changed_one_is_a_new_version(pair, in_force):
    draft = begun(pair[0])
    changed = draft.content["rules"][0] | {"when": "situation in CPP; months >= 6"}
    added = {"says": "Tuvo PTP", "when": "situation in PTP", "confidence": "medium"}
    for place, fields in [(0, changed), (None, added)]:
        draft = actions.write_part(
            draft=draft, part="rules", place=place, seen=draft.revision, fields=fields, by=pair[0], at=now()
        )
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=pair[0], at=now())
    actions.approve_draft(draft=draft, seen=draft.revision, by=pair[1], at=now())
    current = {row.code: (row.version, row.when) for row in RouteRule.objects.current()}
    assert current == {
        "RT-ESP-1": (2, "situation in CPP; months >= 6"), "RT-CCM-ESP-H1": (1, "situation in PTP"),
    }  # fmt: skip

    draft = begun(pair[0])
    draft = actions.remove_part(draft=draft, part="rules", place=0, seen=draft.revision, by=pair[0], at=now())
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=pair[0], at=now())
    actions.approve_draft(draft=draft, seen=draft.revision, by=pair[1], at=now())
    assert RouteRule.objects.current().count() == 1


def test_a_condition_that_cannot_be_read_is_not_written(pair, in_force):
    draft = begun(pair[0])
    with pytest.raises(CannotWrite, match="una de las preguntas"):
        actions.write_part(
            draft=draft, part="rules", place=None, seen=draft.revision, fields={"says": "X", "when": "colour in RED"},
            by=pair[0], at=now(),
        )  # fmt: skip


def test_procedures_follow_the_new_version_of_their_regime(pair):
    procedure = ProcedureFactory(regime=RegimeFactory(legal_basis="DL 1350"))
    draft = actions.start_draft(kind=REGIME, code="REG-RES", by=pair[0], at=now())
    draft = actions.describe_draft(
        draft=draft, seen=1, content={"closes_on": "2020-01-01"}, reason="Cerró", valid_from=None, by=pair[0], at=now()
    )
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=pair[0], at=now())
    actions.approve_draft(draft=draft, seen=draft.revision, by=pair[1], at=now())
    procedure.refresh_from_db()
    assert procedure.regime.version == 2
    assert not catalogue.open_procedures(localdate()).exists()


# A regime that exists by pages alone


def post(client, address, **data):
    return client.post(address, {"once": str(uuid.uuid4()), **data}, follow=True)


def words(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def write(client, url_name, *args, **data):
    draft = CatalogueDraft.objects.order_by("-pk").first()
    address = reverse(f"procedures:{url_name}", args=[draft.pk, *args])
    page = post(client, address, revision=draft.revision, **data)
    assert page.redirect_chain, words(page)
    return page


def approve(client, by):
    client.force_login(by)
    assert "waiting" not in words(write(client, "approve-catalogue-draft"))
    assert CatalogueDraft.objects.order_by("-pk").first().state == "APPROVED"


def test_a_regime_written_on_pages_works_from_the_catalogue_to_an_application(client, world, pair):
    writer, approver = pair
    OrganisationFactory(code="MIGRACIONES")
    known = {"legal_basis": "DS 001-2026-IN", "source": "El Peruano", "confidence": "high"}
    client.force_login(writer)
    post(client, "/tramites/catalogo/borradores/nuevo/", kind="REGIME", label_es="CPP 2026", code="reg-cpp26")
    write(client, "describe-catalogue-draft", label_es="CPP 2026", **known)
    write(client, "submit-catalogue-draft")
    approve(client, approver)

    client.force_login(writer)
    post(client, "/tramites/catalogo/borradores/nuevo/", kind="PROCEDURE", label_es="CPP 2026", code="PR-CPP26")
    write(
        client, "describe-catalogue-draft", label_es="CPP 2026 (regularización)", regime="REG-CPP26",
        authority="MIGRACIONES", is_open="yes", silence="UNKNOWN", statutory_days=15, steps="registro\nentrega",
        **known,
    )  # fmt: skip
    asked = {"kind": "DOCUMENT", "mandatory": "yes", "source": "El Peruano", "confidence": "high"}
    write(client, "add-catalogue-part", "requisitos", label_es="Documento", applies="EVERYBODY", accepts="CIE", **asked)
    write(client, "add-catalogue-part", "requisitos", label_es="Partida", applies="CHILDREN", **asked)
    write(client, "add-catalogue-part", "costos", applies="EVERYBODY", amount="50.00", confidence="high")
    write(
        client, "add-catalogue-part", "reglas", says="Ingresó antes de julio de 2026.", effect="possible",
        when="situation in OVERSTAY|NO_CONTROL; entered <= 2026-06-30", **known,
    )  # fmt: skip
    write(client, "submit-catalogue-draft")
    approve(client, approver)

    assert "CPP 2026 (regularización)" in words(client.get("/tramites/catalogo/"))
    page = words(client.get("/tramites/catalogo/tramite/PR-CPP26/"))
    assert "S/ 50.00" in page
    assert "15 días hábiles" in page
    assert "Partida" in page
    said = {
        "situation": "NO_CONTROL",
        "entered_day": "1",
        "entered_month": "6",
        "entered_year": "2026",
        "documents": "CIE",
    }
    found = words(client.post("/tramites/ruta/", said | {"age": "30"}))
    assert "Ingresó antes de julio de 2026." in found
    assert "S/ 50.00" in found

    procedure = Procedure.objects.get(code="PR-CPP26")
    assert procedure in catalogue.open_procedures(localdate())
    assert [row.label_es for row in catalogue.requirements_for(procedure, facts=Facts(age=30))] == ["Documento"]
    assert ApplicationFactory(procedure=procedure, person=PersonFactory(registered_by=world.lia)).is_open
    route = routes.find(Answers(today=localdate(), situation="OVERSTAY", entered=date(2026, 7, 1)))
    assert route.possible == []


def test_pages_of_drafts_are_for_whoever_keeps_the_catalogue(client, world, pair, in_force):
    draft = begun(pair[0])
    for who in (world.rosa, world.lia, world.elsa):
        client.force_login(who)
        assert client.get(f"/tramites/catalogo/borradores/{draft.pk}/").status_code == 403
        assert client.get("/tramites/catalogo/borradores/").status_code == 403


def test_what_changes_is_shown_to_whoever_approves(client, pair, in_force):
    draft = begun(pair[0], label_es="Otro nombre")
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=pair[0], at=now())
    client.force_login(pair[1])
    page = words(client.get(f"/tramites/catalogo/borradores/{draft.pk}/"))
    assert "Otro nombre" in page
    assert "Cambio de calidad migratoria: Especial Residente" in page
    assert "Apruébelo" in page or "Aprobar" in page


def test_a_part_that_is_not_there_is_404(client, pair, in_force):
    draft = begun(pair[0])
    client.force_login(pair[0])
    stem = f"/tramites/catalogo/borradores/{draft.pk}/parte/"
    assert client.get(f"{stem}requisitos/1/").status_code == 200
    for end in ("requisitos/2/", "requisitos/0/", "costos/9/", "nada/", "nada/1/"):
        assert client.get(stem + end).status_code == 404


def test_whoever_approves_reads_every_change_in_words(client, pair, in_force):
    """Two requirements of one name do not hide each other, and what stops being received says so."""
    writer, approver = pair
    RequirementFactory(procedure=in_force, order=2, label_es="Pasaporte", applies="CHILDREN")
    draft = begun(writer, is_open=False, closes_on="2027-02-28", silence="NEGATIVE")
    changed = draft.content["requirements"][0] | {"mandatory": False, "kind": "DECLARATION"}
    draft = actions.write_part(
        draft=draft, part="requirements", place=0, seen=draft.revision, fields=changed, by=writer, at=now()
    )
    with override("es"):
        told = {one.place: (one.before, one.after) for one in queries.changes(draft)}
    assert told["is_open"] == ("Sí", "No")
    assert told["closes_on"] == ("", "28 feb 2027")
    assert told["silence"][1] == "Se entiende denegada: se puede impugnar"
    before, after = told["requirements: Pasaporte"]
    assert "Solo si lo hay" in after
    assert "Solo si lo hay" not in before
    assert "Una declaración jurada" in after
    client.force_login(approver)
    page = client.get(reverse("procedures:catalogue-draft", args=[draft.pk])).text
    assert "28 feb 2027" in page
    assert "NEGATIVE" not in page


def test_a_rule_without_a_norm_of_its_own_ends_with_its_code(client, lia, in_force):
    RouteRule.objects.filter(code="RT-ESP-1").update(legal_basis="")
    client.force_login(lia)
    page = client.get(reverse("procedures:procedure", args=[in_force.code])).text
    assert re.search(r"RT-ESP-1\s*<", page)
