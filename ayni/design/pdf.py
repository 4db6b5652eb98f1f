"""Paper from templates that extend `design/print.html`. Nothing is fetched: pictures are `data:` or inline SVG."""

from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

STYLES = Path(__file__).parent / "static" / "design" / "dist" / "print.css"


def render_pdf(template: str, context: dict[str, Any], *, paper: str = "") -> bytes:
    """The PDF, tagged so that a screen reader can read it (PDF/UA). `paper`: an `@page` rule for other than A4."""
    page = HTML(string=render_to_string(template, context), url_fetcher=URLFetcher(allowed_protocols=["data"]))
    styles = [CSS(string=text) for text in (STYLES.read_text(), paper) if text]
    pdf: bytes = page.write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")
    return pdf


SIZES = (10.5, 9.5, 8.5, 7.5, 6.5)
"""Points. What does not fit on one sheet at the last of them takes a second one: nobody reads smaller."""


def render_one_sheet(template: str, context: dict[str, Any], *, most: int = 1) -> bytes:
    """A page of A4 (or so many) in the largest letters in which all of it fits."""
    page = HTML(string=render_to_string(template, context), url_fetcher=URLFetcher(allowed_protocols=["data"]))
    written = CSS(string=STYLES.read_text())
    for size in SIZES:
        styles = [written, CSS(string=f"html {{ font-size: {size}pt }}")]
        sheet = page.render(stylesheets=styles, pdf_variant="pdf/ua-1")
        if len(sheet.pages) <= most:
            break
    pdf: bytes = sheet.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def render_sheets(template: str, context: dict[str, Any], *, styles: str) -> bytes:
    """For a printer that is fed with something else than A4: the template `styles` holds all of its CSS."""
    page = HTML(string=render_to_string(template, context), url_fetcher=URLFetcher(allowed_protocols=["data"]))
    pdf: bytes = page.write_pdf(stylesheets=[CSS(string=render_to_string(styles))])
    return pdf


def pdf_response(template: str, context: dict[str, Any], *, name: str, paper: str = "") -> HttpResponse:
    """The PDF as a page that the browser shows, and saves under this name."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(render_pdf(template, context, paper=paper), content_type="application/pdf", headers=headers)
