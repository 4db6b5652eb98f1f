"""A profile is added or changed on a page, without code (R107)."""

import uuid
from datetime import date

import pytest
from django.utils.timezone import now

from ayni.access.permissions import Role
from ayni.access.tests.factories import OrganisationFactory, UserFactory
from ayni.audit.models import Event
from ayni.codelists import queries as codelists
from ayni.codelists.models import Profile
from ayni.codelists.tests.factories import ProfileFactory
from ayni.governance import actions, queries, rules

from .factories import ProtocolFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "label_es": "Persona que reunifica a su familia",
    "code": "reunif",
    "family": "documents",
    "sensitivity": "ORDINARY",
    "default_urgency": "WITHIN_72H",
    "pathway_code": "PW-DOC",
    "approaches": ["childhood", "human_rights"],
    "source": "Acta de la UIM, 3 nov 2026",
}


@pytest.fixture
def keeper(marta):
    """A supervisor of the UIM, below MIGRACIONES."""
    ProtocolFactory(code="PW-DOC", name="Documentación")
    ProtocolFactory(code="PW-GEN", name="General", is_general=True)
    return marta


def typed(**other):
    return {**TYPED, "once": str(uuid.uuid4()), **other}


def fields(**other):
    known = {"label_es": "Otra", "family": "needs", "sensitivity": "ORDINARY", "default_urgency": "ORDINARY"}
    return rules.ProfileFields(**{**known, **other})


def test_a_supervisor_adds_a_profile_and_a_case_would_take_its_protocol(client, keeper):
    client.force_login(keeper)
    page = client.post("/listas/perfiles/nuevo/", typed(), follow=True)
    assert "El perfil VP-REUNIF rige desde hoy" in page.content.decode()
    made = codelists.by_code(Profile, "VP-REUNIF")
    assert (made.version, made.added_by_hand, made.approaches) == (1, True, "childhood|human_rights")
    assert [p.code for p in queries.protocols_for([made], date.today())] == ["PW-DOC"]  # noqa: DTZ011
    assert Event.objects.get(verb="profile.written").details == {"code": "VP-REUNIF", "version": 1}


def test_the_same_form_sent_twice_adds_one_profile(client, keeper):
    client.force_login(keeper)
    form = typed()
    first = client.post("/listas/perfiles/nuevo/", form)
    second = client.post("/listas/perfiles/nuevo/", form)
    assert first.url == second.url
    assert Profile.objects.filter(code="VP-REUNIF").count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"code": "ñandú!"}, "VP- y de 2 a 12 letras"),
        ({"code": ""}, "Escriba"),
        ({"label_es": ""}, "Nombre del perfil"),
        ({"sensitivity": "SECRETO"}, "Elija"),
        ({"pathway_code": "PW-NADA"}, "Elija"),
        ({"source": ""}, "De dónde viene"),
        ({"label_es": "x" * 301}, "300"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, keeper, wrong, says):
    client.force_login(keeper)
    page = client.post("/listas/perfiles/nuevo/", typed(note="Nota larga", **wrong)).content.decode()
    assert says in page
    assert "Nota larga" in page
    assert not Profile.objects.exists()


def test_a_code_is_taken_for_good(client, keeper):
    ProfileFactory(code="VP-REUNIF", valid_to=date(2026, 1, 1))
    client.force_login(keeper)
    assert "ya se usó" in client.post("/listas/perfiles/nuevo/", typed()).content.decode()


def test_a_change_makes_a_version_and_the_old_one_stays(client, keeper):
    old = ProfileFactory(code="VP-X", label_es="Antes", label_en="Before")
    ProtocolFactory(code="PW-X", name="Propio", profiles=[old])
    client.force_login(keeper)
    form = client.get("/listas/perfiles/VP-X/cambiar/").content.decode()
    assert '<option value="PW-X" selected>' in form
    client.post("/listas/perfiles/VP-X/cambiar/", typed(label_es="Después", label_en="After", version="1"))
    old.refresh_from_db()
    new = codelists.by_code(Profile, "VP-X")
    assert (old.label_es, old.valid_to is None) == ("Antes", False)
    assert (new.label_es, new.label_en, new.version, new.pathway_code) == ("Después", "After", 2, "PW-DOC")
    assert [p.code for p in queries.protocols_for([new], now().date())] == ["PW-DOC"]


def test_the_second_of_two_colleagues_is_told(client, keeper):
    profile = ProfileFactory(code="VP-X")
    actions.change_profile(profile=profile, fields=fields(label_es="De Ada"), by=keeper, at=now())
    client.force_login(keeper)
    page = client.post("/listas/perfiles/VP-X/cambiar/", typed(version="1", label_es="De Marta")).content.decode()
    assert "Mientras tanto alguien cambió" in page
    assert "De Marta" in page
    assert codelists.by_code(Profile, "VP-X").label_es == "De Ada"


def test_a_profile_written_by_hand_can_be_closed_and_one_of_the_data_cannot(client, keeper):
    ProfileFactory(code="VP-DATA")
    actions.add_profile(code="VP-MANO", fields=fields(), by=keeper, at=now())
    client.force_login(keeper)
    assert "¿Cerrar este perfil?" in client.get("/listas/perfiles/VP-MANO/cerrar/").content.decode()
    page = client.post("/listas/perfiles/VP-MANO/cerrar/", {"once": str(uuid.uuid4())}, follow=True).content.decode()
    assert "ningún caso nuevo" in page
    assert not codelists.current(Profile).filter(code="VP-MANO").exists()
    page = client.post("/listas/perfiles/VP-DATA/cerrar/", {"once": str(uuid.uuid4())}, follow=True).content.decode()
    assert "datos de referencia" in page
    assert codelists.current(Profile).filter(code="VP-DATA").exists()


@pytest.mark.parametrize("who", ["rosa", "lia", "tomas", "ines"])
def test_others_may_read_but_not_write(client, request, keeper, who):
    ProfileFactory(code="VP-X")
    client.force_login(request.getfixturevalue(who))
    assert "Añadir un perfil" not in client.get("/listas/perfiles/").content.decode()
    for address in ("nuevo/", "VP-X/cambiar/", "VP-X/cerrar/"):
        assert client.get(f"/listas/perfiles/{address}").status_code == 403
        assert client.post(f"/listas/perfiles/{address}", typed()).status_code == 403


def test_an_administrator_of_another_institution_does_not_write_the_lists_of_all(client, keeper):
    elsewhere = OrganisationFactory(code="HIAS")
    client.force_login(UserFactory(username="admin-hias", organisation=elsewhere, roles=[Role.ADMINISTRATOR]))
    assert client.get("/listas/perfiles/nuevo/").status_code == 403
    assert client.get("/listas/perfiles/").status_code == 200
