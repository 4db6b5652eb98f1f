"""A whole case moves to another office when that office accepts it, and never before."""

import pytest

from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, OfficeFactory, TeamFactory, UserFactory
from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.actions.transfers import Grounds
from ayni.cases.models import Case, Transfer, TransferState
from ayni.cases.queries import transfers as queries
from ayni.cases.rules.approvals import NotApproved
from ayni.cases.rules.cases import CannotClose
from ayni.cases.rules.transfers import CannotTransfer
from ayni.notices.models import Message
from ayni.people import actions as people
from ayni.people import hooks
from ayni.people.models import Basis, Person
from ayni.people.tests.factories import ConsentTextFactory, PersonFactory

from .factories import NOON, later, open_case

pytestmark = pytest.mark.django_db

DUTY = Grounds(Basis.PUBLIC_FUNCTION)


@pytest.fixture
def tumbes(world):
    """The supervisor of Tumbes, who receives, and Vera, who will keep what comes."""
    user = UserFactory(organisation=world.uim, office=world.jz_tum, roles=[Role.SUPERVISOR])
    world.vera  # noqa: B018
    return user


def ask(case, world, by, **kwargs):
    said = {"grounds": DUTY, "reason": "Se muda a Tumbes", "summary": "Una familia que se muda", **kwargs}
    return actions.ask_transfer(case=case, to_office=world.jz_tum, by=by, at=NOON, **said)


def test_a_case_moves_with_its_tasks_and_the_sender_sees_it_no_more(world, rosa, julio, marta, tumbes):
    case = open_case(rosa)
    transfer = ask(case, world, rosa)
    assert Case.objects.visible_to(julio).filter(pk=case.pk).exists()
    assert not Case.objects.visible_to(world.vera).exists(), "asked is not moved"
    actions.accept_transfer(transfer=transfer, caseworker=world.vera, team=None, by=tumbes, at=later(hours=1))
    case.refresh_from_db()
    assert (case.office, case.caseworker) == (world.jz_tum, world.vera)
    assert {task.assignee for task in case.tasks.all()} == {world.vera}
    for former in (rosa, julio, marta):
        assert not Case.objects.visible_to(former).filter(pk=case.pk).exists()
        assert not Person.objects.visible_to(former).filter(pk=case.person_id).exists()
    assert Person.objects.visible_to(world.vera).filter(pk=case.person_id).exists()


def test_what_else_the_sender_does_for_the_person_stays_theirs(world, rosa, tumbes):
    first = open_case(rosa)
    stays = open_case(rosa, person=first.person)
    transfer = ask(first, world, rosa)
    actions.accept_transfer(transfer=transfer, caseworker=world.vera, team=None, by=tumbes, at=NOON)
    assert [case.pk for case in Case.objects.visible_to(rosa)] == [stays.pk]
    assert [case.pk for case in Case.objects.visible_to(world.vera)] == [first.pk]


def test_the_case_of_a_child_is_approved_at_home_before_the_other_office_learns_of_it(world, rosa, marta, tumbes):
    case = open_case(rosa, "VP-NNA-RD")
    marta  # noqa: B018
    transfer = ask(case, world, rosa)
    assert not queries.to_decide(tumbes, NOON).exists()
    assert tumbes.email not in {message.to for message in Message.objects.all()}
    with pytest.raises(NotApproved):
        actions.accept_transfer(transfer=transfer, caseworker=world.vera, team=None, by=tumbes, at=NOON)
    actions.approve(approval=case.approvals.get(), remark="", by=marta, at=NOON)
    assert [one.pk for one in queries.to_decide(tumbes, NOON)] == [transfer.pk]
    assert [to for to in Message.objects.values_list("to", flat=True) if to == tumbes.email]
    actions.accept_transfer(transfer=transfer, caseworker=world.vera, team=None, by=tumbes, at=NOON)


