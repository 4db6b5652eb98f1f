"""The library as people and programs read it."""

import csv
import io
import re

import pytest
import rdflib
from django.conf import settings

from ayni.codelists import tables
from ayni.observatory import actions
from ayni.observatory.models import StudyLink
from ayni.observatory.reference import STUDIES
from ayni.observatory.tests.conftest import AT
from ayni.observatory.tests.studies import written
from ayni.observatory.use_counts import BUFFER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("releases", "places")]
API = "/api/observatory"


def text(response) -> str:
    return re.sub(r"[ \n\t]+", " ", response.content.decode())


def published(tomas, marta, **changes):
    study = actions.write_study(written=written(**changes), tables=("POP_DISTRICT",), by=tomas, at=AT)
    actions.publish_study(version=study.versions.get(), by=marta, at=AT)
    return study


@pytest.fixture
def study(tomas, marta):
    return published(tomas, marta, figures=["FIG-116", "FIG-118"], tables=["POP_DISTRICT"])


@pytest.fixture
def loaded():
    actions.load_studies(tables.read(settings.BASE_DIR / "data", [STUDIES]), at=AT)


def test_a_study_says_who_made_it_where_it_is_read_and_what_it_uses(client, study):
    said = text(client.get(f"/observatorio/estudios/{study.code}/"))
    for words in ("Mujeres que cruzan", "Cuenta cómo cruzan la frontera.", "Universidad del Norte", "CC BY 4.0",
                  "https://example.org/mujeres.pdf", "Personas por distrito", "1\u202f497\u202f746 personas",
                  "Universidad del Norte (2024). Mujeres que cruzan. https://example.org/mujeres.pdf"):  # fmt: skip
        assert words in said
    english = text(client.get(f"/en/observatorio/estudios/{study.code}/"))
    assert "Women who cross" in english
    assert "It tells how they cross the border." in english
    assert "Cuenta cómo" not in english


def test_tables_and_figures_name_the_studies_that_use_them(client, study):
    href = f'href="/observatorio/estudios/{study.code}/"'
    for address in ("tablas/POP_DISTRICT/", "series/FIG-116/", "buscar/?q=mujeres+cruzan"):
        assert href in text(client.get(f"/observatorio/{address}")), address
    for address in ("tablas/POP_DEPARTMENT/", "series/FIG-001/"):
        said = text(client.get(f"/observatorio/{address}"))
        assert href not in said
        assert "Estudios que la usan" not in said


def test_a_page_that_was_kept_shows_the_study_as_soon_as_it_is_published(
    client, tomas, marta, django_capture_on_commit_callbacks
):
    address = "/observatorio/tablas/POP_DISTRICT/"
    assert "Estudios que la usan" not in text(client.get(address))
    with django_capture_on_commit_callbacks(execute=True):
        study = published(tomas, marta, tables=["POP_DISTRICT"])
    assert "Estudios que la usan" in text(client.get(address))
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_study(study=study, why="La fuente lo retiró.", by=marta, at=AT)
    assert "Estudios que la usan" not in text(client.get(address))


def test_what_is_gone_is_told_and_no_page_breaks(client, study):
    version = study.versions.get()
    StudyLink.objects.create(version=version, what="TABLE", code="POP_OLD")
    StudyLink.objects.create(version=version, what="FIGURE", code="FIG-900")
    said = text(client.get(f"/observatorio/estudios/{study.code}/"))
    assert re.search(r"POP_OLD <span[^>]*>Esta tabla no se publica ahora\.", said)
    assert re.search(r"FIG-900 <span[^>]*>Esta cifra ya no está en la lista\.", said)
    told = client.get(f"{API}/studies/{study.code}").json()
    assert (told["tables"], told["tables_gone"]) == (["POP_DISTRICT"], ["POP_OLD"])


@pytest.mark.parametrize(("address", "status", "says"), [
    ("estudios/NO-HAY/", 404, "No hay un estudio «NO-HAY»"), ("estudios/?tema=clima", 400, "No hay tal tema"),
    ("estudios/?anio=ayer", 400, "Un año tiene cuatro cifras"), ("estudios/?q=xyzzy", 200, "Ningún estudio es así"),
])  # fmt: skip
def test_what_is_not_there_is_told_well(client, study, address, status, says):
    response = client.get(f"/observatorio/{address}")
    assert (response.status_code, says in text(response)) == (status, True)


