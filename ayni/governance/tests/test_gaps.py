"""The register of gaps: opened, carried on, closed."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.audit.models import Event
from ayni.codelists.models import NeedSector
from ayni.codelists.tests.factories import SINCE, LegalNormFactory, ProfileFactory, TerritoryFactory
from ayni.codelists.tests.test_rights import HumanRightFactory
from ayni.governance import actions, hooks
from ayni.governance.models import Gap, Instrument, Protocol, ProtocolDraft
from ayni.governance.rules import gaps as rules

from .factories import GapFactory, OrganisationFactory, ProtocolFactory

pytestmark = pytest.mark.django_db


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def post(client, address, **data):
    return client.post(address, {"once": str(uuid.uuid4()), **data}, follow=True)


@pytest.fixture
def lists():
    cache.clear()
    for code, label in (("RT-SAL", "Salud"), ("RT-VID", "Vida")):
        HumanRightFactory(code=code, label_es=label)
    ProfileFactory(code="VP-SALUD", label_es="Enfermedad crítica")
    TerritoryFactory(code="24", label_es="Tumbes", level="DEPARTMENT", department_code="24")
    OrganisationFactory(code="SIS", name="Seguro Integral de Salud")
    NeedSector.objects.create(code="SALUD", label_es="Salud", valid_from=SINCE)
    LegalNormFactory(code="L29344", number="29344", label_es="Aseguramiento universal", topic="salud")


TYPED = {
    "title": "Se niega la emergencia sin documento", "kind": "NORM_IGNORED", "what_fails": "Piden carné en emergencia.",
    "profile": "VP-SALUD", "department": "24", "institution": "SIS", "need": "SALUD", "right": "Salud",
    "norm": "L29344",
}  # fmt: skip


def test_a_caseworker_opens_a_gap_and_sees_to_it(client, rosa, lists):
    client.force_login(rosa)
    page = words(post(client, "/brechas/nueva/", **TYPED))
    gap = Gap.objects.get()
    assert re.fullmatch(r"BR-\d{4}-0001", gap.code)
    assert (gap.owner, gap.state, gap.territory.code) == (rosa, "OPEN", "24")
    for part in ("Se niega la emergencia sin documento", "Abierta", "Enfermedad crítica", "Tumbes", "29344",
                 "Nada que se pueda contar la muestra todavía"):  # fmt: skip
        assert part in page
    assert Event.objects.get(verb="gap.opened").details == {"code": gap.code, "kind": "NORM_IGNORED"}


def test_codes_count_within_the_year(rosa):
    fields = rules.GapFields(title="x", kind="NO_NORM", what_fails="x")
    first, second = (actions.open_gap(fields=fields, by=rosa, at=now()) for _ in range(2))
    assert (first.code[-4:], second.code[-4:]) == ("0001", "0002")


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, rosa, lists):
    client.force_login(rosa)
    page = post(client, "/brechas/nueva/", **TYPED | {"title": ""})
    assert "La brecha en una línea" in words(page)
    assert "Piden carné en emergencia." in page.content.decode()
    assert not Gap.objects.exists()


def test_it_is_changed_and_the_trail_says_which_columns(client, rosa, lists):
    client.force_login(rosa)
    post(client, "/brechas/nueva/", **TYPED)
    gap = Gap.objects.get()
    form = client.get(f"/brechas/{gap.code}/cambiar/").content.decode()
    assert '<option value="24" selected>' in form
    post(client, f"/brechas/{gap.code}/cambiar/", **TYPED | {"right": "Vida", "institution": ""})
    gap.refresh_from_db()
    assert (gap.right, gap.institution) == ("Vida", None)
    assert Event.objects.get(verb="gap.described").details["columns"] == ["institution", "right"]


def test_of_two_who_change_a_gap_at_once_the_second_is_told_and_loses_nothing(client, rosa, lists):
    client.force_login(rosa)
    post(client, "/brechas/nueva/", **TYPED)
    gap = Gap.objects.get()
    page = f"/brechas/{gap.code}/cambiar/"
    seen = re.search(r'name="seen" value="(\w+)"', client.get(page).content.decode())[1]
    post(client, page, **TYPED | {"what_fails": "Lo que vio la primera", "seen": seen})
    again = post(client, page, **TYPED | {"what_fails": "Lo que vio la segunda", "seen": seen}).content.decode()
    gap.refresh_from_db()
    assert gap.what_fails == "Lo que vio la primera"
    assert "guarde una vez más" in again
    assert "Lo que vio la segunda" in again
    fresh = re.search(r'name="seen" value="(\w+)"', again)[1]
    post(client, page, **TYPED | {"what_fails": "Lo que vio la segunda", "seen": fresh})
    gap.refresh_from_db()
    assert gap.what_fails == "Lo que vio la segunda"


def test_the_list_is_narrowed_by_state_profile_place_and_owner(client, rosa, marta, lists):
    client.force_login(rosa)
    post(client, "/brechas/nueva/", **TYPED)
    GapFactory(title="Otra cosa", owner=marta)
    everything = words(client.get("/brechas/"))
    assert "Se niega" in everything
    assert "Otra cosa" in everything
    for query in ("?profile=VP-SALUD", "?department=24", "?institution=SIS", "?mine=on", "?kind=NORM_IGNORED"):
        page = words(client.get(f"/brechas/{query}"))
        assert "Se niega" in page
        assert "Otra cosa" not in page, query
    assert "Ninguna brecha es así" in words(client.get("/brechas/?state=CLOSED"))
    assert client.get("/brechas/?state=NADA&profile=x'").status_code == 200


def test_states_go_as_the_table_says(client, rosa):
    gap = GapFactory(owner=rosa)
    client.force_login(rosa)
    assert "En estudio" in words(post(client, f"/brechas/{gap.code}/estado/", state="STUDIED"))
    assert "Elija" in words(post(client, f"/brechas/{gap.code}/estado/", state="CLOSED"))
    with pytest.raises(rules.CannotChangeGap, match="Alguien se adelantó"):
        actions.carry_on_gap(gap=gap, state="STUDIED", by=rosa, at=now())


def test_it_is_handed_to_a_colleague_who_may_work_on_gaps(client, rosa, julio, lia):
    gap = GapFactory(owner=rosa)
    client.force_login(rosa)
    assert "Ramos Tello" in words(client.get(f"/brechas/{gap.code}/encargar/"))
    post(client, f"/brechas/{gap.code}/encargar/", owner=julio.pk)
    gap.refresh_from_db()
    assert gap.owner == julio
    with pytest.raises(rules.CannotChangeGap):
        actions.hand_over_gap(gap=gap, owner=lia, by=julio, at=now())


def test_whose_role_is_over_is_not_offered_a_gap(client, rosa, julio):
    gap = GapFactory(owner=rosa)
    julio.memberships.update(ends_at=now() - timedelta(minutes=1))
    client.force_login(rosa)
    assert julio.display_name not in words(client.get(f"/brechas/{gap.code}/encargar/"))


def test_mended_by_a_norm_or_a_protocol_only_when_there_is_one(rosa, marta):
    gap = GapFactory(owner=rosa)
    for closing in ("NORM", "PROTOCOL", "DUPLICATE", "PRACTICE"):
        with pytest.raises(rules.CannotChangeGap):
            actions.close_gap(gap=gap, closing=closing, note="", same_as=None, by=rosa, at=now())
    Instrument.objects.create(
        code="PN-2026-0001", kind="DIRECTIVE", track="PROPOSAL", title="x", level="NATIONAL", gap=gap, owner=marta,
        state="PUBLISHED", state_on=now().date(), registered_by=marta, registered_at=now(),
    )  # fmt: skip
    closed = actions.close_gap(gap=gap, closing="NORM", note="", same_as=None, by=rosa, at=now())
    assert (closed.state, closed.closing, closed.closed_by) == ("CLOSED", "NORM", rosa)
    again = actions.reopen_gap(gap=gap, by=rosa, at=now())
    assert (again.state, again.closing) == ("OPEN", "")
    ProtocolDraft.objects.create(
        code="PW-X", name="x", state="APPROVED", protocol=ProtocolFactory(code="PW-X"), gap=gap, started_by=marta,
        started_at=now(),
    )  # fmt: skip
    assert actions.close_gap(gap=gap, closing="PROTOCOL", note="", same_as=None, by=rosa, at=now()).state == "CLOSED"


def test_a_closed_gap_says_how_and_is_not_changed(client, rosa):
    gap, other = GapFactory(owner=rosa), GapFactory(owner=rosa, title="La que cuenta")
    client.force_login(rosa)
    page = words(post(client, f"/brechas/{gap.code}/cerrar/", closing="DUPLICATE", same_as=other.code, note=""))
    assert "Está registrada con otro código" in page
    assert other.code in page
    assert "Cambiar lo escrito" not in page
    with pytest.raises(rules.CannotChangeGap, match="Ábrala de nuevo"):
        actions.describe_gap(gap=gap, fields=rules.GapFields("x", "NO_NORM", "x"), by=rosa, at=now())
    assert "Abrirla de nuevo" in page
    assert "La brecha está abierta de nuevo" in words(post(client, f"/brechas/{gap.code}/reabrir/"))


@pytest.mark.parametrize("who", ["lia", "ines", "ada"])
def test_whoever_has_no_part_in_it_reads_no_gap(client, request, who):
    gap = GapFactory()
    client.force_login(request.getfixturevalue(who))
    assert client.get("/brechas/").status_code == 403
    assert client.get(f"/brechas/{gap.code}/").status_code == 403


def test_an_analyst_reads_and_does_not_write(client, tomas):
    gap = GapFactory()
    client.force_login(tomas)
    page = words(client.get(f"/brechas/{gap.code}/"))
    assert "Cambiar el estado" not in page
    assert client.get("/brechas/nueva/").status_code == 403
    assert client.get("/brechas/BR-2026-9999/").status_code == 404


def test_pages_of_gaps_stay_within_twelve_statements(client, marta, lists, django_assert_max_num_queries):
    client.force_login(marta)
    post(client, "/brechas/nueva/", **TYPED)
    for _ in range(5):
        GapFactory()
    assert len(hooks.GAP_EVIDENCE) >= 2
    for address in ("/brechas/", f"/brechas/{Gap.objects.first().code}/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_a_gap_with_markup_is_only_text(client, marta):
    gap = GapFactory(title="<script>alert(1)</script>", what_fails="<b>x</b>")
    client.force_login(marta)
    body = client.get(f"/brechas/{gap.code}/").content.decode()
    assert "<script>alert" not in body
    assert "<b>x</b>" not in body


def test_from_a_gap_to_the_version_that_mends_it(client, world, marta):
    gap = GapFactory(owner=marta)
    client.force_login(UserFactory(username="sup", organisation=world.uim, roles=[Role.SUPERVISOR]))
    ProtocolDraft.objects.create(
        code="PW-X", name="Salud", state="APPROVED", gap=gap, started_by=marta, started_at=now(),
        protocol=ProtocolFactory(code="PW-X", name="Salud", version=2),
    )  # fmt: skip
    page = words(client.get(f"/brechas/{gap.code}/"))
    assert "Versión 2, rige desde el" in page
    assert "antes y después" in page
    assert Protocol.objects.count() == 1
