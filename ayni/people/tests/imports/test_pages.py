import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ayni.lib.ids import uuid7
from ayni.people.models import BatchState, ImportBatch, Person, RowState
from ayni.people.tests.factories import PersonFactory, SexFactory, place

from .lists import people, staged, work

pytestmark = pytest.mark.django_db

ANA = "A-1,Ana María,Quispe Ñahui,1990-03-12,F,VEN,Pasaporte,AB123456,987654321"


@pytest.fixture
def desk(client, marta, lists):
    SexFactory(code="SEX-U", label_es="No registrado")
    client.force_login(marta)
    return client


def address(name, batch=None, **words):
    return reverse(f"people:{name}", kwargs=({"batch_id": batch.pk} if batch else {}) | words)


def send(desk, text, name="lista.csv", **answers):
    given = {"system": "Municipalidad", "purpose": "Feria", "basis": "PUBLIC_FUNCTION", "grounds": ""}
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return desk.post(address("import-new"), {**given, "file": file, **answers})


def test_a_list_is_uploaded_mapped_read_and_accepted(desk, marta):
    answer = send(desk, "nombre,apellidos,f. nac,sexo\nAna,Pérez,12/03/1990,F\nLuis,Soto,ayer,M\n")
    batch = ImportBatch.objects.get()
    assert answer.url == address("import-columns", batch)
    page = desk.get(answer.url).content.decode()
    assert "Ana · Luis" in page
    columns = {"c0": "given_names", "c1": "surnames", "c2": "birth_date", "c3": "sex"}
    answer = desk.post(answer.url, {**columns, "dates": "DMY", "save_as": "Feria"})
    assert answer.url == address("import", batch)
    assert "Se está leyendo" in desk.get(answer.url).content.decode()
    work(batch)
    page = desk.get(answer.url).content.decode()
    assert address("import-rows", batch, state="new") in page
    assert address("import-rows", batch, state="broken") in page
    answer = desk.post(address("import-accept", batch), {"states": ["NEW"]})
    batch = work(batch)
    assert Person.objects.get().full_name == "Ana Pérez"
    # The next list with these columns is offered the same answers.
    send(desk, "nombre,apellidos,f. nac,sexo\nOtra,Persona,1990,F\n")
    page = desk.get(address("import-columns", ImportBatch.objects.order_by("-received_at").first()))
    assert "Feria" in page.content.decode()


def test_a_file_that_is_no_list_says_so_and_keeps_what_was_typed(desk):
    page = send(desk, b"%PDF-1.7", "lista.xlsx").content.decode()
    assert "PDF" in page
    assert 'value="Municipalidad"' in page
    assert not ImportBatch.objects.exists()


def test_a_row_with_an_error_is_mended_on_its_page(desk, marta):
    batch = staged(people(ANA.replace("1990-03-12", "31/02/1990")), marta)
    page = desk.get(address("import-row", batch, number=2)).content.decode()
    assert "31/02/1990" in page
    assert "Este día no existe" in page
    row = batch.staged.get()
    answer = desk.post(address("import-row", batch, number=2), {**row.typed, "birth_date": "28/02/1990"})
    assert answer.status_code == 302
    assert batch.staged.get().state == RowState.NEW


def test_a_doubtful_row_shows_both_and_is_decided(desk, marta):
    rodolfo = PersonFactory(registered_by=marta, document="AB123456", given_name_1="Rodolfo", surname_1="Zevallos",
                            birth_date=None, birth_precision="UNKNOWN")  # fmt: skip
    batch = staged(people(ANA), marta)
    page = desk.get(address("import-row", batch, number=2)).content.decode()
    assert "Zevallos" in page
    desk.post(address("import-decide", batch, number=2), {"what": "same", "person": rodolfo.pk})
    assert batch.staged.get().person == rodolfo


def test_somebody_hidden_is_named_nowhere(desk, marta, rosa):
    hidden = PersonFactory(registered_by=rosa, document="AB123456", given_name_1="Ana", given_name_2="María",
                           surname_1="Zafiro", surname_2="Ñahui")  # fmt: skip
    batch = staged(people(ANA.replace("Quispe", "Zafiro")), marta)
    place(hidden, "RESTRICTED", rosa, assignee=rosa)
    for path in (address("import-rows", batch, state="known"), address("import-row", batch, number=2)):
        page = desk.get(path).content.decode()
        assert str(hidden.pk) not in page
    answer = desk.post(address("import-decide", batch, number=2), {"what": "same", "person": hidden.pk})
    assert answer.status_code == 404
    batch = staged(people(ANA.replace("A-1", "A-2")), marta)
    assert "punto focal" in desk.get(address("import-row", batch, number=2)).content.decode()


def test_the_list_of_another_office_does_not_exist(client, world, marta, lists):
    batch = staged(people(ANA), marta)
    other = world._staff("otra", "Otra", "Supervisora", "SUPERVISOR", office=world.jz_tum)
    client.force_login(other)
    for name in ("import", "import-accept", "import-undo", "import-reject", "import-columns"):
        assert client.get(address(name, batch)).status_code == 404
    assert client.get(address("import-row", batch, number=2)).status_code == 404
    assert "Municipalidad" not in client.get(address("imports")).content.decode()


def test_caseworkers_do_not_import(client, rosa):
    client.force_login(rosa)
    assert client.get(address("imports")).status_code == 403


def test_the_same_upload_sent_twice_is_one(desk):
    once = str(uuid7())
    text = "nombres,apellidos\nAna,Pérez\n"
    first, second = (send(desk, text, once=once) for _twice in range(2))
    assert first.url == second.url
    assert ImportBatch.objects.count() == 1


def test_undoing_from_the_page(desk, marta):
    batch = staged(people(ANA), marta)
    desk.post(address("import-accept", batch), {"states": ["NEW"]})
    batch = work(batch)
    assert "1 persona" in desk.get(address("import-undo", batch)).content.decode()
    desk.post(address("import-undo", batch))
    assert work(batch).state == BatchState.UNDONE
    assert not Person.objects.exists()


def test_an_import_costs_few_statements(desk, marta, django_assert_max_num_queries):
    batch = staged(people(*[ANA.replace("A-1", f"A-{n}").replace("Ana", f"Ana{n}") for n in range(30)]), marta)
    desk.get(address("imports"))
    for path in (address("imports"), address("import", batch), address("import-rows", batch, state="new")):
        with django_assert_max_num_queries(12):
            desk.get(path)


def test_the_page_of_people_leads_to_the_lists(desk):
    assert address("imports") in desk.get(reverse("desk:people")).content.decode()


def test_deciding_nothing_is_told_to_decide(desk, marta):
    batch = staged(people(ANA), marta)
    page = desk.post(address("import-decide", batch, number=2), {}, follow=True)
    assert "Elija qué pasa con esta fila." in page.content.decode()


def test_the_lists_that_came_in_are_listed(desk, marta):
    assert "Todavía no ha llegado ninguna lista" in desk.get(address("imports")).content.decode()
    batch = staged(people(ANA), marta)
    page = desk.get(address("imports")).content.decode()
    assert address("import", batch) in page
    assert "Todavía no ha llegado ninguna lista" not in page
