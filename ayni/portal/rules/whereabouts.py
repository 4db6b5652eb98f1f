"""Hours, distances, costs and checks in the words of the public site, in whichever language it speaks. The clock and
the rows are handed in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from ayni.design import words
from ayni.directory.rules.hsds import WEEKDAYS
from ayni.directory.rules.opening import Hours, Opening, State

from .reading import LONGEST_SHARE

Said = str | Promise

DAYS: dict[str, Said] = dict(
    zip(
        WEEKDAYS,
        (
            pgettext_lazy("where", "Monday"), pgettext_lazy("where", "Tuesday"), pgettext_lazy("where", "Wednesday"),
            pgettext_lazy("where", "Thursday"), pgettext_lazy("where", "Friday"), pgettext_lazy("where", "Saturday"),
            pgettext_lazy("where", "Sunday"),
        ),
        strict=True,
    )
)  # fmt: skip
ADMITS: dict[str, Said] = {
    "ANYONE": pgettext_lazy("where", "Anybody, with or without documents"),
    "DOCUMENT": pgettext_lazy(
        "where", "Anybody with an identity document, of whatever country and also expired papers"
    ),
    "REGULAR": pgettext_lazy("where", "Only whoever has regular papers"),
}
WHOM: dict[str, Said] = {
    "CHILDREN": pgettext_lazy("where", "Children"),
    "ADOLESCENTS": pgettext_lazy("where", "Adolescents"),
    "ALONE": pgettext_lazy("where", "Children and adolescents without their family"),
    "WOMEN": pgettext_lazy("where", "Women"),
    "PREGNANT": pgettext_lazy("where", "Pregnant women and mothers with babies"),
    "MEN": pgettext_lazy("where", "Men"),
    "FAMILIES": pgettext_lazy("where", "Families"),
    "OLDER": pgettext_lazy("where", "Older people"),
    "DISABILITY": pgettext_lazy("where", "People with a disability"),
    "LGBTIQ": pgettext_lazy("where", "LGBTIQ+ people"),
    "SURVIVORS": pgettext_lazy("where", "Survivors of violence"),
    "TRAFFICKED": pgettext_lazy("where", "Survivors of trafficking"),
    "REFUGEES": pgettext_lazy("where", "Refugees and asylum seekers"),
}
HOW: dict[str, Said] = {
    "STAFF": pgettext_lazy("where", "the unit that makes this page"),
    "INSTITUTION": pgettext_lazy("where", "the institution itself"),
    "LINK": pgettext_lazy("where", "the institution itself"),
    "FILE": pgettext_lazy("where", "a list of the institution"),
}
LANGUAGES = {
    "spa": "Español", "por": "Português", "eng": "English", "fra": "Français", "hat": "Kreyòl ayisyen", "wba": "Warao",
    "guc": "Wayuunaiki", "prl": "Lengua de señas peruana", "vsl": "Lengua de señas venezolana",
    "que": "Runasimi (quechua)", "aym": "Aymar aru", "zho": "中文", "ara": "العربية", "ukr": "Українська",
    "rus": "Русский", "deu": "Deutsch",
    "ita": "Italiano", "jpn": "日本語",
}  # fmt: skip
"""By the name that its speakers give it; the others as the code list calls them."""
NUMBER = re.compile(r"\+?[(\d][\d\s()./-]{1,24}\d")


def opening_in_words(
    opening: Opening, hours: Iterable[Hours], *, by_appointment: bool, now: datetime, has_phone: bool = True
) -> str:
    """Whoever attends by appointment is never said to be closed; what nobody wrote down is not known. Nobody is told
    to call where there is nothing to call."""
    if by_appointment:
        return pgettext("where", "By appointment only: ask for it before you go")
    if opening.state == State.UNKNOWN:
        return (
            pgettext("where", "Nobody wrote down its hours: call first")
            if has_phone
            else pgettext("where", "Nobody wrote down its hours: ask before you go")
        )
    if opening.state == State.OPEN and opening.until:
        midnight = opening.until.time() == time(0)
        if midnight and any(row.opens_at == row.closes_at == time(0) for row in hours):
            return pgettext("where", "Open now, day and night")
        return pgettext("where", "Open now, until %(hour)s") % {"hour": _hour(opening.until, now)}
    if opening.opens:
        return pgettext("where", "Closed now; opens %(when)s") % {"when": _when(opening.opens, now)}
    if not has_phone:
        return pgettext("where", "Closed for now: ask before you go")
    return pgettext("where", "Closed for now: call first")


def _hour(at: datetime, now: datetime) -> str:
    hour = f"{at:%H:%M}"
    return hour if at.date() == now.date() else pgettext("where", "%(hour)s tomorrow") % {"hour": hour}


def _when(at: datetime, now: datetime) -> str:
    said = {"hour": f"{at:%H:%M}", "day": str(DAYS[WEEKDAYS[at.weekday()]]).lower(), "date": words.day(at.date())}
    days = (at.date() - now.date()).days
    if days == 0:
        return pgettext("where", "today at %(hour)s") % said
    if days == 1:
        return pgettext("where", "tomorrow at %(hour)s") % said
    return (
        pgettext("where", "on %(day)s at %(hour)s") if days < 7 else pgettext("where", "on %(date)s at %(hour)s")
    ) % said


def hours_in_words(hours: Iterable[Hours], today: date) -> list[str]:
    """Such as "Monday to Friday: 08:00 to 17:00", then the days on which it will be closed."""
    rows = list(hours)
    regular: dict[tuple[str, str], set[str]] = {}
    odd = False
    for row in rows:
        if row.is_closure or not row.opens_at or not row.closes_at or (row.valid_to and row.valid_to < today):
            continue
        days = _weekdays(row)
        odd = odd or days is None
        if days:
            regular.setdefault((f"{row.opens_at:%H:%M}", f"{row.closes_at:%H:%M}"), set()).update(days)
    said = []
    for (opens, closes), kept in sorted(regular.items(), key=lambda one: (min(map(WEEKDAYS.index, one[1])), one[0])):
        some = {"days": days_in_words(kept), "from": opens, "to": closes}
        around = opens == closes == "00:00"
        said.append(
            (
                pgettext("where", "%(days)s: day and night")
                if around
                else pgettext("where", "%(days)s: %(from)s to %(to)s")
            )
            % some
        )
    if odd:
        said.append(pgettext("where", "On some days of the month other hours: ask first"))
    return said + [_closed(row) for row in rows if row.is_closure and (row.valid_to is None or row.valid_to >= today)]


def _weekdays(row: Hours) -> set[str] | None:
    """Those of every week. None: it is more than a week can say."""
    if row.bymonthday or row.byweekno or row.byyearday or (row.interval or 1) > 1 or row.freq in {"MONTHLY", "YEARLY"}:
        return None
    parts = [part for part in row.byday.replace(" ", "").upper().split(",") if part]
    if any(part not in WEEKDAYS for part in parts):
        return None
    return set(parts or WEEKDAYS)


def days_in_words(days: Iterable[str]) -> str:
    """Runs of three days and more from the first to the last."""
    places = sorted(map(WEEKDAYS.index, days))
    if len(places) == len(WEEKDAYS):
        return pgettext("where", "Every day")
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    said: list[str] = []
    for run in runs:
        names = [str(DAYS[WEEKDAYS[place]]) for place in run]
        names = names if not said else [name.lower() for name in names]
        if len(run) > 2:
            said.append(pgettext("where", "%(first)s to %(last)s") % {"first": names[0], "last": names[-1].lower()})
        else:
            said += [names[0], *(name.lower() for name in names[1:])]
    return ", ".join(said)


def _closed(row: Hours) -> str:
    if row.valid_from is None or row.valid_to is None:
        return pgettext("where", "Closed until somebody says otherwise: call first")
    said = {"from": words.day(row.valid_from), "to": words.day(row.valid_to)}
    if row.valid_from == row.valid_to:
        return pgettext("where", "Closed on %(from)s") % said
    return pgettext("where", "Closed from %(from)s to %(to)s") % said


def distance_in_words(km: float | None, *, is_exact: bool) -> str:
    """In a straight line, and never finer than what is known."""
    if km is None:
        return ""
    if km < 1:
        said = pgettext("where", "less than 1 km away")
    else:
        rounded = round(km) if km < 10 else round(km / 5) * 5 if km < 50 else round(km / 10) * 10
        said = pgettext("where", "about %(km)s km away") % {"km": rounded}
    return (
        said
        if is_exact
        else pgettext("where", "%(far)s, reckoned from the middle of its district or province") % {"far": said}
    )


def cost_in_words(*, is_free: bool, fees: str, options: Sequence[Mapping[str, Any]]) -> str:
    if is_free:
        return pgettext("where", "Free")
    said = [fees] if fees else []
    for option in options:
        amount = " ".join(str(option[name]) for name in ("amount", "currency") if option.get(name) not in (None, ""))
        said.append(" · ".join(str(part) for part in (option.get("option"), amount or option.get("amount_description"))
                               if part))  # fmt: skip
    return "; ".join(part for part in said if part) or pgettext("where", "Nobody wrote down what it costs: ask first")


def ages_in_words(youngest: int | None, oldest: int | None) -> str:
    if youngest is None and oldest is None:
        return ""
    if oldest is None:
        return pgettext("where", "From %(from)s years of age") % {"from": youngest}
    if youngest is None:
        return pgettext("where", "Up to %(to)s years of age") % {"to": oldest}
    return pgettext("where", "From %(from)s to %(to)s years of age") % {"from": youngest, "to": oldest}


def checked_in_words(at: datetime | None, how: str) -> str:
    """When somebody last said that this is right, and who: an institution, and nobody's name."""
    if at is None:
        return pgettext("where", "Nobody has confirmed this yet.")
    who = HOW.get(how)
    said = {"day": words.day(at), "who": who}
    if who is None:
        return pgettext("where", "Confirmed on %(day)s.") % said
    return pgettext("where", "Confirmed on %(day)s by %(who)s.") % said


def share_text(name: str, phone: str, address: str) -> str:
    """What fits in one message: the address whole, of the name what is left."""
    tail = f" {phone}: {address}" if phone else f": {address}"
    room = LONGEST_SHARE - len(tail)
    if room < 12:
        return address[:LONGEST_SHARE]
    return (name if len(name) <= room else f"{name[: room - 1].rstrip()}…") + tail


def number_in(said: str) -> tuple[str, str]:
    """The number that one dials, as it is written; what else is said of it."""
    found = NUMBER.search(said)
    if not found:
        short = re.search(r"\d{2,}", said)
        return (short[0], said.replace(short[0], "").strip(" ,;:-")) if short else ("", said)
    return found[0].strip(), (said[: found.start()] + said[found.end() :]).strip(" ,;:-")
