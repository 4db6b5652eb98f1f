"""How every table of this app that points at a person follows when two files become one.

All of them are here; apps above list theirs in a file of the same name, and what has to be settled first is in
`actions` (`fitting`, `following`). What becomes of each table when a person is erased: `erasing.py`.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.people.actions import fitting, following, settle_attachments
from ayni.people.actions.shells import settle_holds
from ayni.people.hooks import Repointer
from ayni.people.models import (
    Characteristic,
    Consent,
    HouseholdMember,
    MigratorySituation,
    Nationality,
    Person,
    Relationship,
    Residence,
)
from ayni.people.queries import words


def _situation(row: MigratorySituation) -> str:
    return str(row.status.label_es)


def _residence(row: Residence) -> str:
    return " · ".join(filter(None, [words.territory(row.district) if row.district else "", row.address]))


def _consent(row: Consent) -> str:
    return " · ".join(filter(None, [row.get_purpose_display(), str(row.organisation or "")]))


def _characteristic(row: Characteristic) -> str:
    return row.get_kind_display()


def _nationality(row: Nationality) -> str:
    return str(row.country.label_es)


def _relative(row: Relationship) -> str:
    """As the person told it. Of the relative's own file, which may be hidden, nothing."""
    return " · ".join(filter(None, [row.get_kind_display(), row.name, str(row.birth_year or "")]))


def _told(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """What the file itself says, and of relatives with a file those whom this user may see."""
    return rows.filter(Q(is_told=True) | Exists(Person.objects.visible_to(user).filter(pk=OuterRef("relative"))))


def _seen_from_the_other_side(row: Relationship) -> str:
    """It goes with what this person's own file says of the same relative."""
    own = Relationship.objects.filter(person=row.relative_id, relative=row.person_id).order_by("-pk").first()
    return str(own.pk) if own else ""


def _household(row: HouseholdMember) -> str:
    return f"{row.household.number} · {row.get_role_display()}"


REPOINTERS = (
    Repointer(
        "people.Nationality", "person", fitting.settle_nationalities, name=_("Nationalities"), describe=_nationality
    ),
    Repointer(
        "people.IdentityDocument", "person", fitting.settle_documents, name=_("Documents"), describe=words.document
    ),
    Repointer(
        "people.MigratorySituation", "person", fitting.settle_situations, name=_("Situations"), describe=_situation
    ),
    Repointer("people.ContactPoint", "person", fitting.settle_contacts, name=_("Contacts"), describe=words.contact),
    Repointer("people.Residence", "person", fitting.settle_residences, name=_("Residences"), describe=_residence),
    Repointer("people.Consent", "person", fitting.settle_consents, name=_("Consents"), describe=_consent),
    Repointer(
        "people.Characteristic",
        "person",
        fitting.settle_characteristics,
        name=_("Other data"),
        describe=_characteristic,
    ),
    Repointer("people.IdentityChange", "person", fitting.settle_identity_changes, asks=False),
    Repointer("people.Compartment", "person", follows=lambda row: str(row.reason)),
    Repointer("people.Draft", "person", fitting.settle_drafts, asks=False),
    Repointer("people.OtherIdentity", "person", asks=False),
    Repointer("people.Merge", "kept", asks=False),
    Repointer(
        "people.PossibleDuplicate",
        "one",
        fitting.settle_pairs,
        moves=False,
        restore=fitting.restore_pairs,
        asks=False,
    ),
    Repointer("people.PossibleDuplicate", "other", moves=False, asks=False),
    Repointer("people.NameLine", "person", moves=False, asks=False),
    Repointer("people.Attachment", "person", settle=settle_attachments),
    Repointer(
        "people.Relationship",
        "person",
        following.settle_links("person", "relative"),
        name=_("Relatives"),
        describe=_relative,
        told=_told,
    ),
    Repointer(
        "people.Relationship",
        "relative",
        following.settle_links("relative", "person"),
        follows=_seen_from_the_other_side,
    ),
    Repointer(
        "people.HouseholdMember", "person", following.settle_memberships, name=_("Households"), describe=_household
    ),
    Repointer("people.Draft", "family_of", asks=False),
    Repointer("people.StagedRow", "match", asks=False),
    Repointer("people.StagedRow", "person", asks=False),
    Repointer("people.ExternalId", "person", asks=False),
    Repointer("people.Handover", "person", asks=False),
    Repointer("people.LegalHold", "person", settle_holds, asks=False),
    # What was erased is merged with nobody.
    Repointer("people.Erasure", "person", moves=False, asks=False),
)
