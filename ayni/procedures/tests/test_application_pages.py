"""The pages of applications, as each of the counter uses them."""

import pytest
from django.urls import reverse

from ayni.audit.models import Event
from ayni.cases.tests.factories import open_case
from ayni.people.models import Person
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions, rules
from ayni.procedures.models import Application, Item, ItemState, Procedure, Resolution, RouteRule, State
from ayni.procedures.queries import seal_key
from ayni.procedures.tests.factories import NOON, FeeFactory
from ayni.procedures.tests.lives import GROUNDS, evaluated, judge, procedure, submitted

pytestmark = pytest.mark.django_db


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"procedures:{name}", args=args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"procedures:{name}", args=args), data)


@pytest.fixture
def wanted(world):
    return procedure(world)


@pytest.fixture
def waiting(lia, wanted):
    return submitted(lia, wanted)


def test_reception_begins_an_application_and_hands_it_in(client, lia, wanted):
    person = PersonFactory(registered_by=lia)
    assert wanted.label_es in page(client, lia, "begin-application", person.pk).content.decode()
    post(client, lia, "begin-application", person.pk, procedure=wanted.pk)
    begun = Application.objects.get()
    shown = page(client, lia, "application", begun.pk).content.decode()
    assert "Requisito 2" in shown
    for item in begun.items.all():
        post(client, lia, "present-item", begun.pk, item.pk, seen="on")
    assert post(client, lia, "hand-in", begun.pk).status_code == 302
    begun.refresh_from_db()
    assert begun.state == State.SUBMITTED


def test_a_measure_of_protection_is_asked_for_from_the_case(client, rosa, julio, wanted):
    case = open_case(rosa, "VP-TRATA")
    client.force_login(rosa)
    address = reverse("procedures:begin-application", args=[case.person_id]) + f"?caso={case.pk}"
    client.post(address, {"procedure": wanted.pk, "circumstances": ["TRAFFICKING"]})
    begun = Application.objects.get()
    assert (begun.case, begun.channel) == (case, "CASE")
    client.force_login(julio)
    assert client.get(address).status_code == 404


def test_next_brings_the_evaluator_to_the_paper_and_each_verdict_to_the_next_one(client, elsa, waiting, at_most):
    answer = post(client, elsa, "take-next")
    assert answer.url == reverse("procedures:evaluate", args=[waiting.pk])
    first, second = Item.objects.order_by("requirement__order")
    client.get(answer.url)
    with at_most(12):
        shown = client.get(answer.url).content.decode()
    assert "Requisito 1" in shown
    answer = post(client, elsa, "evaluate", waiting.pk, item=first.pk, verdict="ACCEPTED")
    assert answer.url.endswith(str(second.pk))
    refused = post(client, elsa, "evaluate", waiting.pk, item=second.pk, verdict="OBSERVED", reason="")
    assert refused.status_code == 200
    post(client, elsa, "evaluate", waiting.pk, item=second.pk, verdict="OBSERVED", reason="Falta el sello.")
    second.refresh_from_db()
    assert (second.state, second.reason) == (ItemState.OBSERVED, "Falta el sello.")
    post(client, elsa, "end-evaluation", waiting.pk, do="correct", days="10")
    waiting.refresh_from_db()
    assert waiting.state == State.OBSERVED


def test_taking_the_next_costs_at_most_twelve_statements(client, elsa, waiting, at_most):
    client.force_login(elsa)
    client.get(reverse("procedures:applications"))
    with at_most(16):
        client.post(reverse("procedures:take-next"))


def test_the_approver_decides_and_the_person_takes_a_paper_that_proves_itself(client, elsa, aldo, lia, waiting):
    evaluated(waiting, elsa)
    assert waiting.number in page(client, aldo, "applications").content.decode()
    assert page(client, aldo, "decide", waiting.pk).status_code == 200
    assert post(client, aldo, "decide", waiting.pk, decision="approve", grounds="").status_code == 200
    post(client, aldo, "decide", waiting.pk, decision="approve", grounds=GROUNDS)
    resolution = Resolution.objects.get()
    pdf = page(client, lia, "resolution", waiting.pk, resolution.pk).content
    assert pdf.startswith(b"%PDF")
    assert rules.read_seal(pdf, key=seal_key()) == resolution.digest
    middle = len(pdf) // 2
    changed = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
    assert rules.read_seal(changed, key=seal_key()) is None
    post(client, lia, "hand-over-resolution", waiting.pk, resolution.pk)
    resolution.refresh_from_db()
    assert resolution.told_at is not None


