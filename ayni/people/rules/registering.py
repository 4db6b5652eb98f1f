"""What a registration holds, and when it may be made."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from ayni.access.models import Office, Organisation, User
from ayni.codelists.models import (
    Country,
    DocumentType,
    EducationLevel,
    Language,
    MigratoryStatus,
    SexGender,
    Territory,
)
from ayni.lib.errors import RuleBroken
from ayni.lib.names import has_letter
from ayni.people.models import Basis, Birth, ConsentText, HowKnown, Person, Purpose

from .asking import MOST_WORDS, Sought
from .characteristics import NewCharacteristic
from .documents import NONE, compared, phone_tail, repeated
from .keys import name_words
from .sources import Provenance

SEARCH_HOLDS = timedelta(hours=2)
EARLIEST_BIRTH = date(1900, 1, 1)


class SearchFirst(RuleBroken):
    pass


class CannotRegister(RuleBroken):
    pass


class MayAlreadyBeHere(RuleBroken):
    """Somebody who looks very much like this person has a file, and nobody said that it is somebody else."""


@dataclass(frozen=True)
class Searched:
    """That somebody looked before: who and when. `dismissed`: whom they saw and said it was not."""

    by: int
    at: datetime
    dismissed: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class NewDocument:
    type: DocumentType
    number: str = ""
    issued_in: Country | None = None
    expires_on: date | None = None
    is_verified: bool = False
    issued_on: date | None = None


@dataclass(frozen=True)
class NewContact:
    kind: str
    value: str = ""
    is_safe: bool = False
    may_call: bool = False
    may_leave_content: bool = False
    instructions: str = ""


@dataclass(frozen=True)
class NewRelative:
    kind: str
    name: str = ""
    birth_year: int | None = None
    born_in_peru: bool = False
    lives_together: bool = False
    relative: Person | None = None
    """Their own file, if they have one."""
    since: date | None = None
    since_known: str = HowKnown.DAY
    source: Provenance | None = None
    """If it is another than that of the registration."""

    @property
    def is_told(self) -> bool:
        """Whether this says more than that there is a file."""
        return bool(self.name or self.birth_year or self.relative is None)


@dataclass(frozen=True)
class NewConsent:
    """The agreement, or the legal basis, on which something is done."""

    basis: str = Basis.CONSENT
    text: ConsentText | None = None
    grounds: str = ""
    purpose: str = Purpose.REGISTER
    organisation: Organisation | None = None


@dataclass(frozen=True)
class NewPerson:
    given_name_1: str
    sex: SexGender
    given_name_2: str = ""
    surname_1: str = ""
    surname_2: str = ""
    known_as: str = ""
    birth_date: date | None = None
    birth_precision: str = Birth.UNKNOWN
    gender: str = ""
    nationalities: tuple[Country, ...] = ()
    documents: tuple[NewDocument, ...] = ()
    status: MigratoryStatus | None = None
    status_since: date | None = None
    contacts: tuple[NewContact, ...] = ()
    language: Language | None = None
    needs_interpreter: bool = False
    education: EducationLevel | None = None
    district: Territory | None = None
    in_transit: bool = False
    address: str = ""
    relatives: tuple[NewRelative, ...] = ()
    consents: tuple[NewConsent, ...] = field(default=(NewConsent(),))
    is_fictitious: bool = False
    characteristics: tuple[NewCharacteristic, ...] = ()
    provenance: Provenance = Provenance()
    """Where all of this comes from, unless a document was seen."""


def check_searched(*, searched_by: int, searched_at: datetime, by: int, at: datetime) -> None:
    if searched_by != by or not timedelta(0) <= at - searched_at <= SEARCH_HOLDS:
        raise SearchFirst(_("Search for the person first: the last search was too long ago, or somebody else's."))


def check_name(*, given_name_1: str, others: Iterable[str]) -> None:
    if not given_name_1.strip():
        raise CannotRegister(_("A name is missing. If the person has one name only, it is a given name."))
    if not any(has_letter(name) for name in (given_name_1, *others)):
        raise CannotRegister(
            _("A name needs at least one letter, so that the person can be found. Emoji may stand beside it.")
        )


def check_birth(*, born: date | None, precision: str, today: date) -> None:
    if (born is None) != (precision == Birth.UNKNOWN):
        raise CannotRegister(_("Give the birth date, or say that it is not known."))
    if born and born > today:
        raise CannotRegister(_("That birth date has not come yet. Check the year."))
    if born and born < EARLIEST_BIRTH:
        raise CannotRegister(_("That birth date is before 1900. Check the year."))


def check_nationalities(*, codes: list[str]) -> None:
    if not codes:
        raise CannotRegister(_("Say the nationality. “Unknown” and “stateless” are answers."))
    if len(set(codes)) < len(codes):
        raise CannotRegister(_("A nationality is there twice. Take one away."))
    if len(codes) > 1 and {"XXA", "XXX"} & set(codes):
        raise CannotRegister(_("“Unknown” or “stateless” stands alone: take the other nationality away."))


def check_place(*, has_district: bool, in_transit: bool) -> None:
    if has_district and in_transit:
        raise CannotRegister(_("Choose the district, or say that the person is in transit: not both."))


def check_nobody_was_missed(*, strong: Set[UUID], dismissed: Set[UUID]) -> None:
    if strong - dismissed:
        raise MayAlreadyBeHere(
            _("Somebody who looks very much like this person has a file. Look at who it may be, and say if it is not.")
        )


def office_of(user: User) -> Office:
    """Where a file that this user opens has its home."""
    if user.office is None:
        raise CannotRegister(
            _("Your account belongs to no office, so a file would have no home. Ask an administrator.")
        )
    return user.office


def check_documents(*, documents: list[tuple[str, str]]) -> None:
    """`documents`: the type and the number of each."""
    if len(documents) > 1 and NONE in {kind for kind, _number in documents}:
        raise CannotRegister(_("“No document” stands alone: take it away, or take the others away."))
    if repeated(documents):
        raise CannotRegister(_("You already typed this document. Take one of the two away, or correct its number."))


def check_keeping(*, purposes: list[str]) -> None:
    if Purpose.REGISTER not in purposes:
        raise CannotRegister(_("Record the consent to keep the file, or the legal basis for keeping it without."))


def sought(new: NewPerson) -> Sought:
    """The search that shows who this may already be."""
    names = name_words(new.given_name_1, new.given_name_2, new.surname_1, new.surname_2)
    return Sought(
        words=tuple(word for word in names if len(word) > 1 or not word.isascii())[:MOST_WORDS],
        born=new.birth_date,
        precision=new.birth_precision,
        numbers=tuple(d.number for d in new.documents if len(compared(d.number)) > 3),
        phones=tuple(filter(None, (phone_tail(c.value) for c in new.contacts))),
    )
