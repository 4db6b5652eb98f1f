from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni.codelists.tables import BrokenTables
from ayni.portal import actions, queries
from ayni.portal.models import Guide, GuideVersion
from ayni.portal.tests.factories import LineFactory, NormFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 28, 15, tzinfo=UTC)
TODAY = date(2026, 11, 28)

FACTS = """service = "DOCUMENTS"
order = 10
first = true
discreet = false
procedures = []
norms = []
needs = []
confidence = "high"
checked_on = 2026-11-28
checked_by = "Equipo de Ayni"
sources = ["procedures.csv"]
"""
SPANISH = """title = "Sacar el carné"
summary = "Con este carné usted se identifica."
share = "Guía: {url}"
who = ["Es para usted."]
where = ["Llame al {phone:MESA}."]
[[steps]]
title = "Pida su cita"
text = "Es gratis."
[[rights]]
text = "Tiene derecho a una respuesta."
norm = "L30103"
"""
ENGLISH = """title = "Get the card"
summary = "With this card you can show who you are."
share = "Guide: {url}"
based_on = 1
who = ["It is for you."]
[[steps]]
title = "Book"
"""


@pytest.fixture(autouse=True)
def _reference():
    NormFactory(code="L30103", label_es="Ley", number="30103")
    LineFactory(code="MESA", number="113", label_es="Mesa")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "carne", guide=FACTS, es=SPANISH, en=ENGLISH)
    return tmp_path


def write(folder: Path, slug: str, **files: str) -> None:
    place = folder / "guides" / slug
    place.mkdir(parents=True, exist_ok=True)
    for name, said in files.items():
        (place / f"{name}.toml").write_text(said)


def load(folder: Path) -> actions.Loaded:
    return actions.load_guides(folder, on=TODAY, at=AT)


def problems(folder: Path) -> str:
    with pytest.raises(BrokenTables) as broken:
        load(folder)
    assert not Guide.objects.exclude(versions=None).exists(), "nothing was written"
    return str(broken.value)


def test_what_the_folder_says_is_read(folder):
    assert load(folder).new == 2
    found = queries.shown(Guide.objects.get(slug="carne"), "en", TODAY)
    assert found
    assert found.title == "Get the card"
    assert found.source.checked_by == "Equipo de Ayni"
    assert not found.is_outdated


def test_a_second_load_writes_nothing(folder):
    load(folder)
    with CaptureQueriesContext(connection) as seen:
        assert not load(folder)
    assert not [q["sql"] for q in seen if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]


def test_other_words_are_a_version_and_only_a_revision_makes_translations_outdated(folder):
    load(folder)
    write(folder, "carne", es=SPANISH.replace("Es gratis.", "No cuesta nada."))
    assert load(folder).changed == 1
    guide = Guide.objects.get(slug="carne")
    assert not queries.outdated(TODAY)
    write(folder, "carne", es="revision = 2\n" + SPANISH.replace("Es gratis.", "Ahora se paga."))
    load(folder)
    assert [row.language for row in queries.outdated(TODAY)] == ["en"]
    assert GuideVersion.objects.filter(guide=guide, language="es").count() == 3


def test_what_was_published_on_a_page_is_not_overwritten(folder, rosa, marta):
    load(folder)
    version = GuideVersion.objects.get(language="es")
    GuideVersion.objects.create(
        guide=version.guide, number=2, published_on=TODAY, made_at=AT, text=version.text | {"title": "De la página"},
        facts=version.facts, digest="x", written_by_hand=True, approved_by=marta, confidence="high", checked_on=TODAY,
        checked_by="La unidad", check_by=date(2027, 1, 1),
    )  # fmt: skip
    write(folder, "carne", es=SPANISH.replace("Sacar", "Obtener"))
    assert load(folder).kept_by_hand == 1
    assert queries.shown(version.guide, "es", TODAY).title == "De la página"


def test_what_the_folder_no_longer_has_is_withdrawn_and_comes_back_with_it(folder):
    write(folder, "otra", guide=FACTS, es=SPANISH)
    load(folder)
    for path in (folder / "guides" / "otra").iterdir():
        path.unlink()
    (folder / "guides" / "otra").rmdir()
    assert load(folder).withdrawn == 1
    guide = Guide.objects.get(slug="otra")
    assert queries.shown(guide, "es", TODAY) is None
    write(folder, "otra", guide=FACTS, es=SPANISH)
    load(folder)
    assert queries.shown(guide, "es", TODAY)


