"""What a log keeps of an address that opens something, for every address that there is."""

import json
import re

import pytest
from django.conf import settings
from django.urls import get_resolver

from ayni.config import logs
from ayni.config.secret_addresses import BLOT, SECRETS, _routes, blotted

KEY = "8zVq-Kx_3"
ROUTES = sorted({route for route in _routes(get_resolver(settings.ROOT_URLCONF).url_patterns) if "<" in route})
HOLDING_A_KEY = [route for route in ROUTES if {name for _, name in re.findall(r"<(\w+):(\w+)>", route)} & SECRETS]
OPEN = {
    "code", "day", "digest", "field", "gap_code", "instrument_code", "kind", "language", "name",
    "norm_code", "number", "office_code", "other", "part", "place", "provider_id", "purpose", "quarter",
    "slug", "state", "step", "suffix", "table", "thing", "ubigeo", "which", "whom", "word", "measure",
}  # fmt: skip
"""Parts of addresses that are no key: codes of lists, words, and numbers that only whoever signed in can open."""


def asked(route: str) -> str:
    """An address of this route, whose keys are all KEY."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: KEY if part[1] in SECRETS else "1", route)


@pytest.mark.parametrize("before", ["/", "/fr/"])
@pytest.mark.parametrize("route", HOLDING_A_KEY)
def test_no_key_of_an_address_is_kept(route, before):
    line = logs.without_personal_data(
        None, "info", {"event": f"Gone: {before}{asked(route)}", "request": f"GET {before}{asked(route)}?x=1"}
    )
    assert KEY not in json.dumps(line)
    assert line["request"].startswith(f"GET {before}{route.split('<')[0]}{BLOT}")


def test_the_link_of_a_forgotten_password_is_not_kept():
    assert blotted("GET /cuenta/clave/nueva/1-abc-def/") == f"GET /cuenta/clave/nueva/{BLOT}/"


def test_what_stands_behind_a_key_and_what_is_no_key_is_kept():
    assert blotted(f"GET /pantalla/{KEY}/vivo/") == f"GET /pantalla/{BLOT}/vivo/"
    assert blotted("GET /guias/carne-de-extranjeria/") == "GET /guias/carne-de-extranjeria/"
    assert blotted("A word, and/or another") == "A word, and/or another"


def test_each_part_of_an_address_is_said_to_be_a_key_or_not():
    """A new one that is called otherwise would be kept in logs, unseen."""
    named = {
        name for route in ROUTES for kind, name in re.findall(r"<(\w+):(\w+)>", route) if kind not in {"int", "uuid"}
    }
    assert named <= SECRETS | OPEN, (
        f"Call it token, proof or draft if it opens something, or say here that it does not: {named - SECRETS - OPEN}"
    )
    assert not OPEN - named, f"Take out: {OPEN - named}"
