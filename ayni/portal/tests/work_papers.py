"""Documents as the front desk keeps them: what the public site is handed."""

from datetime import date

import factory

from ayni.procedures.models import WorkDocument


class WorkDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkDocument

    code = factory.Sequence(lambda n: f"TRA-{n}")
    label_es = "Un documento"
    order = 1
    answer = "YES"
    valid_from = date(2022, 1, 1)
    confidence = "high"
