"""A4 pages from templates that extend `design/print.html`. Nothing is fetched: pictures are `data:` or inline SVG."""

from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

STYLES = Path(__file__).parent / "static" / "design" / "dist" / "print.css"


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """The PDF, tagged so that a screen reader can read it (PDF/UA)."""
    page = HTML(string=render_to_string(template, context), url_fetcher=URLFetcher(allowed_protocols=["data"]))
    pdf: bytes = page.write_pdf(stylesheets=[CSS(string=STYLES.read_text())], pdf_variant="pdf/ua-1")
    return pdf


def pdf_response(template: str, context: dict[str, Any], *, name: str) -> HttpResponse:
    """The PDF as a page that the browser shows, and saves under this name."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(render_pdf(template, context), content_type="application/pdf", headers=headers)
