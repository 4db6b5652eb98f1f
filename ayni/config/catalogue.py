"""What the catalogue of the front desk says of a procedure, in the shapes that the public site knows."""

from datetime import date

from django.conf import settings
from django.utils.translation import override

from ayni.portal.hooks import Cost, Offer, Paper, WorkPaper
from ayni.procedures.models import Applies, Procedure
from ayni.procedures.queries import catalogue, routes

SURE = frozenset({"high", "stated"})


def offer(code: str, on: date) -> Offer | None:
    found = catalogue.whole(Procedure.objects.in_force(on).filter(code=code)).first()
    if found is None:
        return None
    days, days_are_sure = catalogue.statutory_days(found)
    return Offer(
        label=found.label_es,
        costs=tuple(Cost(fee.amount, _whom(fee.applies, ""), fee.confidence in SURE) for fee in found.fees.all()),
        days=days,
        days_are_sure=days_are_sure,
        papers=tuple(
            Paper(one.label_es, _whom(one.applies, one.applies_text), one.confidence in SURE, one.mandatory)
            for one in found.requirements.all()
        ),
    )


def _whom(applies: str, text: str) -> str:
    """Nothing if it is asked of everybody; where only the text of the source says of whom, that."""
    if applies == Applies.EVERYBODY:
        return ""
    with override(settings.LANGUAGE_CODE):
        return text if applies == Applies.OTHERS and text else str(Applies(applies).label)


def work_papers(on: date) -> list[WorkPaper]:
    return [
        WorkPaper(
            code=row.code, label=row.label_es, answer=row.answer, condition=row.condition_es, question=row.question_es,
            when_expired=row.when_expired, legal_basis=row.legal_basis, source=row.source, confidence=row.confidence,
            since=row.valid_from,
        )
        for row in routes.work_documents(on)
    ]  # fmt: skip
