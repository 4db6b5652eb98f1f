"""What staff see of releases, and what they do there."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import reverse

from ayni.observatory import actions, releasing
from ayni.observatory.models import Planned, Release, State
from ayni.observatory.release_page import stocks_called
from tests.test_release_verbs import (  # noqa: F401
    AT,
    announced,
    facts,
    nora,
    prepared,
    tidy,
)

pytestmark = pytest.mark.django_db
LIST = "/observatorio/entregas/gestion/"


def text(response: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))  # type: ignore[attr-defined]


@pytest.fixture
def on_the_fifth(time_machine: object) -> None:
    time_machine.move_to(AT)  # type: ignore[attr-defined]


def test_an_analyst_announces_and_prepares_and_two_supervisors_publish(client, facts, on_the_fifth, tomas, marta, nora):  # noqa: F811
    client.force_login(tomas)
    day = {"day_day": "10", "day_month": "11", "day_year": "2026"}
    assert client.post(f"{LIST}anunciar/", {"period": "2026-10", **day, "once": uuid4()}).url == LIST
    assert Planned.objects.get().period == "2026-10"
    assert client.post(f"{LIST}preparar/", {"period": "2026-10", "once": uuid4()}).url == LIST
    one = Release.objects.get()
    page = reverse("observatory:release", args=[one.pk])
    assert "Se está preparando" in text(client.get(page))
    actions.prepare_waiting(at=AT)
    assert "Firmar esta entrega" not in text(client.get(page))
    for user in (marta, nora):
        client.force_login(user)
        assert "Firmar esta entrega" in text(client.get(page))
        one.refresh_from_db()
        client.post(f"{page}firmar/", {"seen": one.checksum, "once": uuid4()})
    client.post(f"{page}publicar/", {"once": uuid4()})
    one.refresh_from_db()
    assert one.state == State.PUBLISHED
    assert "Está bajo embargo" in text(client.get(page))


def test_the_page_says_what_each_gate_did_in_cells_and_why(client, prepared, marta):  # noqa: F811
    client.force_login(marta)
    said = text(client.get(reverse("observatory:release", args=[prepared.pk])))
    assert "Los lugares con menos de 10 personas no dan nada" in said
    counts = prepared.report["cubes"]["POP_DISTRICT"]
    assert f"Personas por distrito, sexo y edad {counts['shown']} {counts['inside']} {counts['area']}" in said


def test_a_day_that_is_past_is_refused_and_what_was_typed_stays(client, on_the_fifth, tidy, tomas):  # noqa: F811
    client.force_login(tomas)
    sent = {"period": "2026-10", "day_day": "3", "day_month": "11", "day_year": "2026", "once": uuid4()}
    response = client.post(f"{LIST}anunciar/", sent)
    assert response.status_code == 200
    assert 'value="3"' in response.content.decode()
    assert not Planned.objects.exists()


def test_a_withdrawal_needs_its_reason(client, prepared, marta):  # noqa: F811
    client.force_login(marta)
    page = reverse("observatory:release-withdraw", args=[prepared.pk])
    client.post(page, {"why": "", "once": uuid4()})
    prepared.refresh_from_db()
    assert prepared.state == State.PREPARED
    client.post(page, {"why": "Faltan datos de Tumbes.", "once": uuid4()})
    prepared.refresh_from_db()
    assert prepared.state == State.WITHDRAWN


def test_a_refusal_by_the_audit_is_on_the_page(client, announced, tomas, monkeypatch):  # noqa: F811
    monkeypatch.setattr(releasing, "tables", SimpleNamespace(**vars(releasing.tables) | {"FORBIDDEN": (0,)}))
    one = actions.ask_for_release(period="2026-10", by=tomas, at=AT)
    actions.prepare_waiting(at=AT)
    client.force_login(tomas)
    assert "tiene una cifra que no puede estar" in text(client.get(reverse("observatory:release", args=[one.pk])))


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_two_populations_are_called_the_same_where_a_release_is_signed(language):
    named = stocks_called(language)
    assert len(set(named.values())) == len(named) > 1
