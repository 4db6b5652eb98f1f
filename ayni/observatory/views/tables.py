"""The start, the tables, and what one makes of them: each choice stands in the address, and no script is needed."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from ayni.codelists import queries as codelists

from .. import answering, downloads, finding, library, published, wanted, words
from ..addresses import address, whole
from ..charts import Chart, chart, offered
from ..models import Linked
from ..published import Release, Structure
from ..queries import studies
from ..queries.studies import Asked as AskedOfStudies
from ..wanted import Asked, CannotShow
from .choices import choices
from .speaking import all_releases, embedded, newest, page, page_of

HOME = settings.BASE_DIR / "data"


@page
def start(request: HttpRequest, *, language: str) -> HttpResponse:
    """Themes and their tables, the newest release, what to look for."""
    release = newest()
    said = finding.structures(settings.AYNI_HOME, release)
    themes = list(dict.fromkeys([*words.THEMES, *(one.theme for one in said)]))
    shelves = [
        (words.theme(theme), [(one, address("table", language, one.code)) for one in said if one.theme == theme])
        for theme in themes
    ]
    content = {
        "release": release, "period": words.period(release.period) if release else "",
        "release_address": address("issue", language, release.id) if release else "",
        "shelves": [(theme, rows) for theme, rows in shelves if rows], "search": address("search", language),
        "bulletins": address("bulletins", language), "series": address("series", language),
        "departments": codelists.kept_departments(), "programs": downloads.start() and address("programs", language),
        "releases": address("calendar", language), "terms": address("terms", language),
        "blanks": address("blanks", language),
    }  # fmt: skip
    return page_of(request, "start", language, "start", page=content)


@page
def search(request: HttpRequest, *, language: str) -> HttpResponse:
    """By words: tables, figures of others, places. What was looked for is kept nowhere."""
    typed = request.GET.get("q", "").strip()[:100]
    found = finding.find(finding.structures(settings.AYNI_HOME, newest()), typed, language)
    content = {
        "words": typed, "found": found, "search": address("search", language),
        "tables": [(one, address("table", language, one.code)) for one in found.tables],
        "figures": [(one, one.label(language), address("figure", language, one.code)) for one in found.figures],
        "places": [(name, address("bulletin", language, code)) for code, name in found.places],
        "bulletins": address("bulletins", language),
        "studies": library.listed(studies.found(AskedOfStudies(words=typed)), language) if typed else [],
    }  # fmt: skip
    return page_of(request, "search", language, "search", page=content)


@dataclass(frozen=True)
class Seen:
    """All that a page and what is embedded of it need."""

    asked: Asked
    table: answering.Table
    drawing: Chart | None
    drawings: list[str]
    title: str


def asked_for(request: HttpRequest, code: str) -> tuple[Asked, list[Release]]:
    """Raises CannotShow: there is no such table, or it holds no such thing."""
    releases = [one for one in all_releases() if code in one.cubes]
    if not releases:
        raise CannotShow(
            _("There is no table called “%(code)s”. Look for it by its words, or choose one of the list.")
            % {"code": code[:40]}, 404,
        )  # fmt: skip
    given = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    release = wanted.release_of(given["periodo"], releases) if given.get("periodo") else releases[0]
    said = published.structure(settings.AYNI_HOME, release, code)
    assert said is not None  # noqa: S101 - the release names it
    return wanted.read(given, said, release, releases), releases


def seen(asked: Asked, releases: list[Release], language: str) -> Seen:
    table = answering.table(settings.AYNI_HOME, asked, language)
    drawings = offered(asked, table, len({one.period for one in releases}))
    kind = asked.drawing if asked.drawing in drawings else drawings[0]
    courses = answering.courses(settings.AYNI_HOME, asked, releases, language) if kind == "lines" else []
    title = title_of(asked, language)
    drawing = chart(asked, table, kind, courses, HOME, title) if kind != "none" else None
    return Seen(asked, table, drawing, drawings, title)


def title_of(asked: Asked, language: str) -> str:
    """What is counted, of whom, where and when: the caption of the table and the name of the drawing."""
    said = asked.structure
    chosen = [said.dimension(name) for name in asked.fixed]
    parts = [one.label(asked.fixed[one.code], language) for one in chosen if one]
    if said.place and not asked.other_place:
        parts.append(said.place.label(asked.place, language))
    when = words.period(asked.release.period)
    if asked.other:
        when = f"{when} / {words.period(asked.other.period)}"
    return ": ".join((said.measure[language], ", ".join([*parts, when])))


@page
def table(request: HttpRequest, code: str, *, language: str) -> HttpResponse:
    asked, releases = asked_for(request, code)
    shown = seen(asked, releases, language)
    own = address("table", language, code)
    link = whole(f"{own}?{asked.query()}")
    frame = whole(f"{address('embed', language, code)}?{asked.query()}")
    content: dict[str, Any] = {
        "seen": shown, "said": spoken_of(asked.structure, language), "own": own, "link": link,
        "iframe": f'<iframe src="{frame}" title="{shown.title}" width="760" height="640" loading="lazy"></iframe>',
        "citation": words.citation(asked.structure, asked.release, language, link),
        "choices": choices(asked, releases, shown.drawings, shown.drawing, language),
        "downloads": downloads.of(asked.release, code, language), "history": address("changes", language, code),
        "licence": words.licence(asked.release.licence),
        "release_address": address("issue", language, asked.release.id),
        "add_up": words.add_up(asked.release.variance), "method": address("method", language),
        "newer": releases[0] if asked.release != releases[0] else None,
        "standing": [words.standing(period) for period in shown.table.older], "alike": words.ALIKE,
        "compared": _compared(asked), "studies": library.listed(studies.using(Linked.TABLE, code), language),
        "purpose": f"{address('purpose', language)}?tabla={code}",
    }  # fmt: skip
    return page_of(request, "table", language, "table", code, page=content)


def _compared(asked: Asked) -> str:
    """How large a difference must be to mean something."""
    if not asked.compares:
        return ""
    least = round(2 * (2 * asked.release.variance) ** 0.5)
    return _("A difference of %(least)s or less may come from the protection alone.") % {"least": least}


def spoken_of(said: Structure, language: str) -> dict[str, Any]:
    """A structure, in one language."""
    return {
        "code": said.code, "title": said.title[language], "measure": said.measure[language],
        "method": said.method[language], "source": said.source[language], "is_stock": said.is_stock,
        "notes": [one[language] for one in said.notes], "level": words.LEVELS[said.level],
        "every": words.EVERY[said.level], "theme": words.theme(said.theme), "has_places": said.place is not None,
        "quality": [
            (found.title[language], round(100 * share))
            for name, share in said.quality.items() if (found := said.dimension(name))
        ],
    }  # fmt: skip


@embedded
@page
def embed(request: HttpRequest, code: str, *, language: str) -> HttpResponse:
    """The drawing and its table, to be put into a page of others."""
    asked, releases = asked_for(request, code)
    shown = seen(asked, releases, language)
    link = whole(f"{address('table', language, code)}?{asked.query()}")
    content = {
        "seen": shown, "said": spoken_of(asked.structure, language), "link": link,
        "licence": words.licence(asked.release.licence), "add_up": words.add_up(asked.release.variance),
        "standing": [words.standing(period) for period in shown.table.older], "alike": words.ALIKE,
    }  # fmt: skip
    return page_of(request, "embed", language, "embed", code, page=content)


@page
def to_tables(request: HttpRequest, *, language: str) -> HttpResponse:
    """Whoever cuts the address of a table comes to the list of all."""
    return HttpResponseRedirect(address("start", language))
