import pytest
from django.utils.timezone import now

from ayni.audit.models import Event
from ayni.cases import actions as cases
from ayni.cases.models import TaskState
from ayni.codelists.tests.factories import LegalNormFactory
from ayni.directory.tests.factories import FocalPointFactory, ServiceFactory
from ayni.governance.models import ConsentRule, Urgency
from ayni.lib.errors import RuleBroken
from ayni.notices.models import Message as Notice
from ayni.people import actions as people
from ayni.people import queries as people_queries
from ayni.people.models import Basis, Consent, Purpose
from ayni.people.tests.factories import ConsentFactory
from ayni.referrals import rules
from ayni.referrals.models import AccessLink, Reached, Referral

from .factories import send, task_for

pytestmark = pytest.mark.django_db
PERSONAL = ("Yusleidy", "González", "Rondón", "1990", "psicológica", "venez")


def test_only_the_chosen_data_leave(referral):
    referral.refresh_from_db()
    assert [field for field, _label, _value in referral.shared] == ["name", "birth", "nationality"]
    assert "Yusleidy" in referral.shared[0][2]


def test_what_is_not_in_the_file_cannot_be_released(case, service):
    referral = send(case, service, fields=["name", "notes", "gender", "contact:999"])
    assert [field for field, _label, _value in referral.shared] == ["name"]


def test_consent_given_on_the_form_is_recorded_with_its_text(case, service):
    referral = send(case, service)
    consent = Consent.objects.get(purpose=Purpose.REFER)
    assert (consent.organisation, consent.text.purpose) == (service.organisation, "REFER")
    assert consent.taken_by == case.caseworker
    assert (referral.consent, referral.basis) == (consent, Basis.CONSENT)


def test_a_standing_consent_is_enough(case, service):
    standing = ConsentFactory(
        person=case.person, purpose="REFER", organisation=service.organisation, taken_by=case.caseworker
    )
    referral = send(case, service, basis="", text=None)
    assert referral.consent == standing
    assert Consent.objects.filter(purpose="REFER").count() == 1


def test_consent_for_one_institution_is_not_consent_for_another(case, service, oim_service):
    send(case, service)
    with pytest.raises(rules.CannotRefer):
        send(case, oim_service, basis="", text=None)


def test_without_consent_or_ground_nothing_is_sent(case, service):
    with pytest.raises(RuleBroken):
        send(case, service, basis=Basis.CONSENT, text=None)
    with pytest.raises(rules.CannotRefer, match="por qué"):
        send(case, service, basis=Basis.VITAL_INTEREST, grounds="  ")
    assert not Referral.objects.exists()
    assert not Consent.objects.filter(purpose="REFER").exists()
    assert not Notice.objects.exists()


def test_the_law_may_allow_it_with_grounds_where_the_step_says_so(case, service):
    task = task_for(case, service.organisation, ConsentRule.NOT_REQUIRED)
    duty = {"basis": Basis.LEGAL_DUTY, "norm": LegalNormFactory(), "text": None}
    referral = send(case, service, task=task, grounds="DL 1297: aviso obligatorio", **duty)
    assert (referral.consent, referral.grounds) == (None, "DL 1297: aviso obligatorio")


def test_the_law_does_not_stand_in_for_consent_where_the_step_asks_for_it(case, service, task):
    with pytest.raises(rules.CannotRefer, match="no permite"):
        send(case, service, task=task, basis=Basis.LEGAL_DUTY, grounds="porque sí", text=None)


def test_a_step_is_marked_as_referred(referral, task):
    task.refresh_from_db()
    assert task.state == TaskState.REFERRED


def test_the_clock_comes_from_the_urgency(case, service):
    at = now()
    referral = send(case, service, urgency=Urgency.IMMEDIATE, at=at)
    assert (referral.acknowledge_by - at).total_seconds() == 3600
    assert (referral.answer_by - at).total_seconds() == 4 * 3600
    assert (referral.next_strike_at - at).total_seconds() == 1800


