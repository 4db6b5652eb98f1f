from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.people import hooks, queries
from ayni.people.models import Consent, ConsentText, Person
from ayni.people.rules import consents as rules
from ayni.people.rules.ages import may_be_minor
from ayni.people.rules.texts import read_texts


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: str,
    organisation: Organisation | None,
    basis: str,
    text: ConsentText | None,
    grounds: str,
    by: User,
    at: datetime,
) -> Consent:
    """Record what the person agreed to, or the basis on which the law asks for no consent."""
    # Locked, so that two colleagues recording it at once are told apart by the rule and not by the database.
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    today = localdate(at)
    minor = may_be_minor(person.birth_date, person.birth_precision, today)
    rules.check_purpose(purpose=purpose, names_institution=organisation is not None)
    rules.check_basis(basis=basis, may_be_minor=minor, has_text=text is not None, grounds=grounds)
    rules.check_text(text=text, purpose=purpose, today=today)
    rules.check_none_stands(stands=queries.standing(person, purpose, organisation) is not None)
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        organisation=organisation,
        basis=basis,
        text=text if basis in rules.CONSENTS else None,
        grounds=grounds.strip(),
        taken_by=by,
        given_at=at,
    )
    code = organisation.code if organisation else None
    details: dict[str, Any] = {"purpose_code": purpose, "basis": basis, "organisation": code, "text": consent.text_id}
    audit.record("consent.given", subject=consent, by=by, at=at, thread=person.pk, **details)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User, at: datetime) -> Consent:
    """End a consent, at once. Whoever relied on it is told through `hooks.WITHDRAWN`."""
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    rules.check_may_withdraw(already_withdrawn=consent.withdrawn_at is not None)
    consent.withdrawn_at, consent.withdrawn_by = at, by
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(
        "consent.withdrawn",
        subject=consent,
        by=by,
        at=at,
        thread=consent.person_id,
        purpose_code=consent.purpose,
        organisation=consent.organisation.code if consent.organisation else None,
    )
    for tell in hooks.WITHDRAWN:
        tell(consent, by, at)
    # What this one stands in for, since two files became one, ends with it.
    for other in consent.supersedes.filter(withdrawn_at__isnull=True).order_by("pk"):
        withdraw_consent(consent=other, by=by, at=at)
    return consent


@transaction.atomic
def load_consent_texts(folder: Path, on: date) -> int:
    """Take over `consent_texts.csv`. A second load changes nothing; a version that was read to somebody never changes.

    Raises MalformedTexts, naming file, line and column, before anything is written. Returns how many were new.
    """
    wanted = read_texts(folder / "consent_texts.csv")
    have = {(t.purpose, t.language, t.version): t for t in ConsentText.objects.all()}
    new = [text for text in wanted if text.key not in have]
    for text in wanted:
        if text.key in have:
            text.check_same(have[text.key].text)
    for text in sorted(new, key=lambda text: text.version):
        begins = max(text.valid_from, on) if text.version > 1 else text.valid_from
        earlier = ConsentText.objects.filter(purpose=text.purpose, language=text.language, valid_to__isnull=True)
        earlier.update(valid_to=begins)
        ConsentText.objects.create(
            purpose=text.purpose, language=text.language, version=text.version, text=text.text, valid_from=begins
        )
    return len(new)
