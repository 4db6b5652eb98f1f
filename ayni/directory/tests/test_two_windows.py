"""Of two windows that show the same part of the directory, the older one is told, and what was typed is still there."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from ayni.directory import actions
from ayni.directory.models import FocalPoint, InstitutionEntry, MigrantCount, OfficeHours

from .factories import AgreementFactory, FocalPointFactory
from .test_sharing import sharing, smp, typed  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

TOLD = "Esto cambió después de que usted lo abrió aquí"


@pytest.fixture
def at_desk(client, marta):
    client.force_login(marta)
    return client


def mark(page):
    return re.findall(r'name="seen" value="(\w+)"', page)[0]


def sent_twice(client, url, first, second, page=""):
    """Two windows show it; each sends its own. What the second is answered; saved once more, it stands."""
    seen = mark(client.get(page or url).content.decode())
    assert client.post(url, {**first, "seen": seen}).status_code == 302
    answer = client.post(url, {**second, "seen": seen})
    assert answer.status_code == 200
    refused = answer.content.decode()
    assert TOLD in refused
    assert client.post(url, {**second, "seen": mark(refused)}).status_code == 302
    return refused


def on(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_what_an_institution_publishes_of_itself(at_desk, world):
    _ = world.cem
    url = "/directorio/CEM/ficha/"
    shown = sent_twice(at_desk, url, {"alternate_name": "CEM Lima"}, {"alternate_name": "CEM Norte"})
    assert "CEM Lima" in shown
    assert "CEM Norte" in shown
    assert InstitutionEntry.objects.get().alternate_name == "CEM Norte"


def test_when_an_institution_reads_what_it_is_sent(at_desk, world):
    _ = world.cem
    first = {"days": ["0"], "opens": "08:00", "closes": "13:00"}
    sent_twice(at_desk, "/directorio/CEM/horario/", first, {**first, "days": ["1"]})
    assert OfficeHours.objects.get().days == [1]


def test_who_stands_in_for_a_focal_point(at_desk, world):
    point = FocalPointFactory(organisation=world.cem)
    said = {"name": "Ana Uno", "email": "a@example.pe", "phone": ""}
    url = f"/directorio/puntos-focales/{point.pk}/suplente/"
    shown = sent_twice(at_desk, url, said, {**said, "name": "Bea Dos"})
    assert "Ahora suple Ana Uno" in shown
    assert FocalPoint.objects.get(stands_in_for=point, ended_at__isnull=True).name == "Bea Dos"


def test_until_when_an_agreement_goes_on(at_desk, world):
    row = AgreementFactory(ours=world.uim, theirs=world.cem, watched_by=world.marta, valid_to=localdate())
    year = localdate().replace(day=1)
    first = {"document": "RS 1", **on("until", year.replace(year=year.year + 1))}
    second = {"document": "RS 2", **on("until", year.replace(year=year.year + 2))}
    page = f"/directorio/convenios/{row.pk}/"
    sent_twice(at_desk, f"{page}renovar/", first, second, page)


def test_what_is_agreed_with_a_local_government(at_desk, sharing):  # noqa: F811
    url = f"/directorio/intercambio/{sharing.pk}/corregir/"
    shown = sent_twice(at_desk, url, typed(purpose="Planificar colegios"), typed(purpose="Planificar postas"))
    assert "Planificar colegios" in shown
    assert "Planificar postas" in shown
    sharing.refresh_from_db()
    assert sharing.purpose == "Planificar postas"


def test_how_many_are_counted_in_a_place_on_a_day(at_desk, marta, smp):  # noqa: F811
    said = {"persons": 900, "counted_on": localdate(), "source": "ENPOVE"}
    actions.count_migrants(territory=smp, **said, by=marta, at=now())
    url = reverse("directory:count")
    seen = mark(at_desk.get(url).content.decode())
    typed_now = {"place": smp.code, "persons": "12", "source": "Censo propio", **on("counted_on", localdate())}
    refused = at_desk.post(url, {**typed_now, "seen": seen}).content.decode()
    assert TOLD in refused
    assert "ENPOVE" in refused, "what stands is there to compare"
    assert at_desk.post(url, {**typed_now, "seen": mark(refused)}).status_code == 302
    assert MigrantCount.objects.get().persons == 12
