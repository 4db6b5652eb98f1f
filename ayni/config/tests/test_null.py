"""No NUL reaches a database: PostgreSQL would refuse to look for one."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/verificar/%00/", "/resolucion/a%00b/", "/guias/%00/", "/tramites/catalogo/%00/", "/observatorio/%00/"]
)
def test_no_address_has_one(client, path):
    assert client.get(path).status_code == 404


def test_what_is_asked_with_one_is_asked_without_it(client):
    answer = client.get("/hsds/services", {"search": "Or\x00ientación"})
    assert answer.status_code == 200
    assert answer.wsgi_request.GET["search"] == "Orientación"
    assert client.get("/citas/?%00=%00").status_code == 200
