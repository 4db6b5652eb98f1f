from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from factory import Sequence
from factory.django import DjangoModelFactory

from ayni.feedback import actions
from ayni.feedback.models import Category, Receipt, Report


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("code",)

    code = Sequence(lambda n: f"VZ-{n}")
    label_es = "Esperé demasiado"
    order = Sequence(lambda n: n + 1)
    kinds = "COMPLAINT|SUGGESTION"
    route = "OFFICE"
    answer_amount = 48
    answer_unit = "HOURS"
    close_amount = 10
    close_unit = "DAYS"
    valid_from = date(2024, 1, 1)


def waiting() -> Category:
    return CategoryFactory(code="VZ-ESPERA")


def treatment() -> Category:
    return CategoryFactory(code="VZ-TRATO", label_es="No me trataron bien", route="ABOVE", kinds="COMPLAINT")


def bribe() -> Category:
    return CategoryFactory(code="VZ-COBRO", label_es="Me pidieron dinero", route="NAMED", kinds="ABUSE|COMPLAINT")


def tell(category: Category | None = None, *, office: Any = None, at: Any = None, **other: Any) -> tuple[Receipt, str]:
    """Somebody tells it by the web: the receipt and its code."""
    category = category or waiting()
    teller = {name: other.pop(name) for name in ("name", "way", "contact", "written_by") if name in other}
    told = {"kind": category.kinds.split("|")[0], "text": "Esperé cuatro horas y nadie me dijo nada", **other}
    return actions.receive(
        told=actions.Told(category=category, about_office=office, **told),
        teller=actions.Teller(channel="WEB", **teller), submission=None, at=at or timezone.now(),
    )  # fmt: skip


def report_of(*args: Any, **kwargs: Any) -> Report:
    return tell(*args, **kwargs)[0].report


def answered(report: Report, by: Any, *, at: Any = None, text: str = "Abrimos una ventanilla más.") -> Report:
    at = at or timezone.now()
    actions.take(report=report, by=by, at=at)
    return actions.answer(report=report, text=text, by=by, at=at + timedelta(minutes=1))
