from datetime import date

import factory

from ayni.instruments.models import Instrument, Question


class InstrumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Instrument

    code = factory.Sequence(lambda n: f"F-{n}")
    series = "SCREENING"
    valid_from = date(2022, 1, 1)
    title_es = "Para empezar"


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    instrument = factory.SubFactory(InstrumentFactory)
    key = factory.Sequence(lambda n: f"q{n}")
    order = factory.Sequence(lambda n: n)
    text_es = "¿Puede salir cuando quiere?"
    kind = Question.Kind.YES_NO
