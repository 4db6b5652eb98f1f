"""A definition counts once a colleague approved it; until then the numbers stay what they were (R213)."""

from datetime import date

import pytest
from django.urls import reverse

from ayni.results import actions, drafts
from ayni.results.actions.indicators import CannotKeep
from ayni.results.forms.compared import compared
from ayni.results.formula import CannotMeasure
from ayni.results.models import Definition, DefinitionDraft

from .factories import AT, framework, indicator
from .test_indicator_verbs import SAID

pytestmark = pytest.mark.django_db
WHY = "Falta el periodo"


def write(by, code="X-01", seen=1, nodes=("Z1",), **changes):
    return actions.draft_definition(code=code, said=SAID | changes, nodes=list(nodes), seen=seen, by=by, at=AT)


def decide(draft, by, approve=True, note=""):
    return actions.decide_draft(draft=draft, approve=approve, note=note, by=by, at=AT)


@pytest.fixture
def there(tomas):
    framework()
    return indicator("X-01")


def test_what_one_wrote_counts_once_another_approved_it(there, tomas, marta):
    draft = write(tomas, baseline=12.0, baseline_month=date(2025, 12, 1))
    assert Definition.objects.get(valid_to__isnull=True) == there
    made = decide(draft, marta).made
    assert (made.version, made.name, made.baseline_month, made.made_by) == (2, "Otra", date(2025, 12, 1), tomas)
    assert Definition.objects.get(valid_to__isnull=True) == made
    with pytest.raises(CannotKeep):
        decide(draft, marta)


def test_nobody_approves_what_they_wrote_and_what_goes_back_says_why(there, tomas, marta):
    draft = write(tomas)
    with pytest.raises(CannotKeep):
        decide(draft, tomas)
    with pytest.raises(CannotKeep):
        decide(draft, marta, approve=False)
    decide(draft, marta, approve=False, note=WHY)
    assert Definition.objects.count() == 1
    assert [one.note for one in drafts.returned()] == [WHY]
    again = write(tomas)
    assert again.pk != draft.pk
    assert not drafts.returned().exists()


def test_one_draft_waits_and_its_writer_writes_it_over(there, tomas, marta):
    first = write(tomas)
    assert write(tomas, name="Otra más").pk == first.pk
    with pytest.raises(CannotKeep):
        write(marta)
    assert DefinitionDraft.objects.get().said["name"] == "Otra más"


def test_a_draft_is_held_against_what_may_be_counted_when_it_is_written_and_when_it_is_approved(there, tomas, marta):
    with pytest.raises(CannotMeasure):
        write(tomas, filter="punctual: SENT")
    draft = write(tomas)
    DefinitionDraft.objects.filter(pk=draft.pk).update(said=draft.said | {"filter": "punctual: SENT"})
    with pytest.raises(CannotMeasure):
        decide(draft, marta)
    assert Definition.objects.count() == 1


def test_a_draft_of_what_changed_meanwhile_is_not_approved(there, tomas, marta):
    draft = write(tomas)
    actions.write_indicator(code="X-01", said=SAID, nodes=["Z1"], seen=1, by=marta, at=AT)
    with pytest.raises(CannotKeep):
        decide(draft, marta)


def test_from_the_page_of_a_new_indicator_to_the_colleague_who_sends_it_back_and_approves_it(client, tomas, marta):
    framework()
    client.force_login(tomas)
    typed = {**SAID, "code": "X-07", "nodes": "Z1", "name": "Derivaciones enviadas"}
    sent = client.post(reverse("results:indicator-new"), typed)
    draft = DefinitionDraft.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, reverse("results:drafts"))
    listed = client.get(reverse("results:drafts")).content.decode()
    assert "Derivaciones enviadas" in listed
    decision = reverse("results:draft-decide", args=[draft.pk])
    own = client.post(decision, {"do": "approve"})
    assert not Definition.objects.exists()
    assert own.status_code in {400, 403}

    client.force_login(marta)
    assert "Derivaciones enviadas" in client.get(reverse("results:waiting")).content.decode()
    refused = client.post(decision, {"do": "back", "note": ""})
    assert refused.status_code == 400
    client.post(decision, {"do": "back", "note": WHY})

    client.force_login(tomas)
    page = client.get(reverse("results:draft", args=[draft.pk])).content.decode()
    assert WHY in page
    again = client.get(reverse("results:indicator-new") + f"?borrador={draft.pk}").content.decode()
    assert 'value="X-07"' in again
    client.post(reverse("results:indicator-new"), typed | {"period": "MONTH"})

    client.force_login(marta)
    second = DefinitionDraft.objects.get(state="WAITING")
    client.post(reverse("results:draft-decide", args=[second.pk]), {"do": "approve", "note": ""})
    made = Definition.objects.get(indicator__code="X-07")
    assert made.period == "MONTH"
    assert made.draft == second


def test_a_change_is_shown_beside_what_stands(client, there, tomas, marta):
    draft = write(tomas)
    rows = {row.label: row for row in compared(draft, drafts.before(draft))}
    assert sum(row.differs for row in rows.values()) >= 3
    client.force_login(marta)
    page = client.get(reverse("results:draft-decide", args=[draft.pk])).content.decode()
    assert there.name in page
    assert "Otra cosa." in page
    change = client.get(reverse("results:indicator-change", args=["X-01"])).content.decode()
    assert reverse("results:draft", args=[draft.pk]) in change


def test_a_draft_that_came_back_before_another_version_stands_on_no_page(client, there, tomas, marta):
    draft = write(tomas)
    decide(draft, marta, approve=False, note=WHY)
    change = reverse("results:indicator-change", args=["X-01"])
    client.force_login(tomas)
    assert WHY in client.get(change).content.decode()
    actions.write_indicator(code="X-01", said=SAID, nodes=["Z1"], seen=1, by=marta, at=AT)
    page = client.get(change).content.decode()
    assert WHY not in page
    assert "Espera el borrador" not in page


def test_before_the_first_build_the_page_of_the_indicators_says_what_will_stand_there(
    client, tomas, there, settings, tmp_path
):
    settings.AYNI_HOME = tmp_path
    client.force_login(tomas)
    for address in ("/resultados/", "/resultados/indicadores/X-01/", "/resultados/indicadores/X-01/derivacion/"):
        page = client.get(address).content.decode()
        assert '<h1 class="govuk-heading-l">Indicadores</h1>' in page
        assert "su semáforo" in page
        assert "Cumplimiento</h1>" not in page
