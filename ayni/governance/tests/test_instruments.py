"""The register of norms, policies, plans, spaces and recommendations."""

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from ayni.codelists import queries as codelists
from ayni.codelists.models import LegalNorm
from ayni.codelists.tests.factories import LegalNormFactory, TerritoryFactory
from ayni.governance import actions, queries
from ayni.governance.models import FollowUp, Instrument
from ayni.governance.rules import instruments as rules
from ayni.lib.written import CannotOverwrite, mark_of_row

from .factories import GapFactory, OrganisationFactory, ProtocolFactory, StepFactory

pytestmark = pytest.mark.django_db
TODAY = localdate


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def post(client, address, **data):
    return client.post(address, {"once": str(uuid.uuid4()), **data}, follow=True)


def parts(day: date, name: str) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def register(by, *, track="PROPOSAL", since=None, **other):
    fields = {"kind": "DIRECTIVE", "title": "Atención de emergencia", "level": "INSTITUTION", **other}
    return actions.register_instrument(
        track=track, since=since or localdate(), fields=rules.InstrumentFields(**fields), by=by, at=now()
    )


def carry_on(instrument, state, by, *, on=None, document="Oficio 1-2026"):
    return actions.carry_on_instrument(
        instrument=instrument, state=state, on=on or localdate(), by_whom="OGAJ", note="", document=document, by=by,
        at=now(),
    )  # fmt: skip


def test_a_proposal_goes_from_being_drafted_to_being_a_norm_that_a_step_can_name(client, marta):
    gap = GapFactory(owner=marta)
    LegalNormFactory(code="L1", topic="salud", label_es="Ley", number="1")
    proposal = register(marta, gap=gap, topic="salud", reference="El Peruano")
    gap.refresh_from_db()
    assert gap.state == "PROPOSED"
    for state in ("CONSULTED", "LEGAL_OPINION", "PRESENTED", "ENACTED", "PUBLISHED"):
        proposal = carry_on(proposal, state, marta)
    norm = actions.enter_norm(
        instrument=proposal, fields=rules.NormFields("001-2026", 2026, "Directiva de emergencia", "salud"),
        changes=None, by=marta, at=now(),
    )  # fmt: skip
    assert (norm.code, norm.kind, norm.added_by_hand, norm.version) == (proposal.code, "directiva", True, 1)
    client.force_login(marta)
    page = words(client.get(f"/registro-normativo/{proposal.code}/"))
    for part in ("Publicada", "Con opinión legal en curso", "OGAJ", "Oficio 1-2026", "Directiva 001-2026", gap.code):
        assert part in page
    assert "Directiva de emergencia" in words(client.get("/normas/?tema=salud"))
    assert proposal.code in words(client.get(f"/normas/{norm.code}/"))


def test_of_two_who_change_a_proposal_at_once_the_second_is_told(marta):
    proposal, gap = register(marta, study="Antes"), GapFactory(owner=marta)
    fields = rules.InstrumentFields(kind="DIRECTIVE", title="Atención de emergencia", level="INSTITUTION", study="Uno")
    seen = mark_of_row(proposal, fields.__dataclass_fields__)
    said = {"instrument": proposal, "by": marta, "at": now()}
    actions.describe_instrument(fields=replace(fields, gap=gap), seen=seen, **said)
    with pytest.raises(CannotOverwrite):
        actions.describe_instrument(fields=replace(fields, study="Dos"), seen=seen, **said)
    gap.refresh_from_db()
    assert (Instrument.objects.get().study, gap.state) == ("Uno", "PROPOSED"), "also when it names its gap only later"


