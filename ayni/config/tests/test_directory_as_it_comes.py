"""The directory, with the reference data in it."""

import re

import pytest

from ayni.access.models import Organisation

from .spoiling import load

pytestmark = pytest.mark.django_db


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_whole_directory_as_it_comes(client, rosa, django_assert_max_num_queries):
    load()
    client.force_login(rosa)
    with django_assert_max_num_queries(12):
        said = words(client.get("/directorio/"))
    assert "82 instituciones" in said
    assert said.index("Salud Institución") < said.index("Trabajo Institución")
    assert said.count("lidera la gobernanza migratoria") == 2

    with django_assert_max_num_queries(12):
        uim = words(client.get("/directorio/UIM/"))
    assert re.search(r"Ministerio del Interior › .*Migraciones › .*Política Migratoria › Unidad de Integración", uim)
    assert "Servicio al Migrante en Situación de Vulnerabilidad" in uim
    assert "del 1 ene 2016" in uim
    assert "Atención general genérico" in uim
    cem = words(client.get("/directorio/CEM/"))
    assert "Si es adulta: apoyo psicológico y refugio" in cem
    assert "Vida, integridad y protección" in cem
    assert "Jefatura Zonal Tumbes" in words(client.get("/directorio/MIGRACIONES/"))


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"q": "trata fiscalias"}, {"FISTRAP"}),
        ({"sector": "Salud", "level": "local"}, {"IPRESS", "CSMC"}),
        ({"q": "zzz"}, set()),
        ({"q": "'; DROP TABLE"}, set()),
        ({"sector": "No existe"}, None),
    ],
)
def test_the_list_is_narrowed_in_the_address(client, rosa, asked, codes):
    load()
    client.force_login(rosa)
    response = client.get("/directorio/", asked)
    found = set(re.findall(r'href="/directorio/([A-Z0-9-]+)/"', response.content.decode()))
    assert found == (codes if codes is not None else {o.code for o in Organisation.objects.all()})


def test_whoever_keeps_it_opens_an_institution_in_twelve_statements_too(client, marta, django_assert_max_num_queries):
    load()
    client.force_login(marta)
    for address in ("/directorio/MIGRACIONES/", "/directorio/puntos-focales/", "/protocolos/PW-NNA-NA/"):
        client.get(address)  # what a session writes once in a while is written here
        with django_assert_max_num_queries(12):
            client.get(address)
