"""What no page of the access matrix asks: questions of the register of gaps and of drafts, each asked by somebody who
reads neither."""

import pytest
from django.utils.timezone import localdate, now

from ayni.access.tests.factories import UserFactory
from ayni.governance import actions, queries
from ayni.governance.forms.drafts import DescribeForm
from ayni.governance.forms.gaps import CloseGapForm
from ayni.governance.forms.instruments import InstrumentForm
from ayni.governance.rules.instruments import InstrumentFields

from .factories import GapFactory, ProtocolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger():
    """Somebody without any role."""
    return UserFactory(username="nadie")


@pytest.fixture
def gap(marta):
    return GapFactory(owner=marta)


@pytest.fixture
def norm(marta):
    fields = InstrumentFields(kind="DIRECTIVE", title="Atención de emergencia", level="INSTITUTION")
    return actions.register_instrument(track="PROPOSAL", fields=fields, since=localdate(), by=marta, at=now())


def test_forms_offer_gaps_and_norms_only_to_whoever_reads_the_register(marta, stranger, gap, norm):
    other = GapFactory(owner=marta)
    offered = {
        (CloseGapForm, "same_as", (("gap", gap),)): {other},
        (DescribeForm, "gap", ()): {gap, other},
        (DescribeForm, "instrument", ()): {norm},
        (InstrumentForm, "gap", ()): {gap, other},
    }
    for (form, field, more), rows in offered.items():
        assert set(form(user=marta, **dict(more)).fields[field].queryset) == rows
        assert not form(user=stranger, **dict(more)).fields[field].queryset.exists()
    assert len(queries.gap_choices(marta)) == 1 + 2
    assert len(queries.gap_choices(stranger)) == 1


def test_the_register_is_empty_for_whoever_does_not_read_it(marta, stranger, gap, norm):
    asked = (
        (lambda user: queries.gaps(user, queries.GapFilters()), gap),
        (queries.whole_gaps, gap),
        (lambda user: queries.instruments(user, queries.InstrumentFilters()), norm),
        (queries.whole_instruments, norm),
    )
    for rows, one in asked:
        assert list(rows(marta)) == [one]
        assert not rows(stranger).exists()


def test_drafts_of_protocols_are_listed_for_whoever_writes_or_approves_them(marta, stranger):
    ProtocolFactory(code="PW-SALUD")
    draft = actions.start_draft(code="PW-SALUD", by=UserFactory(), at=now())
    assert list(queries.open_drafts(marta)) == [draft]
    assert not queries.open_drafts(stranger).exists()
    assert queries.draft_of("PW-SALUD", marta) == draft
    assert queries.draft_of("PW-SALUD", stranger) is None
    type(draft).objects.update(state="SUBMITTED", submitted_at=now())
    assert list(queries.waiting_for(marta)) == [draft]
    assert not queries.waiting_for(stranger).exists()
    type(draft).objects.update(state="DISCARDED", submitted_at=None)
    assert list(queries.finished_drafts(marta)) == [draft]
    assert not queries.finished_drafts(stranger).exists()
