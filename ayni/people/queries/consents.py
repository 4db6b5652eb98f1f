"""What the person agreed to, and what may be shared of their file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ayni.access.models import Organisation, User
from ayni.codelists.models import SexGender
from ayni.lib.together import read_together
from ayni.people import hooks
from ayni.people.models import (
    Birth,
    Consent,
    ConsentText,
    ContactPoint,
    IdentityDocument,
    MigratorySituation,
    Nationality,
    Person,
    Purpose,
    Relationship,
    Section,
)
from ayni.people.rules.documents import NONE

from . import families, words


def standing(person: Person, purpose: str, organisation: Organisation | None = None) -> Consent | None:
    """The consent, or the legal basis, that stands now for this purpose."""
    return that_stands(person, purpose, organisation).first()


def that_stands(person: Person, purpose: str, organisation: Organisation | None = None) -> QuerySet[Consent]:
    """The same as a question, for a page that asks several at once."""
    stand = Consent.objects.filter(withdrawn_at__isnull=True, superseded_by__isnull=True)
    consents = stand.filter(person=person, purpose=purpose, organisation=organisation)
    return consents.select_related("text", "taken_by").order_by("pk")


def standing_consent(person: Person, organisation: Organisation) -> Consent | None:
    """What allows sharing with this institution now, if anything does."""
    return standing(person, Purpose.REFER, organisation)


def history(person: Person) -> list[Consent]:
    """All consents and legal bases of a person, those that stand first, then the newest."""
    found = person.consents.select_related("organisation", "text", "taken_by", "withdrawn_by")
    return sorted(found.order_by("-given_at", "-pk"), key=lambda consent: consent.withdrawn_at is not None)


def text_in_force(purpose: str, on: date, language: str = "") -> ConsentText | None:
    """The words to read aloud, in the person's language if we have them, else in Spanish."""
    wanted = language or get_language() or "es"
    by_language = {text.language: text for text in texts_to_read(purpose, on)}
    return by_language.get(wanted) or by_language.get("es")


def texts_in_force(purpose: str, on: date) -> list[ConsentText]:
    """The words of a purpose in every language, Spanish first."""
    return list(texts_to_read(purpose, on))


def texts_to_read(purpose: str, on: date) -> QuerySet[ConsentText]:
    """The same as a question, for a page that asks several at once."""
    texts = ConsentText.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), purpose=purpose, valid_from__lte=on
    )
    return texts.order_by(Case(When(language="es", then=Value(0)), default=Value(1)), "language", "version")


def effects_of_withdrawing(consent: Consent) -> list[str]:
    """What stops at once, in sentences."""
    ours = {
        Purpose.REGISTER: _(
            "Nothing can be added to this file or changed in it until there is a new consent or a legal basis."
        ),
        Purpose.REFER: _("This institution stops seeing the person's data, and nothing new can be sent to it."),
        Purpose.CONTACT: _("The person is not contacted again for follow-up."),
        Purpose.STATISTICS: _("The person is left out of the statistics that are made from now on."),
    }
    return [ours[Purpose(consent.purpose)]] + [line for effect in hooks.WITHDRAWAL_EFFECTS for line in effect(consent)]


@dataclass(frozen=True)
class Shareable:
    """One piece of a file that may be released to an institution."""

    field: str
    label: str
    value: str
    section: Section

    @property
    def group(self) -> str:
        return str(self.section.label)


def shareable(person: Person, user: User) -> list[Shareable]:
    """What can be ticked for a referral: only what is there, in words. Never another person's name, never a note,
    and of the children those that this user is shown."""
    genders, nationalities, documents, situations, contacts = read_together(
        SexGender.objects.current().filter(code=person.gender),
        person.nationalities.filter(ended_at=None).select_related("country"),
        person.documents.filter(ended_at__isnull=True).select_related("type", "issued_in").order_by("pk"),
        MigratorySituation.objects.filter(person=person, is_current=True).select_related("status"),
        person.contacts.filter(ended_at__isnull=True, is_safe=True).order_by("pk"),
    )
    return [
        *_identity(person, genders[:1], nationalities),
        *_documents(documents, situations[:1]),
        *_needs(person),
        *_place_and_contact(person, contacts),
        *_family(person, user),
    ]


def _identity(person: Person, genders: list[SexGender], nationalities: list[Nationality]) -> Iterator[Shareable]:
    section = Section.IDENTITY
    yield Shareable("name", _("Name"), person.full_name, section)
    if person.known_as:
        yield Shareable("known_as", _("Goes by"), person.known_as, section)
    if person.birth_precision != Birth.UNKNOWN:
        yield Shareable("birth", _("Birth date"), words.birth(person), section)
    yield Shareable("sex", _("Sex"), person.sex.label_es, section)
    for gender in genders:
        yield Shareable("gender", _("Gender"), gender.label_es, section)
    countries = [nationality.country.label_es for nationality in nationalities]
    yield Shareable("nationality", _("Nationality"), ", ".join(countries), section)


def _documents(documents: list[IdentityDocument], situations: list[MigratorySituation]) -> Iterator[Shareable]:
    section = Section.DOCUMENTS
    for document in documents:
        value = words.document(document) if document.type.code != NONE else document.type.label_es
        yield Shareable(f"document:{document.pk}", _("Document"), value, section)
    for situation in situations:
        yield Shareable("situation", _("Migratory situation"), situation.status.label_es, section)


def _needs(person: Person) -> Iterator[Shareable]:
    section = Section.LANGUAGE
    if person.language:
        value = person.language.label_es
        if person.needs_interpreter:
            value = _("%(language)s, needs an interpreter") % {"language": value}
        yield Shareable("language", _("Language"), value, section)
    if person.education:
        yield Shareable("education", _("Education"), person.education.label_es, section)


def _place_and_contact(person: Person, contacts: list[ContactPoint]) -> Iterator[Shareable]:
    section = Section.CONTACT
    if place := words.place(person):
        yield Shareable("place", _("Lives in"), place, section)
    for contact in contacts:
        yield Shareable(f"contact:{contact.pk}", _("Safe contact"), words.contact(contact), section)


def _family(person: Person, user: User) -> Iterator[Shareable]:
    kin = [one for one in families.family(person, user) if one.stands]
    children = [one.relationship for one in kin if one.relationship.kind == Relationship.Kind.CHILD]
    if not children:
        return
    parts = [_("%(count)s children") % {"count": len(children)} if len(children) > 1 else _("1 child")]
    if years := sorted(r.birth_year for r in children if r.birth_year):
        parts.append(_("born in %(years)s") % {"years": ", ".join(map(str, years))})
    if here := sum(r.born_in_peru for r in children):
        parts.append(_("%(count)s born in Peru") % {"count": here})
    yield Shareable("children", _("Children"), "; ".join(parts), Section.FAMILY)
