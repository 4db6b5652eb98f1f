from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import signing
from django.test import RequestFactory

from ayni.access.models import User
from ayni.lib import paging
from ayni.lib.paging import count_up_to, paginate

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def users():
    """Eleven people, of whom always four joined at the same moment."""
    return User.objects.bulk_create(
        [
            User(username=f"u{n}", email=f"u{n}@example.org", date_joined=START + timedelta(days=n // 4))
            for n in range(11)
        ]
    )


def walk(order, size=3, start="", follow="next_url"):
    seen, url = [], start
    while True:
        page = paginate(RequestFactory().get(f"/{url}"), User.objects.all(), order=order, size=size)
        seen.append([user.pk for user in page])
        url = getattr(page, follow)
        if not url:
            return seen, page


@pytest.mark.parametrize("order", [("date_joined", "pk"), ("-date_joined", "-pk"), ("-date_joined", "pk"), ("pk",)])
def test_every_row_is_seen_once_and_in_order_though_many_are_equal(users, order):
    pages, _ = walk(order)
    assert [pk for page in pages for pk in page] == list(User.objects.order_by(*order).values_list("pk", flat=True))
    assert [len(page) for page in pages] == [3, 3, 3, 2]


@pytest.mark.parametrize("order", [("date_joined", "pk"), ("-date_joined", "pk")])
def test_the_way_back_leads_through_the_same_pages(users, order):
    forth, last = walk(order)
    back, first = walk(order, start=last.previous_url, follow="previous_url")
    assert list(reversed(back)) == forth[:-1]
    assert not first.has_previous
    assert first.has_next


def test_a_page_is_one_statement(users, django_assert_num_queries):
    with django_assert_num_queries(1):
        paginate(RequestFactory().get("/"), User.objects.all(), order=("pk",))


def test_filters_stay_in_the_address_and_the_place_is_not_readable(users):
    request = RequestFactory().get("/?estado=abierto&q=%C3%B1")
    page = paginate(request, User.objects.all(), order=("email", "pk"), size=3)
    assert page.next_url.startswith("?estado=abierto&q=%C3%B1&after=")
    assert page.rows[-1].email not in page.next_url


# Named, because a signature holds the time, and two processes of a test run must see the same names.
@pytest.mark.parametrize(
    "cursor", ["x", "", "1:2:3", signing.dumps([["i", 1]], salt="another")], ids=["word", "empty", "numbers", "salt"]
)
def test_an_altered_cursor_starts_at_the_beginning(users, cursor):
    page = paginate(RequestFactory().get("/", {"after": cursor}), User.objects.all(), order=("pk",), size=3)
    assert [user.pk for user in page] == [user.pk for user in sorted(users, key=lambda u: u.pk)[:3]]


def test_a_cursor_of_another_order_is_not_taken(users):
    first = paginate(RequestFactory().get("/"), User.objects.all(), order=("pk",), size=3)
    other = paginate(
        RequestFactory().get(f"/{first.next_url}"), User.objects.all(), order=("date_joined", "pk"), size=3
    )
    assert not other.has_previous


def test_two_lists_on_one_page_do_not_meet(users):
    page = paginate(RequestFactory().get("/?after=x"), User.objects.all(), order=("pk",), size=3, prefix="old-")
    assert page.next_url.startswith("?after=x&old-after=")


def test_an_empty_list_has_no_neighbours():
    page = paginate(RequestFactory().get("/"), User.objects.none(), order=("pk",))
    assert (len(page), page.has_next, page.has_previous) == (0, False, False)


@pytest.mark.parametrize(
    "value", [1, "ñ", date(2026, 1, 1), START, Decimal("1.50"), uuid4()], ids=lambda value: type(value).__name__
)
def test_a_value_comes_back_as_it_went(value):
    kind, text = paging._written(value)
    assert paging._READERS[kind](text) == value


def test_a_column_that_may_be_empty_cannot_order_a_list():
    with pytest.raises(TypeError, match="never null"):
        paging._written(None)


def test_counting_stops_at_its_limit(users):
    assert count_up_to(User.objects.all(), 20) == (11, True)
    assert count_up_to(User.objects.all(), 11) == (11, True)
    assert count_up_to(User.objects.all(), 10) == (10, False)