def test_a_norm_that_replaces_another_is_its_next_version(marta):
    old = LegalNormFactory(code="DIR1", number="1-2020", label_es="Antes")
    proposal = carry_on(carry_on(register(marta), "PRESENTED", marta), "PUBLISHED", marta)
    norm = actions.enter_norm(
        instrument=proposal, fields=rules.NormFields("2-2026", 2026, "Ahora", "salud"), changes=old, by=marta, at=now()
    )
    old.refresh_from_db()
    assert (norm.code, norm.version, old.valid_to) == ("DIR1", old.version + 1, localdate())
    assert codelists.by_code(LegalNorm, "DIR1").label_es == "Ahora"
    with pytest.raises(rules.CannotChangeInstrument, match="Ya está"):
        actions.enter_norm(
            instrument=proposal, fields=rules.NormFields("2", 2026, "x", "x"), changes=None, by=marta, at=now()
        )


def test_only_what_is_approved_and_is_a_norm_enters_the_list(marta):
    fields = rules.NormFields("1", 2026, "x", "salud")
    with pytest.raises(rules.CannotChangeInstrument, match="Aún no está aprobada"):
        actions.enter_norm(instrument=register(marta), fields=fields, changes=None, by=marta, at=now())
    plan = register(marta, kind="PLAN")
    plan = carry_on(carry_on(plan, "PRESENTED", marta), "PUBLISHED", marta)
    with pytest.raises(rules.CannotChangeInstrument, match="no un plan"):
        actions.enter_norm(instrument=plan, fields=fields, changes=None, by=marta, at=now())


def test_a_change_of_state_needs_the_table_a_day_and_a_document(marta):
    proposal = register(marta, since=localdate() - timedelta(days=10))
    for state, other, says in (
        ("PUBLISHED", {}, "no pasa a ese"),
        ("PRESENTED", {"document": " "}, "Nombre el documento"),
        ("CONSULTED", {"on": localdate() + timedelta(days=1)}, "aún no llega"),
        ("CONSULTED", {"on": localdate() - timedelta(days=20)}, "anterior"),
    ):
        with pytest.raises(rules.CannotChangeInstrument, match=says):
            carry_on(proposal, state, marta, **other)
    assert not FollowUp.objects.exists()


def test_every_state_of_a_track_can_be_reached_and_leads_only_to_its_own():
    for track, table in rules.NEXT.items():
        reached, todo = set(), [rules.START[track]]
        while todo:
            state = todo.pop()
            reached.add(state)
            todo += [after for after in table[state] if after not in reached]
        assert reached == set(table), track


def test_a_recommendation_and_a_space_have_their_own_ways(marta):
    with pytest.raises(rules.CannotChangeInstrument, match="recomendación"):
        register(marta, kind="RECOMMENDATION")
    with pytest.raises(rules.CannotChangeInstrument, match="espacio"):
        register(marta, kind="SPACE")
    advice = register(marta, kind="RECOMMENDATION", track="ADVICE")
    advice = carry_on(advice, "TAKEN_UP", marta)
    assert carry_on(advice, "CARRIED_OUT", marta).state == "CARRIED_OUT"
    assert register(marta, kind="SPACE", track="EXISTING").state == "IN_FORCE"


def test_a_local_plan_says_what_is_in_it_about_migration(client, marta):
    TerritoryFactory(code="24", label_es="Tumbes", level="DEPARTMENT", department_code="24")
    client.force_login(marta)
    typed = {
        "kind": "PLAN", "track": "EXISTING", "title": "Plan regional de Tumbes", "level": "REGIONAL",
        "department": "24", "migration": "PARTLY", "migration_note": "Se nombra, sin presupuesto",
        "objectives": "Integrar\n\nProteger", **parts(date(2024, 1, 1), "since"),
    }  # fmt: skip
    page = words(post(client, "/registro-normativo/nuevo/", **typed))
    for part in ("Plan regional de Tumbes", "Se menciona, sin acciones ni presupuesto", "Integrar", "Tumbes"):
        assert part in page
    assert "Plan regional de Tumbes" in words(client.get("/registro-normativo/?migration=PARTLY&department=24"))
    assert "Nada es así" in words(client.get("/registro-normativo/?migration=YES"))
    code = Instrument.objects.get().code
    form = client.get(f"/registro-normativo/{code}/cambiar/").content.decode()
    assert "Se nombra, sin presupuesto" in form
    assert "2025-2028" in words(
        post(client, f"/registro-normativo/{code}/cambiar/", **typed | {"version": "2025-2028"})
    )