def test_the_users_of_the_institution_are_told_and_learn_nothing_about_anybody(referral, ines):
    (notice,) = Notice.objects.all()
    assert notice.to == ines.email
    assert referral.number in notice.subject
    assert f"/inbox/{referral.pk}/" in notice.text
    assert not [word for word in PERSONAL if word in (notice.subject + notice.text).lower() + notice.text]
    assert referral.reached == Reached.USERS


def test_an_institution_without_users_gets_a_link_and_no_personal_data(by_link):
    (notice,) = Notice.objects.filter(channel="EMAIL")
    assert notice.to == "coordinacion@example.pe"
    assert "/r/" in notice.text
    assert not [word for word in PERSONAL if word in (notice.subject + notice.text)]
    assert by_link.reached == Reached.FOCAL_POINT
    assert AccessLink.objects.get().token_hash not in notice.text


@pytest.mark.parametrize("missing", ["email", "phone", "both"])
def test_with_nobody_to_tell_the_sender_is_told_to_call(case, world, missing):
    service = ServiceFactory(organisation=world.oim)
    if missing != "both":
        FocalPointFactory(organisation=world.oim, **{missing: ""})
    referral = send(case, service)
    assert referral.reached == Reached.NOBODY
    assert not AccessLink.objects.exists()


def test_an_urgent_referral_rings_telephones_too(case, service, ines):
    ines.phone = "+51999000222"
    ines.save()
    send(case, service, urgency=Urgency.IMMEDIATE)
    sms = Notice.objects.get(channel="SMS")
    assert sms.to == "+51999000222"
    assert not [word for word in PERSONAL if word in sms.text]


def test_a_closed_case_cannot_be_referred(case, service):
    cases.close(case=case, outcome="SOLVED", note="", by=case.caseworker, at=now())
    with pytest.raises(rules.CannotRefer, match="cerrado"):
        send(case, service)


def test_a_service_that_stopped_taking_referrals_meanwhile_is_not_sent_to(case, service):
    type(service).objects.update(accepts_referrals=False)
    with pytest.raises(rules.CannotRefer, match="no recibe"):
        send(case, service)


def test_the_same_service_is_not_asked_twice_at_once(case, service, referral):
    with pytest.raises(rules.CannotRefer, match="ya espera"):
        send(case, service, basis="", text=None)


def test_a_step_that_is_done_is_not_referred(case, service, task):
    cases.finish_task(task=task, remark="", by=case.caseworker, at=now())
    with pytest.raises(rules.CannotRefer, match="paso"):
        send(case, service, task=task)


def test_one_step_may_be_asked_of_two_services(case, service, oim_service, task):
    send(case, service, task=task)
    send(case, oim_service, task=task)
    assert Referral.objects.waiting().count() == 2


def test_sending_is_in_the_trail_without_words_of_the_person(referral):
    event = Event.objects.get(verb="referral.sent")
    assert (event.subject_id, event.thread) == (str(referral.pk), referral.case_id)
    assert event.details["fields"] == ["birth", "name", "nationality"]
    assert "Yusleidy" not in str(event.details)


def test_emoji_are_words_too(case, service):
    referral = send(case, service, reason="Urge 🙏 — “atención” a D’Angelo")
    assert Referral.objects.get(pk=referral.pk).reason == "Urge 🙏 — “atención” a D’Angelo"


def test_a_withdrawn_consent_hides_the_data_at_once_and_both_sides_are_told(referral, rosa, julio, ines):
    assert referral.released
    Notice.objects.all().delete()
    people.withdraw_consent(consent=referral.consent, by=julio, at=now())
    referral = Referral.objects.get(pk=referral.pk)
    assert (referral.released, referral.is_readable) == ([], False)
    assert {notice.to for notice in Notice.objects.all()} == {rosa.email, ines.email}
    assert Event.objects.filter(verb="referral.consent_withdrawn").count() == 1


def test_whoever_withdraws_a_consent_is_told_before_what_stops(referral):
    lines = people_queries.effects_of_withdrawing(referral.consent)
    assert [line for line in lines if referral.number in line and "deja de ver" in line]


def test_a_case_with_a_waiting_referral_does_not_close(referral, case):
    with pytest.raises(RuleBroken):
        cases.close(case=case, outcome="SOLVED", note="", by=case.caseworker, at=now())
