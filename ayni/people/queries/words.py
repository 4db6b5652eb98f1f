"""Pieces of a file in words, the same on pages, letters and referrals."""

from datetime import date

from django.utils.dates import MONTHS_3
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.codelists.models import Territory
from ayni.people.models import (
    Birth,
    ContactPoint,
    HowKnown,
    IdentityDocument,
    MigratorySituation,
    Person,
    Relationship,
    Residence,
)
from ayni.people.rules.registering import NewContact, NewPerson, NewRelative

LANGUAGES = {"es": "español", "pt": "português", "en": "English", "fr": "français", "ht": "Kreyòl ayisyen"}
"""Each in its own name."""


def language(code: str) -> str:
    return LANGUAGES.get(code, code)


def birth(person: Person | NewPerson) -> str:
    """The birth date with how well it is known: 12 mar 1990; mar 1990 (no se sabe el día); hacia 1990 (estimada)."""
    return birth_of(person.birth_date, person.birth_precision)


def birth_of(born: date | None, precision: str) -> str:
    if born is None:
        return _("not known")
    if precision == Birth.MONTH:
        return _("%(month)s (the day is not known)") % {"month": f"{MONTHS_3[born.month]} {born.year}"}
    if precision == Birth.YEAR:
        return _("%(year)s (only the year is known)") % {"year": born.year}
    if precision == Birth.ESTIMATED:
        return _("about %(year)s (estimated)") % {"year": born.year}
    return day(born)


def day(when: date) -> str:
    return f"{when.day} {MONTHS_3[when.month]} {when.year}"


def document(document: IdentityDocument) -> str:
    """Pasaporte AB123456 (Venezuela)"""
    text = f"{document.type.label_es} {document.number}".strip()
    return f"{text} ({document.issued_in.label_es})" if document.issued_in else text


def regularity(situation: MigratorySituation) -> str:
    said = {
        "regular": _("regular situation"),
        "irregular": _("irregular situation"),
        "national": _("Peruvian national"),
    }
    return said.get(situation.status.regularity, _("situation not known"))


def protection(situation: MigratorySituation) -> str:
    said = {"refugee": _("refugee"), "applicant": _("asylum seeker"), "asylee": _("political asylee")}
    return said.get(situation.status.protection, situation.status.protection)


def relative(new: NewRelative) -> str:
    """Hija o hijo: Ana, 2019, nacida en el Perú"""
    parts = [new.name, str(new.birth_year or ""), _("born in Peru") if new.born_in_peru else ""]
    more = ", ".join(filter(None, parts))
    kind = str(Relationship.Kind(new.kind).label)
    return f"{kind}: {more}" if more else kind


def since(row: Relationship) -> str:
    """Since when a link stands, as far as it is known: 3 may 2020; may 2020; 2020."""
    return _partly(row.since, row.since_known)


def until(row: Relationship) -> str:
    """Until when it stood: if nobody said, the day on which it was ended here."""
    if row.until is None and row.ended_at:
        return _partly(localdate(row.ended_at), HowKnown.DAY)
    return _partly(row.until, row.until_known)


def _partly(on: date | None, known: str) -> str:
    if on is None:
        return ""
    parts = {HowKnown.YEAR: [], HowKnown.MONTH: [str(MONTHS_3[on.month])]}
    return " ".join([*parts.get(HowKnown(known), [str(on.day), str(MONTHS_3[on.month])]), str(on.year)])


def place(person: Person) -> str:
    if person.in_transit:
        return _("in transit")
    return territory(person.district) if person.district else ""


def residence(home: Residence) -> str:
    """San Martín de Porres, Lima, Lima, Jr. Unión 5; in transit; left for Chile"""
    if home.abroad_in:
        where = _("left the country, for %(country)s") % {"country": home.abroad_in.label_es}
    elif home.in_transit:
        where = _("in transit")
    else:
        where = territory(home.district) if home.district else _("not known")
    return f"{where}, {home.address}" if home.address else where


def territory(place: Territory) -> str:
    """San Martín de Porres, Lima, Lima"""
    names = [place.label_es]
    while place.parent is not None:
        place = place.parent
        names.append(place.label_es)
    return ", ".join(names)


def contact(contact: ContactPoint | NewContact) -> str:
    """How to reach the person, and what must not be done."""
    limits = []
    if not contact.may_call:
        limits.append(_("do not call"))
    if not contact.may_leave_content:
        limits.append(_("leave no content in a message"))
    if contact.instructions:
        limits.append(contact.instructions)
    kind = str(ContactPoint.Kind(contact.kind).label)
    text = f"{kind}: {contact.value}" if contact.value else kind
    return f"{text} ({'; '.join(limits)})" if limits else text
