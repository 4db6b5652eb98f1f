"""News: written by one, read over by another, with published figures and nothing typed; and links to others."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from ayni.audit.models import Event
from ayni.governance.rules.drafting import CannotApprove, CannotWrite
from ayni.outreach import actions as outreach
from ayni.outreach.tests.campaign_factories import campaign_of, commitment_of, running
from ayni.outreach.tests.factories import session_of
from ayni.portal import actions, queries
from ayni.portal.actions import WrittenNews
from ayni.portal.models import ConfirmedAddress, NewsDraft, OutsideLink, OutsidePage
from ayni.portal.rules.guides import CannotKeep
from ayni.portal.rules.news import typed_numbers
from ayni.portal.tests.factories import PublishedFigureFactory, VersionFactory

NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
TODAY = date(2026, 11, 28)
DAY = timedelta(days=1)
SPANISH = {
    "title": "Feria en Comas",
    "summary": "Hay una feria el sábado.",
    "body": ["Venga con su familia.", "Es gratis."],
}
FRENCH = {"title": "Foire à Comas", "summary": "Il y a une foire samedi.", "body": ["Venez."]}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def written(text=None, **other) -> WrittenNews:
    return WrittenNews(texts={"es": text or SPANISH} | other.pop("more", {}), **other)


def draft_of(by, slug="feria", **other) -> NewsDraft:
    draft = actions.start_news(slug=slug, title="Feria", by=by, at=NOW)
    return actions.write_news(draft=draft, seen=draft.revision, written=written(**other), by=by, at=NOW)


def submitted(by, **other) -> NewsDraft:
    draft = draft_of(by, **other)
    return actions.submit_news(draft=draft, seen=draft.revision, by=by, at=NOW)


def published(by, second, **other) -> NewsDraft:
    draft = submitted(by, **other)
    return actions.publish_news(draft=draft, seen=draft.revision, by=second, at=NOW)


def body(response) -> str:
    return response.content.decode()


@pytest.mark.django_db
def test_news_is_written_by_one_and_published_by_another(client, rosa, marta):
    draft = submitted(rosa)
    assert client.get("/noticias/feria/").status_code == 404, "nobody outside reads a draft"
    with pytest.raises(CannotApprove, match="Usted escribió parte"):
        actions.publish_news(draft=draft, seen=draft.revision, by=rosa, at=NOW)
    actions.publish_news(draft=draft, seen=draft.revision, by=marta, at=NOW)
    page = body(client.get("/noticias/feria/"))
    for said in ("Feria en Comas", "Venga con su familia.", "28 nov 2026", marta.organisation.name, "/voz/"):
        assert said in page
    assert "no son una opinión" in page or "no es una opinión" in page or "opinión" in page
    assert rosa.display_name not in page
    assert Event.objects.filter(verb="news.published").count() == 1


@pytest.mark.django_db
def test_of_two_editors_at_once_the_second_is_told_and_the_first_loses_nothing(rosa, julio):
    draft = actions.start_news(slug="feria", title="Feria", by=rosa, at=NOW)
    seen = draft.revision
    actions.write_news(draft=draft, seen=seen, written=written(SPANISH | {"title": "De Rosa"}), by=rosa, at=NOW)
    with pytest.raises(CannotWrite):
        actions.write_news(draft=draft, seen=seen, written=written(SPANISH | {"title": "De Julio"}), by=julio, at=NOW)
    draft.refresh_from_db()
    assert draft.title == "De Rosa"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Atendimos a 234 000 personas.", ["234 000 personas"]),
        ("Subió al 58 % este año.", ["58 %"]),
        ("Son 1,5 millones de venezolanos.", ["1,5 millones de venezolanos"]),
        ("Costó 300 soles.", ["300 soles"]),
        ("Son {figure:FIG-116} en el país.", []),
        ("Venga el 5 de diciembre, de 9 a 13 horas. Llame al 1810.", []),
        ("**40 familias** vinieron.", ["40 familias"]),
    ],
)
def test_how_many_people_or_soles_is_not_typed(line, found):
    assert typed_numbers(line) == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SPANISH | {"body": ["Atendimos a 500 personas."]}, "“500 personas” es un número que alguien escribió"),
        (SPANISH | {"body": ["Son {figure:FIG-999}."]}, "FIG-999"),
        (SPANISH | {"body": ["Vea [[no-hay]]."]}, "no-hay"),
        (SPANISH | {"body": []}, "Escriba al menos un párrafo"),
        (SPANISH | {"body": ["La " + "muy larga frase " * 8 + "no se lee."]}, "más de 20 palabras"),
        (SPANISH | {"body": ["Institucionalización interinstitucional multidimensional."]}, "INFLESZ"),
    ],
)
def test_what_is_not_fit_to_be_read_is_not_sent_to_the_second_reader(rosa, text, said):
    draft = draft_of(rosa, text=text)
    with pytest.raises(CannotWrite, match=said):
        actions.submit_news(draft=draft, seen=draft.revision, by=rosa, at=NOW)


@pytest.mark.django_db
def test_a_figure_stands_with_its_source_and_what_it_leads_to_is_public(client, rosa, marta):
    PublishedFigureFactory(
        code="FIG-116",
        label_es="Venezolanos estimados en el Perú",
        value="1497746",
        unit="persons",
        source="MIGRACIONES",
    )
    VersionFactory(guide__slug="carne")
    session = session_of(rosa, starts_at=NOW + 10 * DAY)
    campaign = running(rosa)
    text = SPANISH | {"body": ["Hoy son {figure:FIG-116}."]}
    published(rosa, marta, text=text, figures=["FIG-116"], guides=["carne"], campaign=campaign, session=session)
    page = body(client.get("/noticias/feria/"))
    assert page.count("(MIGRACIONES, 2021)") == 2
    for said in ("Venezolanos estimados en el Perú: ", "Sacar el carné", campaign.title, f"/sesiones/{session.pk}/"):
        assert said in page
    outreach.cancel_campaign(campaign=campaign, reason="Sin fondos", by=rosa, at=NOW)
    told = queries.told_news(queries.news_item("feria", "es", TODAY).version, "es", TODAY)
    assert told.campaign is None, "what was called off is led to no more"


@pytest.mark.django_db
def test_what_is_not_public_is_not_led_to(rosa):
    draft = draft_of(rosa, campaign=campaign_of(rosa), session=session_of(rosa, publish=False), figures=["FIG-1"])
    with pytest.raises(CannotWrite, match="La campaña no ha empezado") as refused:
        actions.submit_news(draft=draft, seen=draft.revision, by=rosa, at=NOW)
    assert "calendario público" in str(refused.value)
    assert "FIG-1" in str(refused.value)


@pytest.mark.django_db
def test_an_item_speaks_the_languages_that_it_has_and_is_spanish_in_the_others(client, rosa, marta):
    published(rosa, marta, more={"fr": FRENCH})
    french, creole = body(client.get("/fr/noticias/feria/")), body(client.get("/ht/noticias/feria/"))
    assert "Foire à Comas" in french
    assert "Actualités" in french
    assert 'lang="es"' in creole
    assert "Feria en Comas" in creole
    assert "an espayòl sèlman" in creole
    assert "Foire à Comas" in body(client.get("/fr/noticias/"))
    feed = body(client.get("/fr/noticias/novedades.xml"))
    assert '<title xml:lang="fr">Foire à Comas</title>' in feed
    assert "http://127.0.0.1:8000/fr/noticias/feria/" in feed
    sitemap = body(client.get("/sitemap.xml"))
    for there in ("/noticias/", "/fr/noticias/feria/", "/enlaces/", "/ht/empleadores/compromisos/"):
        assert f"8000{there}</loc>" in sitemap
    assert "/ht/noticias/feria/" not in sitemap


@pytest.mark.django_db
def test_an_item_of_a_later_day_is_read_from_that_day_on(client, rosa, marta):
    published(rosa, marta, publish_on=TODAY + DAY)
    assert client.get("/noticias/feria/").status_code == 404
    with time_machine.travel(NOW + DAY, tick=False):
        assert client.get("/noticias/feria/").status_code == 200


@pytest.mark.django_db
def test_a_correction_takes_the_place_of_what_was_said_and_says_that_it_is_one(client, rosa, marta):
    item = published(rosa, marta).item
    draft = actions.correct_news(item=item, by=rosa, at=NOW)
    with pytest.raises(CannotWrite, match="dice lo mismo|mismo"):
        actions.submit_news(draft=draft, seen=draft.revision, by=rosa, at=NOW)
    changed = written(SPANISH | {"title": "Feria en Carabayllo"})
    draft = actions.write_news(draft=draft, seen=draft.revision, written=changed, by=rosa, at=NOW)
    draft = actions.submit_news(draft=draft, seen=draft.revision, by=rosa, at=NOW)
    assert "Feria en Comas" in body(client.get("/noticias/feria/")), "until somebody else reads it over"
    actions.publish_news(draft=draft, seen=draft.revision, by=marta, at=NOW)
    page = body(client.get("/noticias/feria/"))
    assert "Feria en Carabayllo" in page
    assert "Se corrigió" in page
    (change,) = queries.changes_of_news(draft.based_on, draft)
    assert (change.before, change.after) == ("Feria en Comas", "Feria en Carabayllo")


@pytest.mark.django_db
def test_a_withdrawn_item_says_why_and_is_in_no_list(client, rosa, marta):
    item = published(rosa, marta).item
    actions.withdraw_news(item=item, reason="La feria se canceló.", by=marta, at=NOW)
    gone = client.get("/noticias/feria/")
    assert gone.status_code == 410
    assert "La feria se canceló." in body(gone)
    assert "Feria en Comas" not in body(client.get("/noticias/"))
    with pytest.raises(CannotWrite, match="está retirada"):
        actions.correct_news(item=item, by=rosa, at=NOW)
    actions.bring_news_back(item=item, by=marta, at=NOW)
    assert client.get("/noticias/feria/").status_code == 200
    unread = actions.start_news(slug="otra", title="Otra", by=rosa, at=NOW).item
    with pytest.raises(CannotKeep, match="Nadie ha leído"):
        actions.withdraw_news(item=unread, reason="No", by=marta, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["<script>alert(1)</script>", "{{ 7*7 }}", "{figure:<b>}", "\u202egnirts"])
def test_a_script_in_a_text_is_only_text(client, rosa, marta, odd):
    published(rosa, marta, text=SPANISH | {"title": odd, "body": [f"Vea {odd} y ya."]})
    page = body(client.get("/noticias/feria/"))
    assert "<script>alert" not in page
    assert "<b>}" not in page
    assert client.get("/noticias/novedades.xml").status_code == 200


@pytest.fixture
def pages(db):
    about = {f"about_{one}": "Para qué" for one in ("es", "en", "pt", "fr", "ht")}
    common = {"valid_from": date(2022, 1, 1), "label_en": "In English", **about}
    for code, order, address, confidence in (
        ("OP-A", 1, "https://peru.un.org/es/267999", "high"), ("OP-B", 2, "", "unknown"),
        ("OP-C", 3, "https://unsure.example.org", "medium"),
    ):  # fmt: skip
        OutsidePage.objects.create(
            code=code, order=order, theme="UN", address=address, confidence=confidence, label_es=f"Página {code}",
            **common,
        )  # fmt: skip


@pytest.mark.django_db
def test_an_address_that_is_not_sure_is_not_shown_until_somebody_confirms_it(client, marta, pages):
    page = body(client.get("/enlaces/"))
    assert 'href="https://peru.un.org/es/267999"' in page
    assert "unsure.example.org" not in page
    assert page.count("Todavía no tenemos una dirección confirmada") == 2
    assert "In English" in body(client.get("/en/enlaces/"))
    told = {"address": "https://www.iom.example.org/", "source": "Carta de la OIM", "by": marta, "at": NOW}
    actions.confirm_address(page=OutsidePage.objects.get(code="OP-B"), **told)
    assert "https://www.iom.example.org/" in body(client.get("/enlaces/"))
    with pytest.raises(CannotKeep, match="datos de referencia"):
        actions.confirm_address(page=OutsidePage.objects.get(code="OP-A"), **told)
    assert ConfirmedAddress.objects.count() == 1


@pytest.mark.django_db
def test_the_catalogue_and_news_are_asked_whether_they_answer(client, rosa, marta, pages):
    published(rosa, marta, text=SPANISH | {"body": ["Vea https://feria.example.org y ya."]})
    assert actions.check_links(at=NOW, ask=lambda address: 404 if "un.org" in address else 200) == 1
    assert {link.address for link in OutsideLink.objects.all()} == {
        "https://peru.un.org/es/267999", "https://feria.example.org"}  # fmt: skip
    assert "No respondió la última vez" in body(client.get("/enlaces/"))


@pytest.mark.django_db
def test_anybody_reads_only_what_companies_agreed_to_show(client, rosa, julio):
    shown, hidden = commitment_of(rosa), commitment_of(rosa, name="Fábrica Callada")
    outreach.show_commitment(commitment=shown, agreement="Carta", by=rosa, at=NOW)
    outreach.verify_commitment(commitment=shown, verdict="NOT_KEPT", evidence="No contrató", by=julio, at=NOW)
    page = body(client.get("/empleadores/compromisos/"))
    assert "Panadería San Juan" in page
    assert "No lo han hecho." in page
    assert hidden.company not in page
    assert julio.display_name not in page
    assert "Carta" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/noticias/", "/enlaces/", "/empleadores/compromisos/", "/noticias/novedades.xml"])
def test_a_page_that_has_nothing_yet_says_so_and_leaves_no_cookie(client, address):
    for spoken in ("", "/en", "/pt", "/fr", "/ht"):
        answer = client.get(spoken + address)
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer["Referrer-Policy"] == "no-referrer"