def test_a_transfer_that_is_sent_back_at_home_is_withdrawn(world, rosa, marta, tumbes):
    case = open_case(rosa, "VP-NNA-RD")
    transfer = ask(case, world, rosa)
    actions.send_back(approval=case.approvals.get(), remark="Espere la audiencia", by=marta, at=NOON)
    transfer.refresh_from_db()
    assert transfer.state == TransferState.WITHDRAWN
    assert not queries.to_decide(tumbes, NOON).exists()
    assert _trail(transfer) == ["transfer.asked", "transfer.withdrawn"]


def test_a_transfer_whose_approval_is_not_asked_for_any_more_ends_with_a_line_of_its_own(world, rosa, tumbes):
    case = open_case(rosa, "VP-NNA-RD")
    transfer = ask(case, world, rosa)
    actions.withdraw_approval(approval=case.approvals.get(), by=rosa, at=NOON)
    assert _trail(transfer) == ["transfer.asked", "transfer.withdrawn"]


def _trail(transfer):
    verbs = Event.objects.filter(thread=transfer.case_id).order_by("seq").values_list("verb", flat=True)
    return [verb for verb in verbs if verb.startswith("transfer.")]


def test_of_a_restricted_case_the_receiver_reads_no_name_no_number_and_no_profile(world, rosa, tumbes):
    case = open_case(rosa, "VP-TRATA")
    colleague = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=colleague, role=Role.CASEWORKER, team=world.trata)
    transfer = ask(case, world, rosa)
    actions.approve(approval=case.approvals.get(), remark="", by=colleague, at=NOON)
    known = queries.known_of(queries.fetch_to_decide(tumbes, transfer.pk, NOON), NOON)
    assert (known.number, known.initials, known.age, known.profiles) == ("", "", "", ())
    ordinary = queries.known_of(ask(open_case(rosa), world, rosa), NOON)
    assert ordinary.initials
    assert ordinary.profiles


def test_a_restricted_case_goes_to_a_team_and_to_somebody_of_it(world, rosa, tumbes):
    case = open_case(rosa, "VP-TRATA")
    colleague = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=colleague, role=Role.CASEWORKER, team=world.trata)
    transfer = ask(case, world, rosa)
    actions.approve(approval=case.approvals.get(), remark="", by=colleague, at=NOON)
    team = TeamFactory(office=world.jz_tum)
    for wrong in (None, world.trata, team):
        with pytest.raises(CannotTransfer):
            actions.accept_transfer(transfer=transfer, caseworker=world.vera, team=wrong, by=tumbes, at=NOON)
    MembershipFactory(user=world.vera, team=team)
    vera = type(world.vera).objects.get(pk=world.vera.pk)
    actions.accept_transfer(transfer=transfer, caseworker=vera, team=team, by=tumbes, at=NOON)
    assert not Case.objects.visible_to(type(rosa).objects.get(pk=rosa.pk)).exists()
    assert not Case.objects.visible_to(tumbes).exists(), "whoever accepted it is not in its team"


def test_nobody_accepts_what_they_sent_and_only_the_receiver_decides(world, rosa, julio, marta, tumbes):
    MembershipFactory(user=rosa, role=Role.SUPERVISOR, office=world.jz_tum)
    both = type(rosa).objects.get(pk=rosa.pk)
    transfer = ask(open_case(rosa), world, both)
    for who in (both, julio, marta, world.vera):
        with pytest.raises(CannotTransfer):
            actions.accept_transfer(transfer=transfer, caseworker=world.vera, team=None, by=who, at=NOON)
    assert not queries.to_decide(both, NOON).exists()


def test_what_is_declined_says_why_and_stays(world, rosa, tumbes):
    case = open_case(rosa)
    transfer = ask(case, world, rosa)
    with pytest.raises(CannotTransfer):
        actions.decline_transfer(transfer=transfer, answer="", by=tumbes, at=NOON)
    actions.decline_transfer(transfer=transfer, answer="No hay quien la atienda", by=tumbes, at=NOON)
    with pytest.raises(CannotTransfer):
        actions.accept_transfer(transfer=transfer, caseworker=world.vera, team=None, by=tumbes, at=NOON)
    assert Case.objects.get(pk=case.pk).office == world.sede_central
    assert ask(case, world, rosa).state == TransferState.ASKED


