"""A load of the reference data leaves alone what two colleagues approved on a page."""

import shutil

import pytest
from django.conf import settings

from ayni.codelists.actions import write_norm
from ayni.codelists.models import LegalNorm
from ayni.governance.models import Protocol

from .spoiling import LATER, TODAY, change, drop, load, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(settings.BASE_DIR / "data", tmp_path / "data")
    return tmp_path / "data"


def by_hand(code: str) -> Protocol:
    """As an approval leaves it."""
    Protocol.objects.filter(code=code, valid_to=None).update(valid_to=TODAY)
    return Protocol.objects.create(
        code=code, version=2, valid_from=TODAY, name="De la Unidad", written_by_hand=True, legal_basis="Directiva 1"
    )


def test_a_changed_step_in_the_data_does_not_overwrite_it(folder):
    load(folder)
    ours = by_hand("PW-TRATA")
    change(
        folder / "reference/referral_pathways.csv",
        lambda rows: said(rows, "PW-TRATA-6").update(deadline_text_es="24 h", deadline_hours="24"),
    )
    report = load(folder, on=LATER)
    assert Protocol.objects.current().get(code="PW-TRATA") == ours
    assert (report.made, report.kept_by_hand) == (0, 1)


def test_a_protocol_that_the_data_drops_or_never_had_stays(folder):
    load(folder)
    dropped, new = by_hand("PW-RET"), by_hand("PW-NUEVO")
    change(folder / "reference/referral_pathways.csv", drop("PW-RET"))
    assert load(folder, on=LATER).made == 0
    assert {dropped, new} <= set(Protocol.objects.current())


def test_a_norm_that_was_entered_on_a_page_stays(folder):
    load(folder)
    fields = {"label_es": "Directiva de atención", "kind": "directiva", "number": "001-2026", "topic": "salud"}
    made = write_norm("PN-2026-0001", fields={**fields, "year": 2026, "status": "in force"}, on=TODAY)
    assert not load(folder, on=LATER)
    assert LegalNorm.objects.get(code="PN-2026-0001") == made
    assert made.valid_to is None
