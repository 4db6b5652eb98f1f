"""Public pages as a telephone with a text browser reads them: in the order of their source, without styles."""

from html.parser import HTMLParser

import pytest

from ayni.portal.tests.factories import LineFactory, VersionFactory

pytestmark = pytest.mark.django_db
PAGES = (
    "/guias/", "/guias/carne/", "/guias/tema/documentos/", "/guias/buscar/?q=carne", "/guias/sin-conexion/",
    "/fr/guias/", "/quiosco/", "/quiosco/guias/carne/", "/citas/", "/voz/", "/voz/seguimiento/", "/voz/hicimos/",
    "/voz/consultas/", "/mi-tramite/", "/mi-tramite/seguir/",
)  # fmt: skip
MOST_BEFORE = 340
"""Letters that are read before what the page says: to skip, the name, the languages, one step back, and where somebody
may be watched the way out."""
VOID = {"meta", "link", "img", "input", "br", "hr", "source"}


class Read(HTMLParser):
    """What such a browser makes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.title = self.before_main = self.in_main = self.first_heading = ""
        self.open: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.forms: list[list[str]] = []
        self.tables: list[str] = []
        self.seen_main = False
        self.hidden: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.seen_main |= tag == "main"
        if "hidden" in said:
            self.hidden.append(f"{tag} {said.get('class') or ''}")
        if tag == "a":
            self.links.append((said.get("href") or "", "main" if self.seen_main else "before"))
        if tag == "label":
            self.labelled.add(said.get("for") or "")
        if tag == "form":
            self.forms.append([])
        if tag in {"input", "select", "textarea"} and said.get("type") not in {"hidden", "submit"}:
            self.fields.append(said)
        if self.forms and (tag == "button" or said.get("type") == "submit"):
            self.forms[-1].append(tag)
        if tag == "table":
            self.tables.append("")
        if self.tables and tag in {"caption", "th"}:
            self.tables[-1] += tag

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        text = " ".join(data.split())
        if not text or {"script", "style", "noscript"} & set(self.open):
            return
        if "title" in self.open:
            self.title += text
        elif "main" in self.open:
            self.in_main += f" {text}"
            if "h1" in self.open:
                self.first_heading += text
        elif not self.seen_main:
            self.before_main += f" {text}"


@pytest.fixture
def guides():
    LineFactory(code="LINEA100", number="100", label_es="Violencia", is_emergency=True)
    VersionFactory(guide__slug="carne")


@pytest.mark.parametrize("address", PAGES)
def test_a_text_browser_reads_first_what_the_page_is_for(client, world, guides, address):
    answer = client.get(address)
    assert answer.status_code == 200
    page = Read(answer.content.decode())
    assert page.title
    assert not page.hidden, "a text browser reads what is only hidden"
    assert page.links[0] == ("#content", "before"), "the first link skips to what the page says"
    assert len(page.before_main.strip()) <= MOST_BEFORE, page.before_main
    assert page.first_heading, "what the page says begins with what it is called"
    assert page.in_main.strip().startswith(page.first_heading) or page.in_main.index(page.first_heading) < 120
    assert all(page.tables), "a table has headings: none is there to place things"
    assert all(page.forms), "every form is sent by a button"
    for field in page.fields:
        assert field.get("id") in page.labelled or field.get("aria-label"), field
