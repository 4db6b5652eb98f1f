"""What people tell us: kept once, with a receipt for each who told it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.files.models import StoredFile
from ayni.lib.ids import unused_number
from ayni.procedures.rules import new_secret

from .. import queries, rules
from ..models import Category, Entry, Receipt, Report, Side, Step
from .routing import send_on_its_way
from .telling import tell_of_report


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody tells us."""

    kind: str
    category: Category
    text: str = ""
    language: str = "es"
    about_office: Office | None = None
    voice: StoredFile | None = None
    picture: StoredFile | None = None
    may_join: bool = False


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Who tells it, as far as they said so, and by which way it reached us."""

    channel: str
    name: str = ""
    way: str = ""
    contact: str = ""
    written_by: User | None = None


@transaction.atomic
def receive(*, told: Told, teller: Teller, submission: UUID | None, at: datetime) -> tuple[Receipt, str]:
    """Keep it, and give the receipt with its code, which is not kept and is empty if this form was received already.
    What was told before in the same words gets one more receipt and is told once."""
    known = Receipt.objects.filter(submission=submission).select_related("report").first() if submission else None
    if known is not None:
        return known, ""
    has_words = bool(told.text.strip() or told.voice)
    fits = told.kind in told.category.kinds.split("|")
    rules.check_told(kind=told.kind, fits=fits, has_words=has_words, text=told.text)
    office = queries.office_for(told.about_office)
    rules.check_can_be_received(has_office=office is not None)
    assert office is not None  # noqa: S101
    mark = "" if told.voice or told.picture else queries.fingerprint(
        category=told.category, office=told.about_office or office, text=told.text
    )  # fmt: skip
    if mark:
        # One after the other: of the same told by many at this moment, only the first finds nothing.
        Category.objects.select_for_update(of=("self",)).filter(pk=told.category.pk).first()
    before = queries.told_before(mark, told.text, at)
    report = _told_again(before) if before else _told_first(told, office, mark, at)
    receipt, code = _give_receipt(report, teller, submission, at)
    if before is None:
        Report.objects.filter(pk=report.pk).update(number=receipt.number)
        report.number = receipt.number
        send_on_its_way(report, at=at)
        tell_of_report(report, at=at)
    verb = "report.told_again" if before else "report.received"
    audit.record(verb, subject=report, by=teller.written_by or audit.SYSTEM, at=at, channel=teller.channel)
    return receipt, code


def _told_first(told: Told, office: Office, mark: str, at: datetime) -> Report:
    answer_by, close_by = rules.clock(told.category, start=at, holidays=codelists.holidays())
    report = Report.objects.create(
        number=_new_number(), kind=told.kind, category=told.category, route=told.category.route,
        language=told.language, office=office, about_office=told.about_office, text=told.text, voice=told.voice,
        picture=told.picture, fingerprint=mark, may_join=told.may_join, received_at=at, answer_by=answer_by,
        close_by=close_by,
    )  # fmt: skip
    Entry.objects.create(report=report, step=Step.RECEIVED, side=Side.PERSON, at=at)
    return report


def _told_again(report: Report) -> Report:
    # Counted by the database: a hundred at once are a hundred.
    Report.objects.filter(pk=report.pk).update(times=F("times") + 1)
    return report


def _give_receipt(report: Report, teller: Teller, submission: UUID | None, at: datetime) -> tuple[Receipt, str]:
    code, number = new_secret(), _new_number()
    receipt = Receipt.objects.create(
        report=report, number=number, code_hash=queries.code_hash(number, code), submission=submission,
        channel=teller.channel, written_by=teller.written_by, name=teller.name,
        way=teller.way if teller.contact else "",
        contact=teller.contact, made_at=at,
    )  # fmt: skip
    return receipt, f"{code[:4]}-{code[4:]}"


def _new_number() -> str:
    return unused_number("V", lambda number: Receipt.objects.filter(number=number).exists())