def test_who_comes_with_the_address_of_a_withdrawn_study_is_told_why(client, study, marta):
    actions.withdraw_study(study=study, why="La fuente lo retiró.", by=marta, at=AT)
    response = client.get(f"/observatorio/estudios/{study.code}/")
    assert response.status_code == 410
    assert "La fuente lo retiró." in text(response)
    assert client.get(f"{API}/studies/{study.code}").status_code == 404


def test_what_waits_is_nowhere_outside(client, tomas):
    study = actions.write_study(written=written(title_es="Secreto"), tables=(), by=tomas, at=AT)
    addresses = ("/observatorio/estudios/", "/observatorio/buscar/?q=secreto", f"{API}/studies", f"{API}/studies.csv",
                 f"{API}/studies/{study.code}", f"/observatorio/estudios/{study.code}/")  # fmt: skip
    for address in addresses:
        assert "Secreto" not in text(client.get(address))


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_study_of_the_reference_can_be_read(client, loaded, language):
    said = client.get(f"{language}/observatorio/estudios/").content.decode()
    addresses = set(re.findall(rf'href="({language}/observatorio/estudios/[A-Z0-9-]+/)"', said))
    assert len(addresses) == 22
    for address in addresses:
        assert client.get(address).status_code == 200
    narrowed = client.get(f"{language}/observatorio/estudios/?tema=needs&anio=2022&q=GTRM").content.decode()
    assert len(set(re.findall(r"/observatorio/estudios/[A-Z0-9-]+/", narrowed))) == 1
    assert "studies.csv?theme=needs&amp;year=2022&amp;q=GTRM" in narrowed


