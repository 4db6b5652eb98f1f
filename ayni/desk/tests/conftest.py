import pytest
from django.test import Client

from ayni.access.models import User


@pytest.fixture
def at_desk(client: Client, rosa: User) -> Client:
    """The browser of a caseworker."""
    client.force_login(rosa)
    return client