def test_a_proposal_begins_from_its_gap(client, marta):
    gap = GapFactory(owner=marta)
    client.force_login(marta)
    form = client.get(f"/registro-normativo/nuevo/?brecha={gap.code}").content.decode()
    assert f'<option value="{gap.code}" selected>' in form
    assert client.get("/registro-normativo/nuevo/?brecha=BR-NADA").status_code == 200


def test_a_space_has_its_meetings_and_a_policy_its_reviews(client, marta):
    space = register(marta, kind="SPACE", track="EXISTING", title="Mesa regional")
    client.force_login(marta)
    address = f"/registro-normativo/{space.code}/seguimiento/"
    day = parts(localdate(), "on")
    page = words(post(client, address, kind="MEETING", by_whom="GORE Tumbes", note="Se incluyó movilidad", **day))
    assert "Reunión o sesión" in page
    assert "Se incluyó movilidad" in page
    page = words(post(client, address, kind="REVIEW", by_whom="UIM", approaches=["gender"], **day))
    assert "Elija" in page, "a review says what it came to"
    page = words(post(client, address, kind="REVIEW", finding="CHANGE", by_whom="UIM", approaches=["gender"], **day))
    assert "Debe cambiarse" in page
    assert "Género" in page
    early = parts(localdate() - timedelta(days=1), "next_on")
    assert "después de esta" in words(post(client, address, kind="NOTE", by_whom="UIM", **day, **early))


def test_a_norm_of_the_list_is_reviewed_with_the_steps_that_rest_on_it(client, marta):
    norm = LegalNormFactory(code="L28950", number="28950", topic="trata", label_es="Ley contra la trata")
    step = StepFactory(protocol=ProtocolFactory(code="PW-TRATA", name="Trata"), action_es="Denunciar")
    step.norms.add(norm)
    client.force_login(marta)
    assert "Denunciar" in words(client.get("/normas/L28950/"))
    typed = {"finding": "KEEP", "by_whom": "UIM", "approaches": ["childhood"], **parts(localdate(), "on")}
    page = words(post(client, "/normas/L28950/revisar/", **typed))
    assert "Queda como está" in page
    assert [row.reviewed_on for row in queries.norms("trata")] == [localdate()]
    assert "Trata de personas" in words(client.get("/normas/"))
    assert client.get("/normas/NADA/").status_code == 404


def test_the_way_of_a_state_on_its_page(client, marta):
    proposal = register(marta)
    client.force_login(marta)
    address = f"/registro-normativo/{proposal.code}/estado/"
    page = words(post(client, address, state="PRESENTED", by_whom="DPM", document="", **parts(localdate(), "on")))
    assert "Nombre el documento" in page
    page = words(post(client, address, state="CONSULTED", by_whom="DPM", document="", **parts(localdate(), "on")))
    assert "En consulta" in page


@pytest.mark.parametrize("who", ["rosa", "tomas"])
def test_others_read_the_register_and_do_not_write_it(client, request, marta, who):
    found = register(marta)
    client.force_login(request.getfixturevalue(who))
    assert client.get("/registro-normativo/").status_code == 200
    assert "Cambiar su estado" not in words(client.get(f"/registro-normativo/{found.code}/"))
    for page in ("estado/", "seguimiento/", "cambiar/", "norma/"):
        assert client.get(f"/registro-normativo/{found.code}/{page}").status_code == 403


def test_pages_of_the_register_stay_within_twelve_statements(client, marta, django_assert_max_num_queries):
    OrganisationFactory(code="UIM")
    made = [register(marta, gap=GapFactory(owner=marta)) for _ in range(4)]
    carry_on(made[0], "CONSULTED", marta)
    LegalNormFactory(code="L1")
    client.force_login(marta)
    for address in ("/registro-normativo/", f"/registro-normativo/{made[0].code}/", "/normas/", "/normas/L1/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