def test_what_somebody_withdrew_on_a_page_stays_withdrawn(folder, marta):
    load(folder)
    actions.withdraw(guide=Guide.objects.get(slug="carne"), reason="Se cerró.", by=marta, at=AT)
    write(folder, "carne", es=SPANISH.replace("Sacar", "Obtener"))
    load(folder)
    assert queries.shown(Guide.objects.get(slug="carne"), "es", TODAY) is None


def test_a_check_without_other_words_is_written_down_and_is_no_version(folder):
    load(folder)
    write(folder, "carne", guide=FACTS.replace("checked_on = 2026-11-28", "checked_on = 2026-11-29"))
    assert load(folder).changed == 2
    assert GuideVersion.objects.get(language="es").checked_on == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"es": SPANISH.replace("{phone:MESA}", "{phone:NADIE}")}, "guides/carne/es.toml, línea 5, columna «where»"),
        ({"es": SPANISH.replace("L30103", "L-NADA")}, "{norm:L-NADA}"),
        ({"es": SPANISH.replace("Es gratis.", "Vea [[nada]].")}, "guides/carne/es.toml, línea 8, columna «steps»"),
        ({"es": 'otro = "x"\n' + SPANISH}, "ninguna parte así"),
        ({"es": SPANISH + "esto no es toml"}, "guides/carne/es.toml, línea 12"),
        ({"es": SPANISH.replace('who = ["Es para usted."]', 'who = "Es para usted."')}, "una lista de textos"),
        ({"es": SPANISH.replace("{url}", "aquí")}, "columna «share»"),
        ({"es": SPANISH.replace("Es gratis.", "muy " * 25 + "gratis.")}, "más de 20 palabras"),
        ({"guide": FACTS.replace("DOCUMENTS", "PAPELES")}, "guides/carne/guide.toml, línea 1, columna «service»"),
        ({"guide": FACTS.replace("norms = []", 'norms = ["L-NADA"]')}, "columna «norms»"),
        ({"guide": FACTS.replace("2026-11-28", '"ayer"')}, "guides/carne/guide.toml, línea 9, columna «checked_on»"),
        ({"xx": ENGLISH}, "guides/carne/xx.toml"),
        ({"en": ENGLISH.replace("based_on = 1", 'based_on = "uno"')}, "columna «based_on»"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_by_file_and_line_and_nothing_is_written(folder, files, said):
    write(folder, "carne", **files)
    assert said in problems(folder)


def test_a_translation_without_its_spanish_text_is_refused(folder):
    (folder / "guides" / "carne" / "es.toml").unlink()
    assert "ningún texto en español" in problems(folder)


PICTURES = 'pictures = [{ place = 1, name = "carne.svg" }]\n'


def test_a_drawing_is_loaded_with_its_words(folder):
    write(folder, "carne", guide=FACTS + PICTURES, es=SPANISH + '[alts]\n"carne.svg" = "El número en el carné."\n',
          en=ENGLISH + '[alts]\n"carne.svg" = "The number on the card."\n')  # fmt: skip
    load(folder)
    found = queries.shown(Guide.objects.get(), "en", TODAY)
    told = queries.illustrated(queries.told(found.said.text, "en", TODAY), found)
    assert told.steps[0].picture.alt == "The number on the card."
    assert told.steps[0].picture.address.startswith("/static/portal/drawings/carne.")
    assert (told.steps[0].picture.width, told.steps[0].picture.height) == (320, 200)


def test_a_drawing_without_words_or_that_is_not_there_is_refused_with_its_place(folder):
    write(folder, "carne", guide=FACTS + PICTURES)
    with pytest.raises(BrokenTables, match="La imagen del paso 1"):
        load(folder)
    write(folder, "carne", guide=FACTS + PICTURES.replace("carne.svg", "nada.svg"))
    with pytest.raises(BrokenTables, match="guides/carne/guide.toml"):
        load(folder)