@pytest.mark.parametrize(
    "said",
    [
        {"grounds": Grounds(Basis.CONSENT)},
        {"summary": " "},
        {"reason": ""},
        {"summary": "Yusleidy se muda con su familia"},
        {"summary": "Se muda con su familia: yusleidy, de 15 años"},
        {"summary": "La menor YUSLÉIDY necesita ayuda"},
        {"summary": "Con pasaporte N.º 123.456.789, se muda"},
    ],
)
def test_without_a_ground_or_with_a_name_nothing_is_asked(world, rosa, tumbes, said):
    person = PersonFactory(registered_by=rosa, document="123456789")
    with pytest.raises(CannotTransfer):
        ask(open_case(rosa, person=person), world, rosa, **said)
    assert not Transfer.objects.exists()


def test_a_small_word_of_a_surname_names_nobody(world, rosa, tumbes):
    person = PersonFactory(registered_by=rosa, given_name_1="Ana", surname_1="Del Carpio", surname_2="De los Santos")
    case = open_case(rosa, person=person)
    assert ask(case, world, rosa, summary="Una mujer del norte y los dos hijos, 12 años").state == TransferState.ASKED
    with pytest.raises(CannotTransfer):
        ask(open_case(rosa, person=person), world, rosa, summary="La señora Carpio")


def agreed(case, by, organisation):
    text = ConsentTextFactory(purpose="REFER")
    return people.give_consent(
        person=case.person, purpose="REFER", organisation=organisation, basis="CONSENT", text=text, grounds="", by=by,
        at=NOON,
    )  # fmt: skip


def test_with_the_consent_ends_the_transfer_that_rests_on_it(world, rosa, julio, tumbes):
    case = open_case(rosa)
    consent = agreed(case, rosa, world.migraciones)
    transfer = ask(case, world, rosa, grounds=Grounds(Basis.CONSENT, consent))
    assert any(case.number in said for tell in hooks.WITHDRAWAL_EFFECTS for said in tell(consent))
    people.withdraw_consent(consent=consent, by=julio, at=later(hours=1))
    transfer.refresh_from_db()
    assert transfer.state == TransferState.WITHDRAWN
    told = next(message for message in Message.objects.all() if message.to == rosa.email)
    assert "consentimiento" in told.subject
    assert case.person.surname_1 not in told.subject + told.text
    with pytest.raises(CannotTransfer):
        actions.accept_transfer(transfer=transfer, caseworker=world.vera, team=None, by=tumbes, at=later(hours=2))
    assert Case.objects.get(pk=case.pk).office == world.sede_central


def test_a_case_on_its_way_is_not_closed_behind_its_back(world, rosa, tumbes):
    case = open_case(rosa)
    transfer = ask(case, world, rosa)
    for task in case.tasks.waiting():
        actions.skip_task(task=task, reason="DOES_NOT_APPLY", remark="", by=rosa, at=later(hours=1))
    with pytest.raises(CannotClose, match="Tumbes"):
        actions.close(case=case, outcome="TRANSFERRED", note="", by=rosa, at=later(hours=1))
    actions.withdraw_transfer(transfer=transfer, by=rosa, at=later(hours=2))
    actions.close(case=case, outcome="WITHDRAWN", note="", by=rosa, at=later(hours=2))
    assert not Case.objects.get(pk=case.pk).is_open


def test_where_nobody_could_accept_it_it_is_not_asked(world, rosa):
    with pytest.raises(CannotTransfer):
        actions.ask_transfer(
            case=open_case(rosa), to_office=OfficeFactory(), grounds=DUTY, reason="x", summary="y", by=rosa, at=NOON
        )
