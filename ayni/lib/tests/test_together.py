from datetime import UTC, date, datetime

import pytest
from django.db.models import Exists, F, OuterRef, Value

from ayni.access.models import Membership, User
from ayni.audit import actions as audit
from ayni.audit.models import Event
from ayni.lib.paging import count_up_to
from ayni.lib.together import count_together, read_together
from ayni.people.models import ContactPoint, Person, PossibleDuplicate, Residence
from ayni.people.tests.factories import DistrictFactory, PersonFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture
def rows(rosa):
    one, other = sorted((PersonFactory(registered_by=rosa, phone="987654321") for _ in range(2)), key=lambda p: p.pk)
    for number, person in enumerate((one, other)):
        Residence.objects.create(
            person=person, district=DistrictFactory(), address="Jr. Unión 5", since=date(2024, 1, 1 + number)
        )
    PossibleDuplicate.objects.create(
        one=one, other=other, score=80, reasons=["uno", "dos"], found_by="HAND", found_at=AT
    )
    audit.record("person.opened", subject=one, by=rosa, at=AT, thread=one.pk, count=3)
    return one, other


def asked(one):
    """Sealed texts, JSON, dates, moments, ids, nothing at all, joins, annotations, plain values, slices."""
    held = Membership.objects.filter(user=OuterRef("registered_by"))
    return [
        Residence.objects.select_related("district__parent__parent", "abroad_in").order_by("-since"),
        ContactPoint.objects.order_by("pk"),
        PossibleDuplicate.objects.select_related("one__office", "other", "promised_by").order_by("pk"),
        Person.objects.annotate(works=Exists(held), twice=F("registered_at"), word=Value("%s")).order_by("-pk"),
        Event.objects.order_by("-seq")[:1],
        User.objects.order_by("username").values_list("username", "date_joined"),
        Person.objects.order_by("pk").values("pk", "birth_date", "known_as"),
        Person.objects.filter(pk=one.pk).order_by("pk").values_list("pk", flat=True),
        Person.objects.none(),
    ]


def plain(row):
    if not hasattr(row, "_meta"):
        return row
    own = {name: value for name, value in vars(row).items() if name != "_state"}
    joined = {name: plain(value) if value else None for name, value in row._state.fields_cache.items()}
    return type(row), own, joined


def test_many_questions_in_one_statement_are_answered_as_each_alone(rows, at_most):
    alone = [[plain(row) for row in queryset] for queryset in asked(rows[0])]
    with at_most(1):
        together = read_together(*asked(rows[0]))
    assert [[plain(row) for row in found] for found in together] == alone
    assert all(alone[:-1])
    assert together[0][0].district.parent.parent.label_es == "Lima"


def test_nothing_is_asked_where_nothing_can_be_found(at_most):
    with at_most(0):
        assert read_together(Person.objects.none(), User.objects.filter(pk__in=[])) == [[], []]
        assert read_together() == []


@pytest.mark.parametrize("most", [0, 1, 2, 1000])
def test_many_are_counted_in_one_statement_as_each_alone(rows, at_most, most):
    people = [
        Person.objects.all(),
        Person.objects.filter(pk=rows[0].pk).order_by("-registered_at"),
        Person.objects.none(),
    ]
    with at_most(1):
        found = count_together(*people, most=most)
    assert found == [count_up_to(one, most) for one in people]
    assert count_together() == []
