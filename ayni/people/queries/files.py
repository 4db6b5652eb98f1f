"""What the pages of a file show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.access.scope import Scope, scope_of
from ayni.audit import queries as audit
from ayni.codelists import queries as codelists
from ayni.codelists.models import SexGender
from ayni.lib.together import read_together
from ayni.lib.tongues import OF_LANGUAGE, SPANISH
from ayni.people.models import (
    Birth,
    Consent,
    ContactPoint,
    Draft,
    IdentityDocument,
    Merge,
    MigratorySituation,
    Person,
    Purpose,
    Residence,
)
from ayni.people.models.families import has_peruvian_born_child_q
from ayni.people.rules import expiry
from ayni.people.rules.ages import may_be_minor, youngest_age

from .attachments import Shown, of_person, photo_of, with_earlier
from .present import said

RECENT = 8
_EVENTS_READ = 60


def drafts_of(user: User) -> QuerySet[Draft]:
    """Registrations that this user began and did not finish, the newest first."""
    return Draft.objects.filter(user=user, person=None).order_by("-saved_at")[:20]


def whole(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    """With all that the head of a file shows, in one statement. `people`: whom the user may see."""
    current = MigratorySituation.objects.filter(person=OuterRef("pk"), is_current=True)
    agreed = Consent.objects.filter(person=OuterRef("pk"), purpose=Purpose.REGISTER, withdrawn_at__isnull=True)
    held = IdentityDocument.objects.filter(person=OuterRef("pk"), ended_at=None, expires_on__isnull=False)
    joined = people.select_related(
        "sex", "language", "education", "office", "registered_by", "district__parent__parent"
    )
    return joined.annotate(
        situation=Subquery(current.values("status__label_es")[:1]),
        protection=Subquery(current.values("status__protection")[:1]),
        may_be_kept=Exists(agreed),
        has_child_born_in_peru=has_peruvian_born_child_q(people),
        said=said(),
        next_expiry=Subquery(held.filter(expires_on__gte=today).order_by("expires_on").values("expires_on")[:1]),
        next_expiring=Subquery(held.filter(expires_on__gte=today).order_by("expires_on").values("type__label_es")[:1]),
        last_expiry=Subquery(held.filter(expires_on__lt=today).order_by("-expires_on").values("expires_on")[:1]),
        last_expired=Subquery(held.filter(expires_on__lt=today).order_by("-expires_on").values("type__label_es")[:1]),
        photo=photo_of(),
        has_merges=Exists(Merge.objects.standing().filter(kept=OuterRef("pk"))),
    )


def openable(user: User, today: date) -> QuerySet[Person]:
    """The files that this user may open, each with all that its head shows."""
    return _openable(scope_of(user), today).all()


@lru_cache(maxsize=256)
def _openable(scope: Scope, today: date) -> QuerySet[Person]:
    """Kept by scope, never by user: what a user may see changes with every role that begins or ends. Putting the
    question together takes Django longer than the database answering."""
    return whole(Person.objects.filter(erased_at__isnull=True).within(scope), today)


def recently_opened(user: User) -> list[Person]:
    """The files that this user opened lately and may still see, the newest first."""
    ids = dict.fromkeys(
        event.subject_id for event in audit.done_by(user, _EVENTS_READ) if event.verb == "person.opened"
    )
    chosen = [UUID(pk) for pk in list(ids)[:RECENT]]
    people = {p.pk: p for p in Person.objects.visible_to(user).filter(pk__in=chosen).order_by()} if chosen else {}
    return [people[pk] for pk in chosen if pk in people]


@dataclass(frozen=True)
class Alert:
    """Something that whoever opens the file must not miss."""

    text: str
    tone: str


def alerts(person: Person, contacts: Iterable[ContactPoint], may_be_kept: bool, today: date) -> list[Alert]:
    found = []
    if not may_be_kept:
        found.append(Alert(_("There is no consent or legal basis to keep this file: nothing can be changed."), "red"))
    if may_be_minor(person.birth_date, person.birth_precision, today):
        exact = person.birth_precision == Birth.EXACT
        age = youngest_age(person.birth_date, person.birth_precision, today)
        text = _("Under 18 (%(age)s years)") if exact else _("May be under 18")
        found.append(Alert(text % {"age": age} if exact else text, "orange"))
    if any(not c.is_safe for c in contacts):
        found.append(Alert(_("A contact is not known to be safe: read how to use it first"), "red"))
    if any(not c.may_call and c.kind != ContactPoint.Kind.IN_PERSON for c in contacts):
        found.append(Alert(_("Do not call"), "red"))
    if person.needs_interpreter:
        language = person.language.label_es if person.language else _("language not known")
        found.append(Alert(_("Needs an interpreter: %(language)s") % {"language": language}, "blue"))
    return found


def expiring_in_office(user: User, today: date) -> QuerySet[IdentityDocument]:
    """Documents of people of this user's office, whose file the user may open, that expire within 90 days."""
    soon = IdentityDocument.objects.filter(
        office=user.office_id, ended_at=None, expires_on__range=(today, expiry.last_day_of_alerts(today))
    )
    visible = Person.objects.visible_to(user).filter(pk=OuterRef("person"))
    return soon.filter(Exists(visible)).select_related("type", "issued_in", "person__office")


def expiry_alerts(person: Person, today: date) -> list[Alert]:
    """Of a person of `whole`: the document that expires next, and the one that expired last."""
    pairs = [(person.next_expiring, person.next_expiry), (person.last_expired, person.last_expiry)]  # type: ignore[attr-defined]
    return [
        Alert(f"{kind}: {expiry.in_words(day, today)}", expiry.tone(day, today))
        for kind, day in pairs
        if expiry.stage(day, today) is not None
    ]


def nationalities(person: Person) -> list[str]:
    standing = person.nationalities.filter(ended_at=None).select_related("country").order_by("order")
    return [n.country.label_es for n in standing]


def tongue_of(person: Person) -> str:
    """In which language of the public pages to write to them: theirs, if it is one of the five, or else Spanish."""
    return OF_LANGUAGE.get(person.language.code, SPANISH) if person.language else SPANISH


def gender_label(person: Person) -> str:
    """Only if the person wished to say."""
    said = (SexGender, person.gender)
    return codelists.labels([said]).get(said, "") if person.gender else ""


def documents(person: Person) -> QuerySet[IdentityDocument]:
    """Those the person has, then those that ended."""
    rows = person.documents.select_related("type", "issued_in")
    return rows.order_by(F("ended_at").desc(nulls_first=True), "pk")


@dataclass(frozen=True)
class Papers:
    """What a person has to show, and what was photographed of it."""

    documents: list[IdentityDocument]
    situations: list[MigratorySituation]
    """The current one first."""
    attachments: list[Shown]
    earlier: list[Shown]


def papers(person: Person) -> Papers:
    """In one statement."""
    current_first = person.situations.select_related("status", "norm", "recorded_by")
    held, situations, attached = read_together(
        documents(person),
        current_first.order_by("-is_current", "-recorded_at", "-pk"),
        of_person(person).order_by("added_at", "pk"),
    )
    return Papers(held, situations, *with_earlier(attached))


def contacts(person: Person) -> list[ContactPoint]:
    return list(
        person.contacts.select_related("recorded_by").order_by(F("ended_at").desc(nulls_first=True), "-since", "-pk")
    )


def residences(person: Person) -> list[Residence]:
    rows = person.residences.select_related("district__parent__parent", "abroad_in")
    return list(rows.order_by("-since", "-pk"))
