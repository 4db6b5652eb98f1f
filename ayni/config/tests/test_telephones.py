"""`ayni channels simulate` against a running server: over HTTP, by the protocol of each gateway."""

import socket

import pytest
from django.core.cache import cache

from ayni.config.commands.channels import TELEPHONES, Way, played_at
from ayni.notices import sinks
from ayni.portal.models import Conversation
from ayni.portal.tests.factories import LineFactory, VersionFactory

NUMBER = "+51900000017"


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture
def server(transactional_db, live_server, settings):
    """With a gateway that takes SMS, and an address where the chat is played."""
    cache.clear()
    LineFactory(code="LINEA100", number="100", label_es="Violencia", is_emergency=True)
    VersionFactory(guide__slug="carne")
    sink = sinks.run_sms("127.0.0.1", free_port(), sinks.folder(settings.AYNI_HOME))
    settings.SMS_URL = f"http://127.0.0.1:{sink.port}/cgi-bin/sendsms"
    settings.WHATSAPP_URL = f"http://127.0.0.1:{free_port()}/messages"
    yield live_server.url
    sink.stop()


@pytest.mark.parametrize("way", Way)
def test_a_telephone_reads_a_guide_by_the_protocol_of_its_gateway(server, way):
    with TELEPHONES[way](server, NUMBER) as ask:
        assert "gratis para migrantes" in ask("")
        assert "Documentos" in ask("1")
        assert "Sacar el carné" in ask("1")
        assert "Con este carné usted se identifica." in ask("1")
        assert "Su pasaporte." in ask("1")
        assert "100" in ask("me pega")
    assert Conversation.objects.count() == (0 if way == Way.USSD else 1)


def test_the_chat_is_played_where_a_demo_that_runs_at_another_port_hands_it_over(settings):
    settings.DEMO = True
    assert played_at("http://127.0.0.1:8601", settings.PORT + 4) == 8605
    assert played_at("http://127.0.0.1:8601", 9000) == 9000, "where somebody said another address"
    settings.DEMO = False
    assert played_at("http://127.0.0.1:8601", settings.PORT + 4) == settings.PORT + 4