def test_programs_read_the_same_as_csv_and_json(client, loaded, study):
    said = client.get(f"{API}/studies").json()
    response = client.get(f"{API}/studies.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert said["count"] == len(rows) == 23
    for one, row in zip(said["studies"], rows, strict=True):
        flat = {name.upper(): " ".join(told) if isinstance(told, list) else str("" if told is None else told)
                for name, told in one.items()}  # fmt: skip
        assert flat == row
        assert client.get(one["address"].removeprefix(settings.PUBLIC_URL)).status_code == 200
    (ours,) = client.get(f"{API}/studies?theme=needs&year=2024&q=cruzan").json()["studies"]
    assert (ours["code"], ours["figures"], ours["tables"]) == (study.code, ["FIG-116", "FIG-118"], ["POP_DISTRICT"])
    assert client.get(f"{API}/studies/{study.code}.json").json() == ours
    assert (
        client.get(f"{API}/studies/{study.code}?lang=en")
        .json()["citation"]
        .startswith("Universidad del Norte (2024). Women")
    )


@pytest.mark.parametrize(("address", "status", "says"), [
    ("studies/NOTHING", 404, "NOTHING"), ("studies/NOTHING.csv", 404, "NOTHING"), ("studies.xlsx", 406, "csv"),
    ("studies?theme=weather", 400, "venezuela"), ("studies?year=soon", 400, "year"),
])  # fmt: skip
def test_what_is_not_there_says_what_is(client, address, status, says):
    answer = client.get(f"{API}/{address}")
    assert answer.status_code == status
    assert says in answer.content.decode()


def test_the_catalogue_says_which_studies_refer_to_a_table(client, study):
    def graph(suffix: str, kind: str) -> rdflib.Graph:
        return rdflib.Graph().parse(data=client.get(f"{API}/catalogue.{suffix}").content, format=kind)

    found = graph("ttl", "turtle")
    referred = {
        (str(table), str(page))
        for table, page in found.subject_objects(rdflib.DCTERMS.isReferencedBy)
    }  # fmt: skip
    page = f"{settings.PUBLIC_URL}/observatorio/estudios/{study.code}/"
    root = f"{settings.PUBLIC_URL}{API}/releases"
    assert referred == {
        (f"{root}/{release}/cubes/POP_DISTRICT", page) for release in ("2026-09.1", "2026-10.1")
    }  # fmt: skip
    titles = {str(one) for one in found.objects(rdflib.URIRef(page), rdflib.DCTERMS.title)}
    assert titles == {"Mujeres que cruzan", "Women who cross"}
    assert set(graph("rdf", "xml")) == set(found)


def test_a_withdrawn_study_leaves_the_catalogue_also_for_who_asks_what_is_new(
    client, study, marta, django_capture_on_commit_callbacks
):
    first = client.get(f"{API}/catalogue.ttl")
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_study(study=study, why="Sobra.", by=marta, at=AT)
    again = client.get(f"{API}/catalogue.ttl", headers={"if-modified-since": first.headers["Last-Modified"]})
    assert again.status_code == 200
    assert "isReferencedBy" not in again.content.decode()


def test_opening_a_study_is_counted_and_nobody_is_followed(client, study):
    BUFFER.take()
    client.get(f"/observatorio/estudios/{study.code}/", headers={"user-agent": "Mozilla/5.0 Firefox/140.0"})
    client.get(f"{API}/studies.csv", headers={"user-agent": "python-requests/2.32"})
    assert sorted((one.kind, one.code, one.detail) for one in BUFFER.take()) == [
        ("STUDY", "ALL", "csv"), ("STUDY", study.code, ""),
    ]  # fmt: skip


# --- Whoever keeps it -------------------------------------------------------------------------------------------------

LIST = "/observatorio/estudios/gestion/"
SENT = {
    "title_es": "Rutas", "title_en": "Routes", "authors": "INEI", "year": "2025", "kind": "SURVEY", "themes": ["NEEDS"],
    "summary_es": "Cuenta.", "summary_en": "Tells.", "address": "example.org/rutas", "figures": "fig-116; FIG-118",
    "tables": ["POP_DISTRICT"],
}  # fmt: skip


def test_an_analyst_adds_and_a_supervisor_publishes(client, tomas, marta):
    client.force_login(tomas)
    assert client.post(f"{LIST}nuevo/", SENT).url == LIST
    (code,) = re.findall(rf'href="{LIST}(E-[^/"]+)/"', client.get(LIST).content.decode())
    page = f"{LIST}{code}/"
    assert "Espera a un colega que pueda publicar" in text(client.get(page))
    assert client.post(f"{page}publicar/", {"version": "1"}).status_code == 403
    client.force_login(marta)
    assert "Publicarlo tal como está" in text(client.get(page))
    assert client.post(f"{page}publicar/", {"version": "1"}).url == page
    said = text(client.get(f"/observatorio/estudios/{code}/"))
    assert "https://example.org/rutas" in said
    assert "/observatorio/series/FIG-118/" in said


@pytest.mark.parametrize(("changes", "says"), [
    ({"figures": "FIG-116, FIG-999"}, "FIG-999"), ({"year": "2099"}, "2099"), ({"title_en": ""}, "Título en inglés"),
    ({"address": "ftp://example.org/x"}, "https://"), ({"themes": []}, "Temas"),
    ({"tables": ["POP_MOON"]}, "Tablas del observatorio que usa"),
])  # fmt: skip
def test_bad_input_is_told_and_nothing_typed_is_lost(client, tomas, changes, says):
    client.force_login(tomas)
    response = client.post(f"{LIST}nuevo/", SENT | changes)
    said = text(response)
    assert response.status_code == 200
    assert "error-summary" in said
    assert says in said
    assert 'value="Rutas"' in said


def test_a_colleague_returns_it_with_a_note_and_it_is_corrected(client, tomas, marta):
    client.force_login(tomas)
    client.post(f"{LIST}nuevo/", SENT)
    (code,) = re.findall(rf'href="{LIST}(E-[^/"]+)/"', client.get(LIST).content.decode())
    page = f"{LIST}{code}/"
    client.force_login(marta)
    assert "error-summary" in text(client.post(f"{page}devolver/", {"version": "1", "note": ""}))
    client.post(f"{page}devolver/", {"version": "1", "note": "Falta la licencia."})
    client.force_login(tomas)
    assert "Falta la licencia." in text(client.get(page))
    form = text(client.get(f"{page}corregir/"))
    assert 'value="Rutas"' in form
    assert "FIG-116, FIG-118" in form
    client.post(f"{page}corregir/", SENT | {"licence": "CC0", "reason": "Licencia"})
    client.force_login(marta)
    client.post(f"{page}publicar/", {"version": "2"})
    assert "CC0" in text(client.get(f"/observatorio/estudios/{code}/"))
    client.post(f"{page}retirar/", {"why": "Era otro."})
    assert "Era otro." in text(client.get(page))
    client.post(f"{page}reponer/")
    assert client.get(f"/observatorio/estudios/{code}/").status_code == 200


def test_of_a_version_that_is_none_nothing_is_published(client, tomas, marta):
    study = actions.write_study(written=written(), tables=(), by=tomas, at=AT)
    client.force_login(marta)
    page = f"{LIST}{study.code}/"
    for version in ("", "9", "x", "1" * 30):
        assert client.post(f"{page}publicar/", {"version": version}).url == page
        assert "Un colega se adelantó" in text(client.get(page))
        assert client.post(f"{page}devolver/", {"version": version, "note": "No."}).status_code == 200
    assert study.versions.get().state == "WAITING"
