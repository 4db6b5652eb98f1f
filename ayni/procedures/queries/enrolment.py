"""How an enrolment stands, and what a zone says against the file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.lib.keys import keyring
from ayni.lib.mrz import Fields, NoSpelling, PartialDate, spellings
from ayni.people.models import Birth, IdentityDocument, Person

from ..models import BiometricRecord, Capture, Device, EnrolmentSession, EnrolmentState, What
from ..rules import enrolment as rules
from ..rules.faces import read_date


@dataclass(frozen=True)
class Standing:
    """One thing of an enrolment. Without a capture it is open, unless it is not asked at this age."""

    what: What
    position: int
    label: str | Promise
    capture: Capture | None
    is_asked: bool

    @property
    def is_open(self) -> bool:
        return self.is_asked and self.capture is None

    @property
    def poor(self) -> list[str | Promise]:
        codes: Iterable[str] = self.capture.quality.get("poor", ()) if self.capture else ()
        return [rules.POOR_WORDS[code] for code in codes if code in rules.POOR_WORDS]


def open_enrolments(user: User) -> QuerySet[EnrolmentSession]:
    return _at_offices_of(user).filter(state=EnrolmentState.OPEN)


def ended_enrolments(user: User) -> QuerySet[EnrolmentSession]:
    """Finished, or left for another day."""
    return _at_offices_of(user).exclude(state=EnrolmentState.OPEN)


def _at_offices_of(user: User) -> QuerySet[EnrolmentSession]:
    rows = EnrolmentSession.objects.visible_to(user).of_offices_of(user)
    return rows.select_related("person", "application", "office")


def standing(session: EnrolmentSession, today: date) -> list[Standing]:
    captures = {(one.what, one.position): one for one in session.captures.select_related("device", "attachment")}
    age = age_of(session.person, today)
    return [
        Standing(
            what=what,
            position=position,
            label=rules.FINGERS[position] if position else what.label,
            capture=captures.get((what, position)),
            is_asked=rules.is_asked(what, age),
        )
        for what, position in rules.THINGS
    ]


def age_of(person: Person, today: date) -> int | None:
    """In whole years; the least that it may be. None: not known."""
    if person.birth_date is None:
        return None
    born = person.birth_date
    if person.birth_precision in {Birth.YEAR, Birth.ESTIMATED}:
        return today.year - born.year - 1
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def devices_for(user: User, office_id: int, what: str) -> QuerySet[Device]:
    rows = Device.objects.visible_to(user).in_service().filter(office=office_id, kind__in=rules.DEVICES[what])
    return rows.order_by("kind", "code")


def paired_readers(user: User, office_id: int) -> list[Device]:
    """The fingerprint readers of an office that have a bridge."""
    return [device for device in devices_for(user, office_id, What.FINGER) if device.secret]


def current_records(person: Person, what: str = "") -> QuerySet[BiometricRecord]:
    rows = BiometricRecord.objects.filter(person=person, ended_at__isnull=True).order_by("what", "position")
    return rows.filter(what=what) if what else rows


def subject_of(person: Person) -> str:
    """Stands for a person towards a device: it says nothing, and is the same every time."""
    return keyring(settings.AYNI_HOME).digest("links", f"finger:{person.pk}").hex()[:16]


@dataclass(frozen=True)
class Compared:
    """One field of a zone against the file. `fits` is None where the file says nothing."""

    field: str
    label: str | Promise
    on_document: str
    in_file: str
    fits: bool | None


def compared(fields: Fields, person: Person, documents: Iterable[IdentityDocument]) -> list[Compared]:
    surnames = " ".join(part for part in (person.surname_1, person.surname_2) if part)
    given = " ".join(part for part in (person.given_name_1, person.given_name_2) if part)
    # Whoever has one name has it in the first part of the zone, and in the file as a given name.
    names = (surnames, given) if surnames else (given, "")
    held = [one for one in documents if one.ended_at is None and one.number]
    same = [one for one in held if _bare(one.number) == _bare(fields.document_number)]
    sex = {"SEX-F": "F", "SEX-M": "M"}.get(str(person.sex.code), "X") if person.sex else ""
    expiry = same[0].expires_on.isoformat() if same and same[0].expires_on else ""
    return [
        _name("surnames", _("Surnames"), fields.surnames, names[0], fields.is_truncated and not fields.given_names),
        _name("given_names", _("Given names"), fields.given_names, names[1], fields.is_truncated),
        _as_dates(_plain("birth", _("Birth date"), _birth_on(fields.birth, person), _birth(person))),
        _plain("sex", _("Sex"), fields.sex, sex),
        _plain("document_number", _("Number of the document"), fields.document_number,
               same[0].number if same else ", ".join(one.number for one in held), fits=bool(same)),
        _as_dates(_plain("expiry", _("Valid until"), str(fields.expiry), expiry)),
    ]  # fmt: skip


def _name(field: str, label: Any, written: str, in_file: str, is_cut: bool) -> Compared:
    if not in_file or not written:
        return Compared(field, label, written, in_file, None if in_file == written else not (in_file or written))
    try:
        ways = {way.replace("<", " ") for way in spellings(in_file)}
    except NoSpelling:
        return Compared(field, label, written, in_file, None)
    fits = written in ways or (is_cut and any(way.startswith(written) for way in ways))
    return Compared(field, label, written, in_file, fits)


def _plain(field: str, label: Any, written: str, in_file: str, *, fits: bool | None = None) -> Compared:
    if not written or not in_file:
        return Compared(field, label, written, in_file, None)
    # What is known in part fits what is known whole.
    alike = written.startswith(in_file) or in_file.startswith(written)
    return Compared(field, label, written, in_file, alike if fits is None else fits)


def _as_dates(row: Compared) -> Compared:
    written, in_file = (read_date(text) if text else "" for text in (row.on_document, row.in_file))
    return replace(row, on_document=written, in_file=in_file)


def _birth(person: Person) -> str:
    if person.birth_date is None:
        return ""
    known = {Birth.YEAR: 4, Birth.ESTIMATED: 4, Birth.MONTH: 7}.get(Birth(person.birth_precision), 10)
    return person.birth_date.isoformat()[:known]


def _birth_on(birth: PartialDate, person: Person) -> str:
    """Two digits stand for two years: if one of them is that of the file, it is taken for that one."""
    known = person.birth_date.year if person.birth_date else None
    return str(replace(birth, year=known) if known and known == birth.other_year else birth)


def _bare(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())
