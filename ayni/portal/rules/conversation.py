"""A conversation by menu: what was said so far and what somebody wrote → what is said now. It keeps nothing, asks
nothing of a network and knows no way of talking but by its `Form`. What there is to tell is handed to it as `Knows`."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from ..models import Tongue
from .asking import is_beginning, is_danger, is_end, is_thanks, named, number_of, order_of, place_of, tongue_of
from .fitting import Form, pieces_of

Row = tuple[str, str]
"""Code, and what it is called."""
DEEPEST = 12
"""Screens that «back» remembers."""
UNREAD = "\N{OBJECT REPLACEMENT CHARACTER}"
"""What came and is no words: a voice note, a picture, a place on a map."""


class Knows(Protocol):
    """What may be told of: guides, lines to call, public places, what one may complain about."""

    def services(self, language: str) -> list[Row]: ...
    def guides(self, language: str, service: str) -> list[Row]: ...
    def found(self, language: str, words: str) -> list[Row]: ...
    def guide(self, language: str, code: str) -> tuple[str, list[Row]]: ...
    def part(self, language: str, code: str, part: str) -> str: ...
    def quiet_guides(self, language: str) -> list[Row]: ...
    def calls(self, language: str) -> str: ...
    def needs(self, language: str) -> list[Row]: ...
    def need_of(self, words: str) -> str: ...
    def districts(self, words: str) -> list[Row]: ...
    def places(self, language: str, need: str, district: str) -> str: ...
    def categories(self, language: str) -> list[Row]: ...
    def says_who(self, text: str) -> bool: ...
    def address(self, page: str, language: str) -> str: ...


@dataclass(frozen=True)
class Talk:
    """Where a conversation is. Short-lived: it may hold words of a complaint that is not sent yet."""

    language: str = "es"
    screen: str = "start"
    arg: str = ""
    page: int = 0
    note: str = ""
    """What is said before the screen, on all of its pages: the numbers of options depend on it."""
    back: tuple[tuple[str, str], ...] = ()
    told: dict[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Talk":
        return cls(**kept | {"back": tuple((screen, arg) for screen, arg in kept["back"])})


@dataclass(frozen=True)
class Option:
    label: str
    screen: str
    arg: str = ""


@dataclass(frozen=True)
class Screen:
    text: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Said:
    """One message, as it fits."""

    text: str
    options: tuple[tuple[str, str], ...] = ()
    """Number to type and what it leads to, for ways of talking that have buttons. Without those the text holds them."""
    body: str = ""
    """The text without them."""
    is_end: bool = False


@dataclass(frozen=True)
class Wants:
    """Somebody sends a complaint: the one thing that a conversation does."""

    category: str
    text: str
    language: str
    may_answer: bool
    """They said that their number may be kept, to be told of an answer."""


@dataclass(frozen=True)
class Turn:
    talk: Talk
    said: Said
    entry: str
    """Of the menu: what is counted."""
    wants: Wants | None = None


def step(talk: Talk | None, typed: str, knows: Knows, form: Form) -> Turn:
    """One message in, one message out."""
    begun = talk or Talk()
    with override(begun.language):
        went = _went(begun, typed, knows, form) if typed.strip() else begun
    with override(went.language):
        return _told(went, knows, form)


def is_answer(talk: Talk, typed: str, knows: Knows, form: Form) -> bool:
    """Whether the screen can do something with it, other than not to understand it."""
    number = number_of(typed)
    if number is not None:
        return bool(order_of(typed)) or 1 <= number <= len(_options(talk, knows, form))
    labels = [one.label for one in _screen(talk, knows).options]
    return bool(order_of(typed) or place_of(typed) or tongue_of(typed)) or named(typed, labels) is not None


def _told(talk: Talk, knows: Knows, form: Form) -> Turn:
    if talk.screen == "ended":
        said = pages(_screen(talk, knows), form, has_back=False, is_end=True)[0]
        return Turn(Talk(language=talk.language), said, "ended")
    if talk.screen == "sent" and not talk.told.get("text"):
        # Somebody went back to a question whose words are gone: they are asked for again.
        category = talk.told.get("category", "")
        talk = replace(talk, screen="words" if category else "tell", arg=category, page=0)
    shown = pages(_screen(talk, knows), form, note=talk.note, has_back=bool(talk.back))
    talk = replace(talk, page=min(talk.page, len(shown) - 1))
    entry = f"{talk.screen}:{talk.arg}" if talk.screen == "guides" else talk.screen
    wants = None
    if talk.screen == "sent":
        told = talk.told
        wants = Wants(told["category"], told["text"], talk.language, talk.arg == "yes")
        talk = Talk(language=talk.language)
    return Turn(talk, shown[min(talk.page, len(shown) - 1)], entry, wants)


def _went(talk: Talk, typed: str, knows: Knows, form: Form) -> Talk:
    """Where the words lead."""
    if is_end(typed):
        return Talk(language=talk.language, screen="ended")
    if typed == UNREAD:
        return replace(talk, note=_("We read words and numbers here: no voice notes, no pictures."), page=0)
    if talk.screen == "words" and order_of(typed) != "back" and not is_beginning(typed):
        return _wrote(talk, typed, knows)
    if is_danger(typed):
        return _to(talk, "help")
    order = order_of(typed)
    if order == "back" and talk.back:
        (screen, arg), rest = talk.back[-1], talk.back[:-1]
        return replace(talk, screen=screen, arg=arg, page=0, note="", back=rest)
    if order == "more":
        return replace(talk, page=talk.page + 1)
    options = _options(talk, knows, form)
    number = number_of(typed)
    if number is not None and 1 <= number <= len(options):
        return _chosen(talk, options[number - 1])
    if talk.screen == "district" and number is None and not place_of(typed):
        return _searched(talk, typed, knows)
    return _by_word(talk, typed, knows)


def _by_word(talk: Talk, typed: str, knows: Knows) -> Talk:
    if tongue := tongue_of(typed):
        return Talk(language=tongue)
    if place := place_of(typed):
        return Talk(language=talk.language) if place == "start" else _to(talk, place)
    whole = _screen(talk, knows).options
    at = named(typed, [one.label for one in whole])
    if at is not None:
        return _chosen(talk, whole[at])
    if talk.screen == "where" and (need := knows.need_of(typed)):
        return _to(talk, "district", need)
    if number_of(typed) is None and knows.found(talk.language, typed):
        return _to(talk, "found", typed[:60])
    if is_thanks(typed):
        return replace(talk, note=_("With pleasure."), page=0)
    # From its beginning: with the note before it the screen is parted elsewhere, and the note stands on the first part.
    return replace(talk, note=_("We did not understand."), page=0)


def _options(talk: Talk, knows: Knows, form: Form) -> tuple[Option, ...]:
    """Those of the page that was sent: numbers begin anew on each."""
    screen = _screen(talk, knows)
    shown = _laid(screen, form, note=talk.note, has_back=bool(talk.back))
    return shown[min(talk.page, len(shown) - 1)][1]


def _chosen(talk: Talk, option: Option) -> Talk:
    if option.screen == "spoken":
        return Talk(language=option.arg)
    if talk.screen == "confirm" and option.screen == "start":
        # What they did not want to send is not kept either, and «back» does not lead to it.
        return Talk(language=talk.language)
    if option.screen == "words":
        talk = replace(talk, told={"category": option.arg})
    return _to(talk, option.screen, option.arg)


def _to(talk: Talk, screen: str, arg: str = "") -> Talk:
    back = (*talk.back, (talk.screen, talk.arg))[-DEEPEST:]
    return replace(talk, screen=screen, arg=arg, page=0, note="", back=back)


def _wrote(talk: Talk, typed: str, knows: Knows) -> Talk:
    """Words of danger in a complaint are kept for it, and answered by whom to call."""
    told = {"category": talk.arg, "text": typed.strip()}
    confirming = _to(replace(talk, told=told), "confirm")
    return replace(confirming, note=knows.calls(talk.language)) if is_danger(typed) else confirming


def _searched(talk: Talk, typed: str, knows: Knows) -> Talk:
    found = knows.districts(typed)
    if not found:
        return replace(talk, note=_("We know no district of that name. Write it again, or add its region."))
    if len(found) == 1:
        return _to(talk, "places", f"{talk.arg} {found[0][0]}")
    return _to(talk, "districts", f"{talk.arg} {typed[:40]}")


# What each screen says. One line of the table below for each.


def _start(talk: Talk, knows: Knows) -> Screen:
    # Short enough for all of it to be one SMS in Spanish: whoever does not read Spanish sees where the languages are.
    return Screen(_("Ayni, free for migrants. Write a number:"), (
        Option(_("Guides by subject"), "services"),
        Option(pgettext("channel", "Where to go"), "where"),
        Option(_("How my application stands"), "status"),
        Option(_("Lines to call in danger"), "help"),
        Option(_("Complain or suggest"), "tell"),
        Option(pgettext("channel", "Language/Idioma/Lang"), "language"),
    ))  # fmt: skip


def _rows(text: str, rows: list[Row], screen: str, before: str = "") -> Screen:
    return Screen(text, tuple(Option(label, screen, f"{before}{code}") for code, label in rows))


def _where(talk: Talk, knows: Knows) -> Screen:
    return _rows(_("What do you need?"), knows.needs(talk.language), "district")


def _districts(talk: Talk, knows: Knows) -> Screen:
    need, _space, words = talk.arg.partition(" ")
    return _rows(_("Which of these?"), knows.districts(words), "places", f"{need} ")


def _places(talk: Talk, knows: Knows) -> Screen:
    need, _space, district = talk.arg.partition(" ")
    return Screen(knows.places(talk.language, need, district))


def _help(talk: Talk, knows: Knows) -> Screen:
    said = _("You can call now:")
    last = _("If somebody looks at your telephone, delete these messages.")
    return _rows(f"{said}\n{knows.calls(talk.language)}\n{last}", knows.quiet_guides(talk.language), "guide")


def _guide(talk: Talk, knows: Knows) -> Screen:
    text, parts = knows.guide(talk.language, talk.arg)
    return _rows(text or _("This guide is no more."), parts, "part", f"{talk.arg} ")


def _part(talk: Talk, knows: Knows) -> Screen:
    code, _space, part = talk.arg.partition(" ")
    return Screen(knows.part(talk.language, code, part) or _("This guide is no more."))


def _status(talk: Talk, knows: Knows) -> Screen:
    said = _("Look with your number at %(address)s or ask at an office. Send no data of yours by this way.")
    return Screen(said % {"address": knows.address("status", talk.language)})


def _confirm(talk: Talk, knows: Knows) -> Screen:
    said = _("Do we send it? Your number is not kept unless you say so.")
    if knows.says_who(talk.told.get("text", "")):
        said = _("Your words seem to say who you are.") + " " + said
    return Screen(said, (
        Option(_("Send it without my number"), "sent", "no"),
        Option(_("Send it, and tell me of the answer at this number"), "sent", "yes"),
        Option(_("Do not send it"), "start"),
    ))  # fmt: skip


SCREENS: dict[str, Callable[[Talk, Knows], Screen]] = {
    "start": _start,
    "language": lambda talk, knows: _rows(
        "Idioma, language, lingua, langue, lang:", [(one.value, str(one.label)) for one in Tongue], "spoken"
    ),
    "guides": lambda talk, knows: _rows(_("Guides:"), knows.guides(talk.language, talk.arg), "guide"),
    "services": lambda talk, knows: _rows(_("About what?"), knows.services(talk.language), "guides"),
    "found": lambda talk, knows: _rows(_("Guides:"), knows.found(talk.language, talk.arg), "guide"),
    "guide": _guide,
    "part": _part,
    "where": _where,
    "district": lambda talk, knows: Screen(_("In which district are you? Write its name.")),
    "districts": _districts,
    "places": _places,
    "help": _help,
    "status": _status,
    "tell": lambda talk, knows: _rows(
        pgettext("channel", "What is it about?"), knows.categories(talk.language), "words"
    ),
    "words": lambda talk, knows: Screen(_("Write in one message what happened. Names are not needed.")),
    "confirm": _confirm,
    "sent": lambda talk, knows: Screen(_("Received.")),
    "ended": lambda talk, knows: Screen(
        _("Done: we write no more, and forget this. Notices asked of an office end there. To begin again: hola")
    ),
}


def _screen(talk: Talk, knows: Knows) -> Screen:
    return SCREENS[talk.screen](talk, knows)


# How a screen is parted into messages.

Laid = list[tuple[str, tuple[Option, ...]]]


def pages(screen: Screen, form: Form, *, note: str = "", has_back: bool = True, is_end: bool = False) -> list[Said]:
    """Each with what one types to go on and to go back."""
    laid = _laid(screen, form, note=note, has_back=has_back)
    found = []
    for at, (text, options) in enumerate(laid):
        ways = [(str(n), form.written(one.label)) for n, one in enumerate(options, start=1)]
        orders = [("9", form.written(_more()))] if at < len(laid) - 1 else []
        orders += [("0", form.written(_back()))] if has_back else []
        lines = [text, *(f"{n} {label}" for n, label in ways), ", ".join(f"{n} {label}" for n, label in orders)]
        found.append(Said("\n".join(filter(None, lines)), (*ways, *orders), text, is_end))
    return found


def _laid(screen: Screen, form: Form, *, note: str, has_back: bool) -> Laid:
    both = form.written(f"9 {_more()}, 0 {_back()}")

    def holds(text: str) -> bool:
        return form.holds(f"{text}\n{both}")

    whole = form.written("\n".join(filter(None, (note, screen.text))))
    all_of_it = _lines(whole, screen.options, form) + (f"\n0 {_back()}" if has_back else "")
    if len(screen.options) <= form.options and form.holds(form.written(all_of_it)):
        return [(whole, screen.options)]
    laid: Laid = [(one, ()) for one in pieces_of(whole, holds)]
    for option in screen.options:
        text, there = laid[-1]
        if len(there) < form.options and holds(_lines(text, (*there, option), form)):
            laid[-1] = (text, (*there, option))
        else:
            laid.append(("", (_short(option, form, holds),)))
    return laid


def _lines(text: str, options: tuple[Option, ...], form: Form) -> str:
    return "\n".join([text, *(f"{n} {form.written(one.label)}" for n, one in enumerate(options, start=1))])


def _short(option: Option, form: Form, holds: Callable[[str], bool]) -> Option:
    """What is called so long that it fits nowhere is cut."""
    label = option.label
    while not holds(_lines("", (replace(option, label=label),), form)):
        label = label[:-1]
    return replace(option, label=label)


def _more() -> str:
    return pgettext("channel", "more")


def _back() -> str:
    return pgettext("channel", "back")


def receipt(number: str, code: str, language: str, knows: Knows, form: Form) -> Said:
    """What stands in the place of «received» when it really is."""
    with override(language):
        said = _("Received. Number %(number)s, code %(code)s. Keep both: they are given only once. Answer: %(address)s")
        text = said % {"number": number, "code": code, "address": knows.address("follow", language)}
        return replace(pages(Screen(text), form, has_back=False)[0], is_end=True)
