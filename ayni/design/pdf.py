"""A4 pages from templates that extend `design/print.html`. Nothing is fetched: pictures are `data:` or inline SVG."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

STYLES = Path(__file__).parent / "static" / "design" / "dist" / "print.css"


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """The PDF, tagged so that a screen reader can read it (PDF/UA)."""
    page = HTML(string=render_to_string(template, context), url_fetcher=URLFetcher(allowed_protocols=["data"]))
    pdf: bytes = page.write_pdf(stylesheets=[CSS(string=STYLES.read_text())], pdf_variant="pdf/ua-1")
    return pdf
