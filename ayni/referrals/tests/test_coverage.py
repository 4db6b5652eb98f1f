"""What lets data leave: consent, a norm, an agreement; and what the page says when one is missing."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from ayni.cases.models import CaseProfile
from ayni.codelists.tests.factories import LegalNormFactory, ProfileFactory
from ayni.directory.models import AgreementState
from ayni.directory.tests.factories import AgreementFactory
from ayni.governance.models import ConsentRule
from ayni.people.models import Basis
from ayni.referrals import rules
from ayni.referrals.models import Referral

from .factories import send, task_for
from .test_pages import address, filled, said

pytestmark = pytest.mark.django_db

IN_FORCE = rules.Agreed("C-1", AgreementState.IN_FORCE, frozenset({"IDENTITY"}))
EXPIRED = rules.Agreed("C-1", AgreementState.EXPIRED, frozenset({"IDENTITY"}), localdate())


@pytest.fixture
def agreement(world, service):
    return AgreementFactory(ours=world.uim, theirs=world.cem, watched_by=world.marta, code="C-1")


@pytest.mark.parametrize(
    ("basis", "consent", "norm", "agreed", "missing"),
    [
        (Basis.CONSENT, True, False, None, ""),
        (Basis.CONSENT, True, False, IN_FORCE, ""),
        (Basis.CONSENT, False, False, IN_FORCE, "consentimiento"),
        (Basis.CONSENT, True, False, EXPIRED, "El convenio C-1 terminó"),
        (Basis.LEGAL_DUTY, False, False, IN_FORCE, "Indique la norma"),
        (Basis.LEGAL_DUTY, False, True, EXPIRED, ""),
        (Basis.VITAL_INTEREST, False, False, EXPIRED, ""),
        (Basis.PUBLIC_FUNCTION, False, False, None, "no hay un convenio vigente"),
        (Basis.PUBLIC_FUNCTION, False, False, IN_FORCE, ""),
        (Basis.PUBLIC_FUNCTION, False, True, None, ""),
    ],
)
def test_one_of_three_covers_it_or_the_missing_one_is_named(basis, consent, norm, agreed, missing):
    def check():
        rules.check_covered(basis=basis, has_consent=consent, has_norm=norm, agreed=agreed)

    if not missing:
        check()
        return
    with pytest.raises(rules.CannotRefer, match=missing):
        check()


def test_an_agreement_that_expired_blocks_and_says_so(desk, case, service, text, agreement):
    agreement.valid_to = localdate() - timedelta(days=1)
    agreement.save()
    url = address(case, service)
    assert "Vencido" in said(desk.get(url))
    page = said(desk.post(url, filled(desk, url, text)))
    assert "El convenio C-1 terminó el" in page
    with pytest.raises(rules.CannotRefer):
        send(case, service)
    assert not Referral.objects.exists()


def test_only_the_parts_that_the_agreement_names_may_go(desk, case, service, text, agreement):
    agreement.sections = ["DOCUMENTS"]
    agreement.save()
    url = address(case, service)
    assert "Identidad (fuera del convenio)" in said(desk.get(url))
    assert "El convenio C-1 no permite enviar todo esto" in said(desk.post(url, filled(desk, url, text)))
    with pytest.raises(rules.CannotRefer):
        send(case, service)


def test_the_agreement_in_force_is_kept_with_the_referral(case, service, agreement):
    assert send(case, service).agreement == agreement


def test_what_is_shown_before_is_what_leaves(desk, case, service, text):
    url = address(case, service)
    data = filled(desk, url, text, fields=("name", "birth"))
    check = said(desk.post(url, data)).partition("Datos de la persona")[2].partition("<form")[0]
    desk.post(url, {**data, "go": "send"})
    released = Referral.objects.get().released
    assert [row["label"] for row in released] == ["Nombre", "Fecha de nacimiento"]
    assert all(row["value"] in check for row in released)
    assert "Nacionalidad" not in check


@pytest.mark.parametrize("rule", [ConsentRule.REQUIRED, ConsentRule.REPRESENTATIVE, ConsentRule.UNKNOWN])
def test_what_the_law_obliges_to_notify_can_be_notified_though_the_step_asks_for_consent(
    desk, case, service, text, rule
):
    """A child without parents: nobody may consent for them, and the duty to notify stands."""
    norm, task = LegalNormFactory(label_es="DL 1297, art. 14"), task_for(case, service.organisation, rule=rule)
    url, notify = address(case, service, task), "Para notificarlo no hace falta"
    data = {"go": "send", "reason": "Aviso", "urgency": "IMMEDIATE", "basis": "LEGAL_DUTY", "norm": norm.code}
    assert notify not in said(desk.get(url))
    desk.post(url, data)
    with pytest.raises(rules.CannotRefer):
        send(case, service, task=task, basis=Basis.LEGAL_DUTY, norm=norm, text=None)
    assert not Referral.objects.exists()
    CaseProfile.objects.create(case=case, profile=ProfileFactory(mandatory_notification="sí"), is_main=True)
    assert notify in said(desk.get(url))
    desk.post(url, data)
    referral = Referral.objects.get()
    assert (referral.is_mandatory, referral.consent) == (True, None)


def test_a_mandatory_notification_names_its_norm_and_is_marked_on_both_sides(desk, client, case, service, ines):
    norm = LegalNormFactory(label_es="DL 1428, art. 7")
    task = task_for(case, service.organisation, rule=ConsentRule.NOT_REQUIRED)
    url = address(case, service, task)
    data = {"go": "send", "reason": "Aviso", "urgency": "IMMEDIATE", "basis": "LEGAL_DUTY", "data_0": ["name"]}
    assert "Indique la norma" in said(desk.post(url, {**data, "grounds": "La ley"}))
    desk.post(url, {**data, "norm": norm.code})
    referral = Referral.objects.get()
    assert (referral.is_mandatory, referral.grounds) == (True, "DL 1428, art. 7")
    assert "Notificación obligatoria por ley" in said(desk.get(f"/referrals/{referral.pk}/"))
    client.force_login(ines)
    assert "DL 1428, art. 7" in said(client.get(f"/inbox/{referral.pk}/"))
