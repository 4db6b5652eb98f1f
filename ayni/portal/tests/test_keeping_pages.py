import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from ayni.portal import actions
from ayni.portal.models import Guide, GuideDraft, OutsideLink
from ayni.portal.tests.factories import TEXT, NormFactory, VersionFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 28, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def enter(client):
    def as_(user):
        client.force_login(user)
        client.get(reverse("access:enrol"))
        return client

    return as_


def typed(draft: GuideDraft, **other) -> dict[str, str]:
    return {
        "revision": draft.revision, "title": "Cómo sacar el carné", "summary": "Con él usted se identifica.",
        "share": "Guía: {url}", "who": "Personas adultas.\nSus hijos.", "need": "Su pasaporte.", "cost": "Es gratis.",
        "steps": "Pida su cita\nEn la página.\n\nVaya a la cita", "rights": "Le tienen que responder. | L27444",
        "service": "DOCUMENTS", "order": "10", "sources": "procedures.csv", "confidence": "high",
        "changes_meaning": "no", **other,
    }  # fmt: skip


def test_a_guide_is_begun_written_read_over_and_published_on_pages(enter, rosa, marta, client):
    NormFactory(code="L27444", label_es="Ley del Procedimiento", number="27444")
    rosas = enter(rosa)
    said = {"title": "El carné", "slug": "Carne", "service": "DOCUMENTS"}
    begun = rosas.post(reverse("portal:new-guide"), said)
    draft = GuideDraft.objects.get()
    assert begun.headers["Location"] == reverse("portal:write-draft", args=[draft.pk])
    assert rosas.post(begun.headers["Location"], typed(draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.text["steps"] == [
        {"title": "Pida su cita", "text": "En la página."}, {"title": "Vaya a la cita", "text": ""},
    ]  # fmt: skip
    assert draft.text["rights"] == [{"text": "Le tienen que responder.", "norm": "L27444"}]
    page = rosas.get(reverse("portal:preview", args=[draft.pk])).content.decode()
    assert "Ley 27444, Ley del Procedimiento" in page
    rosas.post(reverse("portal:submit-draft", args=[draft.pk]), {"revision": draft.revision})
    martas = enter(marta)
    assert "Esperan su lectura" in martas.get(reverse("portal:guides")).content.decode()
    martas.post(reverse("portal:publish-draft", args=[draft.pk]), {"revision": draft.revision})
    client.logout()
    assert "Cómo sacar el carné" in client.get("/guias/carne/").content.decode()


def test_what_is_missing_is_said_before_it_can_be_sent_on(enter, rosa):
    draft = actions.start_draft(guide=VersionFactory(text=TEXT | {"steps": []}).guide, language="es", by=rosa, at=AT)
    page = enter(rosa).get(reverse("portal:draft", args=[draft.pk])).content.decode()
    assert "Escriba al menos un paso." in page
    assert "Enviarla a una segunda lectura" not in page


def test_a_tab_that_is_closed_loses_nothing(enter, rosa):
    draft = actions.start_draft(guide=VersionFactory().guide, language="es", by=rosa, at=AT)
    client = enter(rosa)
    saved = client.post(reverse("portal:save-draft", args=[draft.pk]), typed(draft, cost="Cuesta po"))
    assert "guardado 10:00" in saved.content.decode()
    assert f'name="revision" value="{draft.revision + 1}"' in saved.content.decode()
    page = client.get(reverse("portal:write-draft", args=[draft.pk])).content.decode()
    assert "Cuesta po" in page


def test_of_two_editors_the_second_is_told_while_typing_and_keeps_their_words(enter, rosa, julio):
    draft = actions.start_draft(guide=VersionFactory().guide, language="es", by=rosa, at=AT)
    seen = draft.revision
    actions.keep_typed(
        draft=draft, seen=seen, written=actions.writing.Written(text=TEXT | {"cost": "De Rosa."}), by=rosa
    )
    draft.revision = seen
    julios = enter(julio)
    late = julios.post(reverse("portal:save-draft", args=[draft.pk]), typed(draft)).content.decode()
    assert "alguien cambió este borrador" in late
    page = julios.post(reverse("portal:write-draft", args=[draft.pk]), typed(draft, cost="De Julio.")).content.decode()
    assert "alguien cambió este borrador" in page
    assert "De Julio." in page
    draft.refresh_from_db()
    assert draft.text["cost"] == "De Rosa."
    # Both stand side by side, and having seen them Julio may keep his.
    assert re.search(r"De Rosa\.</td><td[^>]*>De Julio\.</td>", page)
    assert f'name="revision" value="{draft.revision}"' in page
    seen_both = {**typed(draft, cost="De los dos."), "revision": draft.revision}
    assert julios.post(reverse("portal:write-draft", args=[draft.pk]), seen_both).status_code == 302
    draft.refresh_from_db()
    assert draft.text["cost"] == "De los dos."


def test_what_was_sent_twice_is_begun_once(enter, rosa):
    client = enter(rosa)
    said = {
        "title": "El carné",
        "slug": "carne",
        "service": "DOCUMENTS",
        "once": "0192f5a0-0000-7000-8000-000000000001",
    }
    for _time in range(2):
        client.post(reverse("portal:new-guide"), said)
    assert Guide.objects.count() == 1


def test_an_address_that_is_taken_is_said_and_what_was_typed_stays(enter, rosa):
    VersionFactory(guide__slug="carne")
    page = enter(rosa).post(reverse("portal:new-guide"), {"title": "Otro", "slug": "carne", "service": "WORK"})
    assert "Otra guía tiene esa dirección" in page.content.decode()
    assert 'value="Otro"' in page.content.decode()


def test_the_history_of_a_guide_shows_what_each_version_changed(enter, rosa):
    first = VersionFactory(guide__slug="carne")
    VersionFactory(guide=first.guide, number=2, text=TEXT | {"cost": "Ahora se paga."})
    VersionFactory(guide=first.guide, language="fr", facts={})
    client = enter(rosa)
    page = client.get(reverse("portal:history", args=["carne"])).content.decode()
    assert "Español 2" in page
    assert "al día" in page
    page = client.get(reverse("portal:version", args=["carne", "es", 2])).content.decode()
    assert "Es gratis." in page
    assert "Ahora se paga." in page


def test_what_is_due_is_on_the_list_of_work_until_somebody_checked_it(enter, rosa):
    VersionFactory(guide__slug="carne", check_by=date(2026, 11, 20))
    client = enter(rosa)
    assert "desde el 20 nov 2026" in client.get(reverse("portal:guides")).content.decode()
    client.post(reverse("portal:checked", args=["carne"]), {"confidence": "high", "checked_by": "La unidad"})
    assert "Por revisar" not in client.get(reverse("portal:guides")).content.decode()
    client.logout()
    assert "Última revisión: 28 nov 2026. La revisó: La unidad." in client.get("/guias/carne/").content.decode()


def test_a_guide_is_withdrawn_with_why_and_brought_back(enter, marta, client):
    VersionFactory(guide__slug="carne")
    martas = enter(marta)
    martas.post(reverse("portal:withdraw", args=["carne"]), {"reason": "El trámite se cerró."})
    assert client.get("/guias/carne/").status_code == 410
    martas.post(reverse("portal:bring-back", args=["carne"]))
    assert client.get("/guias/carne/").status_code == 200


def test_addresses_of_others_that_do_not_answer_are_shown_with_the_guides_that_name_them(enter, rosa):
    text = TEXT | {"where": ["Vea https://example.org/cita.", "Y [[otra]]."]}
    VersionFactory(guide__slug="carne", text=text)
    OutsideLink.objects.create(address="https://example.org/cita", status=404, checked_at=AT, failing_since=AT)
    page = enter(rosa).get(reverse("portal:links")).content.decode()
    assert "no responde desde el 28 nov 2026" in page
    assert "Llevan a una guía que nadie puede leer" in page


@pytest.mark.parametrize("name", ["lia", "tomas", "ines", "elsa"])
def test_who_does_not_keep_guides_does_not_get_there(enter, world, name):
    draft = actions.start_draft(guide=VersionFactory().guide, language="es", by=world.rosa, at=AT)
    client = enter(getattr(world, name))
    assert client.get(reverse("portal:guides")).status_code == 403
    assert client.get(reverse("portal:draft", args=[draft.pk])).status_code == 403


def test_whoever_writes_does_not_publish(enter, rosa):
    draft = actions.start_draft(guide=VersionFactory().guide, language="es", by=rosa, at=AT)
    assert enter(rosa).post(reverse("portal:publish-draft", args=[draft.pk])).status_code == 403
