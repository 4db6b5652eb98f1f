"""What is read without a signal: the worker of the public site, and the page of what it kept."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ayni import design

from .. import queries
from .speaking import address, everywhere, frame, spoken

SCRIPT = Path(design.__file__).parent / "static" / "design" / "dist" / "worker.js"
FILES = ("design/dist/portal.css", "design/dist/portal.js", "design/icon.svg", "design/weave.svg")
"""In which the pages of the public site stand."""


@cache
def _script() -> str:
    """With the names of the files before it: when one of them changes, the worker is another one, and fetches it."""
    files = [staticfiles_storage.url(name) for name in FILES]
    script = SCRIPT.read_text()
    version = hashlib.sha256("".join([*files, script]).encode()).hexdigest()[:12]
    return f"const HOUSE={json.dumps({'version': version, 'files': files})};\n{script}"


@spoken
def worker(request: HttpRequest, *, language: str) -> HttpResponse:
    """The same for every language: which pages it watches over is said where it is asked for."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@spoken
def kept(request: HttpRequest, *, language: str) -> HttpResponse:
    """The numbers to call, and the guides that this telephone keeps, which only its own script knows."""
    page = {
        "frame_of": frame(language, everywhere("kept")),
        "language": language,
        "own": address("kept", language),
        "calls": queries.lines_of_emergency(language),
    }
    return render(request, "portal/kept.html", page)