def test_the_page_behind_the_code_says_valid_and_nobodys_name(client, elsa, aldo, waiting):
    resolution = actions.approve(application=evaluated(waiting, elsa), grounds=GROUNDS, by=aldo, at=NOON)
    address = reverse("procedures:resolution-proof", args=[resolution.proof])
    shown = client.get(address).content.decode()
    assert resolution.digest in shown
    for private in (waiting.person.given_name_1, waiting.person.surname_1, resolution.number, waiting.number, GROUNDS):
        assert private not in shown
    actions.annul(resolution=resolution, by=aldo, at=NOON)
    assert "se anuló" in client.get(address).content.decode()
    assert resolution.digest not in client.get(reverse("procedures:resolution-proof", args=["nada"])).content.decode()
    in_french = client.get(reverse("procedures:resolution-proof-in", args=["fr", resolution.proof])).content.decode()
    assert "La résolution a été annulée" in in_french


def test_of_an_erased_person_the_number_of_the_resolution_stays_and_no_paper(client, lia, elsa, aldo, waiting):
    resolution = actions.approve(application=evaluated(waiting, elsa), grounds=GROUNDS, by=aldo, at=NOON)
    link = reverse("procedures:resolution", args=[waiting.pk, resolution.pk])
    assert link in page(client, lia, "application", waiting.pk).content.decode()
    Resolution.objects.update(sealed={})
    Person.objects.filter(pk=waiting.person_id).update(erased_at=NOON)
    shown = page(client, lia, "application", waiting.pk).content.decode()
    assert resolution.number in shown
    assert link not in shown
    assert client.get(link).status_code == 404


def test_nobody_but_the_team_and_whoever_is_named_learns_of_a_hidden_application(
    client, rosa, julio, elsa, aldo, wanted
):
    case = open_case(rosa, "VP-TRATA")
    hidden = submitted(rosa, wanted, person=case.person, case=case)
    for user in (julio, elsa, aldo):
        assert page(client, user, "application", hidden.pk).status_code == 404
        assert hidden.number not in page(client, user, "applications", lista="queue").content.decode()
    assert post(client, elsa, "take-next").url == reverse("procedures:applications")
    post(client, rosa, "name-evaluator", hidden.pk, evaluator=elsa.pk)
    assert hidden.number in page(client, elsa, "applications").content.decode()
    assert page(client, elsa, "application", hidden.pk).status_code == 200


def test_a_rejection_is_appealed_at_the_counter(client, lia, elsa, aldo, waiting):
    application = evaluated(waiting, elsa, ItemState.ACCEPTED, ItemState.REJECTED)
    actions.reject(application=application, grounds=GROUNDS, by=aldo, at=NOON)
    post(client, lia, "file-appeal", waiting.pk, kind="RECONSIDERATION", grounds="Traigo otro.")
    appeal = application.appeals.get()
    # Whoever took part finds it in the list and is told before they write; the form is for somebody else.
    assert waiting.number in page(client, aldo, "applications", lista="appeals").content.decode()
    shown = page(client, aldo, "decide-appeal", waiting.pk, appeal.pk).content.decode()
    assert "la ventanilla lo designa" in shown
    assert 'name="grounds"' not in shown
    refused = post(client, aldo, "decide-appeal", waiting.pk, appeal.pk, decision="founded", grounds="Sí.")
    assert "intervino" in refused.content.decode()


def test_whoever_files_leaves_with_a_note_and_nothing_is_offered_that_would_be_refused(
    client, lia, elsa, aldo, waiting
):
    application = evaluated(waiting, elsa, ItemState.ACCEPTED, ItemState.REJECTED)
    actions.reject(application=application, grounds=GROUNDS, by=aldo, at=NOON)
    assert "Recibir un recurso" in page(client, lia, "application", waiting.pk).content.decode()
    post(client, lia, "file-appeal", waiting.pk, kind="APPEAL", grounds="Traigo otro.")
    shown = page(client, lia, "application", waiting.pk).content.decode()
    note = reverse("procedures:appeal-note", args=[waiting.pk, application.appeals.get().pk])
    assert note in shown
    assert "Recibir un recurso" not in shown
    paper = client.get(note)
    assert paper.content.startswith(b"%PDF")
    Person.objects.filter(pk=waiting.person_id).update(erased_at=NOON)
    assert client.get(note).status_code == 404


