"""Paper from templates that extend `design/print.html`. Nothing is fetched: pictures are `data:` or inline SVG."""

import io
from pathlib import Path
from threading import Lock
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

STYLES = Path(__file__).parent / "static" / "design" / "dist" / "print.css"


def _page(template: str, context: dict[str, Any]) -> Any:
    """WeasyPrint takes as long to load as all of Django, and few processes make paper: only those load it. Servers do
    so before anybody asks (`config/wsgi.py`)."""
    from weasyprint import HTML  # noqa: PLC0415 - see above
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    return HTML(string=render_to_string(template, context), url_fetcher=URLFetcher(allowed_protocols=["data"]))


def _style(text: str) -> Any:
    from weasyprint import CSS  # noqa: PLC0415 - see _page

    return CSS(string=text)


def render_pdf(template: str, context: dict[str, Any], *, paper: str = "") -> bytes:
    """The PDF, tagged so that a screen reader can read it (PDF/UA). `paper`: an `@page` rule for other than A4."""
    page = _page(template, context)
    styles = [_style(text) for text in (STYLES.read_text(), paper) if text]
    pdf: bytes = page.write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")
    return pdf


SIZES = (10.5, 9.5, 8.5, 7.5, 6.5)
"""Points. What does not fit on one sheet at the last of them takes a second one: nobody reads smaller."""


def render_one_sheet(template: str, context: dict[str, Any], *, most: int = 1) -> bytes:
    """A page of A4 (or so many) in the largest letters in which all of it fits."""
    page = _page(template, context)
    written = _style(STYLES.read_text())
    for size in SIZES:
        styles = [written, _style(f"html {{ font-size: {size}pt }}")]
        sheet = page.render(stylesheets=styles, pdf_variant="pdf/ua-1")
        if len(sheet.pages) <= most:
            break
    pdf: bytes = sheet.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def render_sheets(template: str, context: dict[str, Any], *, styles: str) -> bytes:
    """For a printer that is fed with something else than A4: the template `styles` holds all of its CSS."""
    page = _page(template, context)
    pdf: bytes = page.write_pdf(stylesheets=[_style(render_to_string(styles))])
    return pdf


DOTS = 2.0
"""Points of a picture for each point of the paper: sharp when a document is printed."""
_drawing = Lock()
"""PDFium is not made for threads."""


def pictures(template: str, context: dict[str, Any], *, wide: int = 520) -> list[bytes]:
    """The same as PNG, for documents that hold no drawing of ours: one for each sheet, cut to what stands on it.
    `wide`: of the sheet, in points."""
    import pypdfium2  # noqa: PLC0415 - see _page
    from PIL import Image, ImageChops  # noqa: PLC0415 - see _page

    no_foot = "@bottom-left { content: none } @bottom-right { content: none }"
    sheet = f"@page {{ size: {wide}pt 740pt; margin: 0; {no_foot} }}"
    page = _page(template, context)
    styles = [_style(text) for text in (STYLES.read_text(), sheet)]
    found = []
    with _drawing, pypdfium2.PdfDocument(page.write_pdf(stylesheets=styles)) as paper:
        for one in paper:
            drawn = one.render(scale=DOTS).to_pil().convert("RGB")
            box = ImageChops.difference(drawn, Image.new("RGB", drawn.size, "white")).getbbox()
            out = io.BytesIO()
            drawn.crop((0, 0, drawn.width, box[3] if box else 1)).save(out, "PNG", optimize=True)
            found.append(out.getvalue())
    return found


def pdf_response(template: str, context: dict[str, Any], *, name: str, paper: str = "") -> HttpResponse:
    """The PDF as a page that the browser shows, and saves under this name."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(render_pdf(template, context, paper=paper), content_type="application/pdf", headers=headers)
