import io
import json
import logging
import re

import pytest
import structlog
from django.urls import URLResolver, get_resolver

from ayni.config import logs


@pytest.fixture
def written(monkeypatch):
    """What the handler writes, as lines of JSON."""
    stream = io.StringIO()
    handler = logging.getLogger().handlers[0]
    monkeypatch.setattr(handler, "stream", stream, raising=False)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture(autouse=True)
def as_in_production():
    handlers = logging.getLogger().handlers[:]
    logs.logging_for(demo=False)
    yield
    logs.logging_for(demo=True)
    logging.getLogger().handlers = handlers


def test_what_a_model_calls_personal_is_blotted_out(written):
    structlog.get_logger("ayni").info("registered", given_name="Rosa", email="rosa@example.org", case=7)
    line = written()[0]
    assert line["email"] == logs.BLOT
    assert line["case"] == 7


def test_it_is_blotted_out_inside_what_is_inside(written):
    structlog.get_logger("ayni").info("x", details={"email": "rosa@example.org", "items": [{"phone": "999 123 456"}]})
    assert "rosa" not in json.dumps(written())
    assert "999 123" not in json.dumps(written())


def test_an_address_loses_its_query_and_its_one_time_link(written):
    structlog.get_logger("ayni").info("request_finished", request="GET /people/?q=Rosa+Quispe")
    structlog.get_logger("ayni").info("request_finished", request="GET /r/abc123secret/")
    assert [line["request"] for line in written()] == ["GET /people/", f"GET /r/{logs.BLOT}/"]


SECRETS = {"token", "draft", "key", "uidb36"}
"""What the part of an address is called that opens it."""


def opened_by_what_stands_in_them(found=None, before=""):
    for one in (found or get_resolver()).url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from opened_by_what_stands_in_them(one, address)
        elif SECRETS & set(re.findall(r"<(?:\w+:)?(\w+)>", address)) and not address.startswith("api/"):
            yield "/" + address


def test_no_address_that_opens_by_what_stands_in_it_can_be_opened_from_a_log(written):
    addresses = list(opened_by_what_stands_in_them())
    assert len(addresses) > 25
    for address in addresses:
        secret = re.sub(r"\(\?P<(?:key|uidb36)>[^)]*\)|<(?:\w+:)?(?:token|draft|key)>", "s3cr3t-W0rd", address)
        path = re.sub(r"<(?:\w+:)?\w+>", "fr", secret).replace("^", "").replace("$", "")
        structlog.get_logger("ayni").info("request_finished", request=f"GET {path}")
        logging.getLogger("ayni").warning("Bad Request: %s", path)
    said = [line.get("request") or line["event"] for line in written()]
    assert len(said) == 2 * len(addresses)
    assert not [line for line in said if "W0rd" in line]


@pytest.mark.parametrize(
    "logger", [structlog.get_logger("ayni"), logging.getLogger("ayni")], ids=["structlog", "logging"]
)
def test_an_exception_is_its_type_and_its_frames_never_its_message(written, logger):
    try:
        raise ValueError("Key (email)=(rosa@example.org) already exists")
    except ValueError:
        logger.exception("could not write")
    line = written()[0]
    assert line["exception"]["type"] == "ValueError"
    assert "test_logs.py" in line["exception"]["frames"][-1]
    assert "rosa" not in json.dumps(line)


def test_bodies_and_browsers_are_not_kept(written):
    structlog.get_logger("ayni").info("x", body="nota", user_agent="Mozilla", ip="10.0.0.1", POST={"a": 1})
    assert not {"body", "user_agent", "ip", "POST"} & set(written()[0])
