"""Whoever asks only whether a page is there learns it, without the page."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

FORMS = ["feedback:start", "feedback:follow", "feedback:call-me", "procedures:status-ask", "procedures:way"]


@pytest.mark.parametrize("name", FORMS)
def test_a_page_with_a_form_answers_as_it_answers_get_without_its_body(client, name):
    head, whole = client.head(reverse(name)), client.get(reverse(name))
    assert (head.status_code, whole.status_code) == (200, 200)
    assert head.content == b""
    assert whole.content
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]


def test_an_address_that_only_receives_forms_still_refuses(client):
    path = reverse("procedures:status-leave")
    assert client.head(path).status_code == client.get(path).status_code == 405
