"""What the conversations by telephone may tell: what the site publishes, and public places of the directory."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ayni.codelists import queries as codelists
from ayni.directory import queries as directory
from ayni.feedback import queries as voice
from ayni.feedback import rules as voiced
from ayni.feedback.models import Kind

from ..models import Guide, Service
from ..rules import needs
from ..rules.addresses import path_of
from ..rules.conversation import Row
from .entrances import in_language
from .guides import Shown, search, shelves, shown
from .telling import Told, lines_of_emergency, told
from .where import Asked, Card, all_needs, listing

PLACES_TOLD = 3
PAGES = {"status": "/mi-tramite/", "where": "/donde-ir/", "follow": "/voz/seguimiento/"}

PARTS: dict[str, Callable[[Told], list[str]]] = {
    "need": lambda text: [line.plain for line in text.need],
    "cost": lambda text: [line.plain for line in (text.cost, text.time) if line],
    "steps": lambda text: [
        f"{n}. {step.title.plain} {step.text.plain}".strip() for n, step in enumerate(text.steps, start=1)
    ],
    "where": lambda text: [line.plain for line in text.where],
    "refused": lambda text: [line.plain for line in text.refused],
    "rights": lambda text: [right.text.plain for right in text.rights],
}


def _called(part: str) -> str:
    names = {
        "need": pgettext("guide", "What you need"),
        "cost": _("What it costs"),
        "steps": _("Step by step"),
        "where": pgettext("guide", "Where to go"),
        "refused": _("If they refuse"),
        "rights": _("Your rights"),
    }
    return names[part]


def _line(card: Card) -> str:
    """What it is, where it is and whom to call there."""
    phone = card.phone.number if card.phone else ""
    return ". ".join(filter(None, (card.title, card.place_name, card.address, card.where, phone)))


class Published:
    """Read once for a message. A guide that may betray somebody stands in no list and is found by no word: the lines
    to call lead to it, under the title that tells nothing."""

    def __init__(self, at: datetime) -> None:
        self.at, self.on = at, localdate(at)

    @cached_property
    def _shelves(self) -> dict[str, dict[Service, list[Shown]]]:
        return {}

    def _all(self, language: str) -> dict[Service, list[Shown]]:
        if language not in self._shelves:
            self._shelves[language] = shelves(language, self.on)
        return self._shelves[language]

    def services(self, language: str) -> list[Row]:
        return [(one.value, str(one.label)) for one in self._all(language) if self.guides(language, one)]

    def guides(self, language: str, service: str) -> list[Row]:
        rows = self._all(language).get(Service(service), []) if service in Service.values else []
        return [(str(one.guide.pk), one.title) for one in rows if not one.is_discreet]

    def found(self, language: str, words: str) -> list[Row]:
        rows = search(language, self.on, words)
        return [(str(one.guide.pk), one.title) for one in rows if not one.is_discreet][:20]

    def quiet_guides(self, language: str) -> list[Row]:
        rows = [one for each in self._all(language).values() for one in each if one.is_discreet]
        titles = [str(one.said.text.get("browser_title") or one.title) for one in rows]
        return [(str(one.guide.pk), f"{title} {n}") for n, (one, title) in enumerate(zip(rows, titles, strict=True), 1)]

    def _guide(self, language: str, code: str) -> tuple[Shown, Told] | None:
        guide = Guide.objects.standing().filter(pk=int(code)).first() if code.isdecimal() else None
        found = shown(guide, language, self.on) if guide else None
        return (found, told(found.said.text, found.said.language, self.on)) if found else None

    def guide(self, language: str, code: str) -> tuple[str, list[Row]]:
        found = self._guide(language, code)
        if found is None:
            return "", []
        one, text = found
        lines = [text.browser_title if one.is_discreet else text.title, text.summary.plain]
        return "\n".join(lines), [(part, _called(part)) for part, said in PARTS.items() if said(text)]

    def part(self, language: str, code: str, part: str) -> str:
        found = self._guide(language, code)
        if found is None or part not in PARTS:
            return ""
        one, text = found
        more = [] if one.is_discreet else [settings.PUBLIC_URL + path_of(one.guide.slug, one.said.language)]
        return "\n".join([*PARTS[part](text), *more])

    def calls(self, language: str) -> str:
        return "\n".join(f"{call.number} {call.label}" for call in lines_of_emergency(language))

    def needs(self, language: str) -> list[Row]:
        """Those of the page of where to go, as it calls them, of which there is something to be told."""
        offered = directory.offered()
        return [
            (code, label)
            for code, label in all_needs()
            if code.count("-") == 1 and any(one == code or one.startswith(f"{code}-") for one in offered)
        ]

    def need_of(self, words: str) -> str:
        meant = needs.called(words)
        return next((code for code in needs.NEEDS if code in meant), "")

    def districts(self, words: str) -> list[Row]:
        return [(one.code, one.full_name) for one in codelists.districts_like(words)]

    def places(self, language: str, need: str, district: str) -> str:
        """The nearest. Of what is given at a confidential point nothing is told, not even that there is one."""
        found = listing(Asked(needs=(need,), place=district), self.at, size=PLACES_TOLD * 2).cards
        lines = [_line(one) for one in found if not one.point.is_confidential][:PLACES_TOLD]
        if not lines:
            return _("We know no place near there. Ask at an office, or look at %(address)s") % {
                "address": self.address("where", language)
            }
        return "\n".join([*lines, self.address("where", language)])

    def categories(self, language: str) -> list[Row]:
        rows = voice.categories(Kind.COMPLAINT)
        return [(one.code, _(one.label_en) if language != "es" and one.label_en else one.label_es) for one in rows]

    def says_who(self, text: str) -> bool:
        return bool(voiced.noticed(text))

    def address(self, page: str, language: str) -> str:
        return str(settings.PUBLIC_URL) + in_language(PAGES[page], language)
