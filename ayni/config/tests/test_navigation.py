import pytest
from django.test import RequestFactory

from ayni.access.permissions import ROLES, Role
from ayni.access.tests.factories import UserFactory
from ayni.config.navigation import ENTRIES, frame_of

pytestmark = pytest.mark.django_db


def frame(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return frame_of(request)


def test_the_frame_says_who_works_where_and_as_what(rosa):
    assert frame(rosa).role == f"{Role.CASEWORKER.label} · Sede central Breña"


def test_somebody_without_a_role_gets_no_links_and_no_search():
    shown = frame(UserFactory())
    assert (shown.links, shown.search) == ([], "")


def test_the_frame_asks_the_database_once(rosa, django_assert_num_queries):
    rosa = type(rosa).objects.get(pk=rosa.pk)
    with django_assert_num_queries(1):
        frame(rosa)


def test_every_link_is_for_somebody():
    assert all(any(entry.permission in may for may in ROLES.values()) for entry in ENTRIES)


def test_the_part_of_the_product_one_is_in_is_marked(ines):
    (inbox,) = [link for link in frame(ines, "/inbox/").links if link.href == "/inbox/"]
    assert inbox.current == "page"
    (inbox,) = [link for link in frame(ines, "/inbox/plazos/").links if link.href == "/inbox/"]
    assert inbox.current == "true"


def test_every_part_of_the_product_is_found(world):
    shown = [frame(user) for user in (world.rosa, world.marta, world.ada, world.ines, world.lia)]
    seen = {link.href for one in shown for link in [*one.links, *one.more]}
    assert len(seen) == len(ENTRIES)


def test_whoever_has_many_links_finds_the_rare_ones_under_more(rosa, ines):
    links, more = frame(rosa).links, frame(rosa).more
    assert "/protocols/" not in [link.href for link in links]
    assert [str(link.label) for link in more] == ["Protocolos", "Guías", "Sesiones", "Campañas", "Brechas"]
    assert frame(rosa).inside_more is None
    assert frame(rosa, more[0].href).inside_more == frame(rosa, more[0].href).more[0]
    assert frame(ines).more == []
    assert "Protocolos" in [str(link.label) for link in frame(ines).links]
