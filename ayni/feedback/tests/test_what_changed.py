"""What people told leads to what was changed, and at which stage they were asked."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from ayni.feedback import actions
from ayni.feedback.forms.participation import ConsultationForm
from ayni.feedback.models import Stage
from ayni.feedback.queries import participation as queries
from ayni.governance.tests.factories import ProtocolFactory

from .factories import tell, waiting

pytestmark = pytest.mark.django_db


def published(marta, nora, reports, *, done="Una ventanilla para familias."):
    at = timezone.now()
    words = actions.Words(
        month=localdate(at).replace(day=1), office=None, category=waiting(), said="Se espera mucho.", done=done,
        reports=reports,
    )  # fmt: skip
    made = actions.write_publication(words=words, by=marta, at=at)
    return actions.approve_publication(publication=made, by=nora, at=at)


@pytest.fixture
def nora(world):
    return world.clara


def test_whoever_told_it_reads_what_was_changed_because_of_it(client, world, marta, nora):
    receipt, code = tell(office=world.sede_central)
    published(marta, nora, [receipt.report])
    published(marta, nora, [], done="Otra cosa que cambió.")
    page = client.post("/voz/seguimiento/", {"number": receipt.number, "code": code}, follow=True).content.decode()
    assert "Qué se cambió porque la gente lo dijo" in page
    assert "Una ventanilla para familias." in page
    assert "Otra cosa que cambió." not in page


def test_what_is_not_published_yet_or_was_withdrawn_is_not_told(world, marta, nora):
    receipt, _code = tell(office=world.sede_central)
    made = published(marta, nora, [receipt.report])
    assert queries.changes_from(receipt.report) == [made]
    actions.withdraw_publication(publication=made, by=marta, at=timezone.now())
    assert queries.changes_from(receipt.report) == []


def test_the_record_of_participation_counts_each_stage(marta, nora):
    at = timezone.now()
    for stage in (Stage.PLANNED, Stage.PLANNED, Stage.REVIEWED):
        asked = actions.Asked(
            title="¿Qué falta?", text="Díganos.", protocol=ProtocolFactory(), service=None, stage=stage,
            closes_on=localdate(at) + timedelta(days=9),
        )  # fmt: skip
        made = actions.prepare_consultation(asked=asked, by=marta, at=at)
        made = actions.open_consultation(consultation=made, by=nora, at=at)
    for _n in range(3):
        said = actions.Said(speaks="MIGRANT", stance="AGREE", text="", language="es")
        actions.take_part(consultation=made, said=said, submission=None, at=at)
    assert [(one.asked, one.people, one.decided) for one in queries.taking_part()] == [(2, 0, 0), (0, 0, 0), (1, 3, 0)]
    draft = actions.prepare_consultation(asked=asked, by=marta, at=at)
    assert draft.stage == Stage.REVIEWED
    assert queries.taking_part()[2].asked == 1


def test_whoever_prepares_one_says_at_which_stage(marta):
    form = ConsultationForm()
    assert [value for value, _label in form.fields["stage"].choices] == ["PLANNED", "DONE", "REVIEWED"]