def test_an_appeal_of_somebody_hidden_is_in_the_list_of_nobody_but_whoever_is_named(client, rosa, aldo, lia, wanted):
    case = open_case(rosa, "VP-TRATA")
    hidden = submitted(rosa, wanted, person=case.person, case=case)
    Application.objects.filter(pk=hidden.pk).update(state=State.REJECTED, decided_at=NOON)
    actions.file_appeal(application=hidden, kind="APPEAL", grounds="Sí.", by=rosa, at=NOON)
    for user in (aldo, lia):
        assert hidden.number not in page(client, user, "applications", lista="appeals").content.decode()
    actions.name_approver(application=hidden, approver=aldo, by=rosa, at=NOON)
    assert hidden.number in page(client, aldo, "applications", lista="appeals").content.decode()


def test_to_read_the_grounds_of_an_appeal_is_a_reading(client, lia, elsa, aldo, waiting):
    application = evaluated(waiting, elsa, ItemState.ACCEPTED, ItemState.REJECTED)
    actions.reject(application=application, grounds=GROUNDS, by=aldo, at=NOON)
    appeal = actions.file_appeal(application=application, kind="RECONSIDERATION", grounds="Sí.", by=lia, at=NOON)
    page(client, aldo, "decide-appeal", waiting.pk, appeal.pk)
    opened = Event.objects.get(verb="application.opened", purpose="decision")
    assert (opened.by, opened.thread) == (str(aldo.pk), waiting.person_id)


def test_the_person_desists_after_being_asked_once_more(client, lia, waiting):
    assert page(client, lia, "withdraw-application", waiting.pk).status_code == 200
    post(client, lia, "withdraw-application", waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.WITHDRAWN


def test_the_page_of_an_application_shows_a_correction_and_how_the_day_moved(client, lia, elsa, waiting, at_most):
    actions.take(application=waiting, by=elsa, at=NOON)
    judge(waiting, elsa, ItemState.ACCEPTED, ItemState.OBSERVED)
    actions.ask_for_correction(application=waiting, days=10, by=elsa, at=NOON)
    page(client, lia, "application", waiting.pk)
    with at_most(12):
        shown = page_again(client, waiting)
    assert "No se lee la fecha." in shown


def page_again(client, application):
    return client.get(reverse("procedures:application", args=[application.pk])).content.decode()


def test_an_application_says_what_it_costs_whom_it_spares_and_how_sure_its_time_is(client, lia, wanted, waiting):
    FeeFactory(procedure=wanted, applies="ADULTS", amount=100, confidence="medium")
    FeeFactory(procedure=wanted, applies="CHILDREN", amount=50, confidence="medium")
    Person.objects.filter(pk=waiting.person_id).update(birth_date="1990-05-01", birth_precision="EXACT")
    shown = page(client, lia, "application", waiting.pk).content.decode()
    assert "S/ 100.00" in shown
    assert "S/ 50.00" not in shown
    assert "Ninguna fuente nuestra dice quién no paga" in shown
    assert "por confirmar: la regla general" not in shown
    RouteRule.objects.create(
        code="RT-FREE", version=1, valid_from="2022-01-01", label_es="Gestantes no pagan.", confidence="low",
        procedure_code=wanted.code, effect="exempt", when="profiles any VP-GEST", exempts="FEE", legal_basis="Ley X",
    )  # fmt: skip
    Procedure.objects.update(statutory_days=None)
    shown = page(client, lia, "application", waiting.pk).content.decode()
    assert "Gestantes no pagan." in shown
    assert "RT-FREE · Ley X" in shown
    assert "Ninguna fuente nuestra dice quién no paga" not in shown
    assert "por confirmar: la regla general" in shown
    assert "por confirmar: la regla general" in page(client, lia, "applications", lista="queue").content.decode()


def test_what_was_said_of_a_paper_stays_when_it_is_accepted(client, lia, elsa, waiting):
    actions.take(application=waiting, by=elsa, at=NOON)
    judge(waiting, elsa, "OBSERVED", "ACCEPTED")
    actions.look_at(item=waiting.items.get(requirement__order=1), verdict="ACCEPTED", reason="", by=elsa, at=NOON)
    shown = page(client, lia, "application", waiting.pk).content.decode()
    assert "Todo lo que se dijo de sus papeles" in shown
    assert "No se lee la fecha." in shown


@pytest.mark.parametrize(
    ("is_safe", "said"), [(True, "se avisó a la persona"), (False, "la oficina tiene que avisarle")]
)
def test_nobody_is_said_to_be_told_who_gave_no_safe_way(client, elsa, waiting, is_safe, said):
    waiting.person.contacts.create(kind="SMS", value="+51987654321", is_safe=is_safe, since=NOON)
    actions.take(application=waiting, by=elsa, at=NOON)
    judge(waiting, elsa, "OBSERVED", "ACCEPTED")
    post(client, elsa, "end-evaluation", waiting.pk, do="correct", days=5)
    assert said in page(client, elsa, "applications").content.decode()
