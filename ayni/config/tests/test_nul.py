"""No NUL reaches a database: PostgreSQL would refuse to look for one."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/verificar/{}/", "/resolucion/{}/", "/guias/{}/", "/observatorio/{}/", "/c/{}/", "/cuenta/invitacion/{}/"]
)
def test_an_address_with_one_leads_where_any_wrong_address_does(client, path):
    assert client.get(path.format("a%00b")).status_code == client.get(path.format("aXb")).status_code


def test_what_is_asked_with_one_is_not_found(client):
    answer = client.get("/hsds/services", {"search": "Or\x00ientación"})
    assert answer.status_code == 200
    assert answer.wsgi_request.GET["search"] == "Or\ufffdientación"
    assert client.get("/citas/?%00=%00").status_code == 200
