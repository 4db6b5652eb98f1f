from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from ayni.audit.models import Event
from ayni.governance.rules.drafting import CannotApprove, CannotWrite
from ayni.notices.models import Message
from ayni.portal import actions, queries
from ayni.portal.actions.writing import Written
from ayni.portal.models import GuideDraft, GuideVersion, Service, Tongue
from ayni.portal.rules.guides import CannotKeep
from ayni.portal.tests.factories import TEXT, GuideFactory, VersionFactory, facts

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 28, 15, tzinfo=UTC)
TODAY = date(2026, 11, 28)
SAID = {**TEXT, "title": "Cómo sacar el carné"}


def written(text=None, **other) -> Written:
    return Written(text=text or SAID, facts=facts(), confidence="high", **other)


def submitted(guide, by, *, language=Tongue.ES, **other):
    draft = actions.start_draft(guide=guide, language=language, by=by, at=AT)
    draft = actions.write_draft(draft=draft, seen=draft.revision, written=written(**other), by=by, at=AT)
    return actions.submit_draft(draft=draft, seen=draft.revision, by=by, at=AT)


def test_a_guide_is_written_by_one_and_published_by_another(rosa, marta):
    draft = actions.start_new_guide(slug="carne", service="DOCUMENTS", title="El carné", by=rosa, at=AT)
    draft = actions.write_draft(draft=draft, seen=draft.revision, written=written(), by=rosa, at=AT)
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=rosa, at=AT)
    assert queries.shown(draft.guide, "es", TODAY) is None, "nobody outside reads a draft"
    actions.publish_draft(draft=draft, seen=draft.revision, by=marta, at=AT)
    found = queries.shown(draft.guide, "es", TODAY)
    assert found
    assert found.title == "Cómo sacar el carné"
    assert found.source.approved_by == marta
    assert found.source.check_by == TODAY + timedelta(days=180)
    assert Event.objects.filter(verb="guide.version_made").count() == 1


def test_whoever_wrote_in_it_does_not_publish_it(marta):
    draft = submitted(VersionFactory().guide, marta)
    with pytest.raises(CannotApprove, match="Usted escribió parte"):
        actions.publish_draft(draft=draft, seen=draft.revision, by=marta, at=AT)


def test_what_changed_since_it_was_read_is_read_again_before_it_is_published(rosa, marta):
    draft = submitted(VersionFactory().guide, rosa)
    seen = draft.revision
    draft = actions.write_draft(draft=draft, seen=seen, written=written(), by=rosa, at=AT)
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=rosa, at=AT)
    with pytest.raises(CannotApprove, match="cambió desde que lo leyó"):
        actions.publish_draft(draft=draft, seen=seen, by=marta, at=AT)


def test_of_two_editors_at_once_the_second_is_told_and_the_first_loses_nothing(rosa, julio):
    draft = actions.start_draft(guide=VersionFactory().guide, language="es", by=rosa, at=AT)
    seen = draft.revision
    actions.write_draft(draft=draft, seen=seen, written=written({**SAID, "cost": "De Rosa."}), by=rosa, at=AT)
    with pytest.raises(CannotWrite, match="alguien cambió este borrador"):
        actions.write_draft(draft=draft, seen=seen, written=written({**SAID, "cost": "De Julio."}), by=julio, at=AT)
    draft.refresh_from_db()
    assert draft.text["cost"] == "De Rosa."


def test_a_guide_has_one_open_draft_in_a_language(rosa, julio):
    guide = VersionFactory().guide
    actions.start_draft(guide=guide, language="es", by=rosa, at=AT)
    with pytest.raises(CannotWrite):
        actions.start_draft(guide=guide, language="es", by=julio, at=AT)
    assert actions.start_draft(guide=guide, language="fr", by=julio, at=AT)


def test_what_is_due_on_a_day_is_read_from_that_day_on(rosa, marta):
    guide = VersionFactory().guide
    draft = submitted(guide, rosa, publish_on=date(2026, 12, 3))
    actions.publish_draft(draft=draft, seen=draft.revision, by=marta, at=AT)
    assert queries.shown(guide, "es", date(2026, 12, 2)).title == "Sacar el carné"
    assert queries.shown(guide, "es", date(2026, 12, 3)).title == "Cómo sacar el carné"


def test_a_day_that_has_passed_is_chosen_anew(rosa):
    with pytest.raises(CannotWrite, match="ya pasó"):
        submitted(VersionFactory().guide, rosa, publish_on=date(2026, 11, 1))


def test_a_year_that_slipped_is_asked_about(rosa):
    assert submitted(VersionFactory().guide, rosa, publish_on=date(2027, 11, 28))
    with pytest.raises(CannotWrite, match="Revise el año"):
        submitted(VersionFactory().guide, rosa, publish_on=date(2099, 1, 1))


@pytest.mark.parametrize("confidence", ["medium", "low"])
def test_what_is_not_sure_says_what_is_to_be_asked(rosa, confidence):
    draft = actions.start_draft(guide=VersionFactory().guide, language="es", by=rosa, at=AT)
    unsure = Written(text=SAID | {"doubts": []}, facts=facts(), confidence=confidence)
    draft = actions.write_draft(draft=draft, seen=draft.revision, written=unsure, by=rosa, at=AT)
    with pytest.raises(CannotWrite, match="qué hay que preguntar"):
        actions.submit_draft(draft=draft, seen=draft.revision, by=rosa, at=AT)
    asked = Written(
        text=SAID | {"doubts": [{"text": "Pregunte antes cuánto cuesta."}]}, facts=facts(), confidence=confidence
    )
    draft = actions.write_draft(draft=draft, seen=draft.revision, written=asked, by=rosa, at=AT)
    assert actions.submit_draft(draft=draft, seen=draft.revision, by=rosa, at=AT)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Póngale un título"),
        ({"steps": []}, "al menos un paso"),
        ({"share": "Sin dirección"}, "le falta la dirección"),
        ({"share": "x" * 150 + " {url}"}, "un mensaje tiene 160"),
        ({"cost": "Cuesta {fee:PR-NADA}."}, "no existe ese código"),
        ({"cost": "Cuesta {costo:PR-NADA}."}, "nada se llama así"),
        ({"who": ["Vea [[otra-guia]]."]}, "no existe ese código"),
        ({"rights": [{"text": "Tiene derecho.", "norm": "L-NADA"}]}, "no existe ese código"),
        ({"summary": "Una " + "casa muy grande " * 8 + "es una casa."}, "más de 20 palabras"),
        (
            {"who": ["Administrativamente, las regularizaciones extraordinarias internacionales obligatoriamente "
                     "presuponen documentaciones apostilladas."] * 6},
            "escala INFLESZ",
        ),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_of_publishing_is_said(rosa, change, sentence):
    with pytest.raises(CannotWrite, match=sentence):
        submitted(VersionFactory().guide, rosa, text={**SAID, **change})


def test_at_a_comma_translations_stay_and_at_another_meaning_they_are_outdated(rosa, marta):
    spanish = VersionFactory()
    VersionFactory(guide=spanish.guide, language="en", facts={}, meaning=1)
    comma = submitted(spanish.guide, rosa, changes_meaning=False)
    actions.publish_draft(draft=comma, seen=comma.revision, by=marta, at=AT)
    assert not queries.outdated(TODAY)
    more = submitted(spanish.guide, rosa, text={**SAID, "cost": "Ya no es gratis."}, changes_meaning=True)
    actions.publish_draft(draft=more, seen=more.revision, by=marta, at=AT)
    assert [row.language for row in queries.outdated(TODAY)] == ["en"]


def test_a_translation_says_the_doubts_of_its_source(rosa):
    guide = VersionFactory(text=TEXT | {"doubts": [{"text": "Pregunte antes cuánto cuesta."}]}).guide
    with pytest.raises(CannotWrite, match="también en la traducción"):
        submitted(guide, rosa, language="pt", text=SAID | {"doubts": []})
    assert submitted(guide, rosa, language="fr", text=SAID | {"doubts": [{"text": "Demandez d’abord le prix."}]})


def test_french_is_kept_with_the_spaces_that_it_is_set_with(rosa):
    draft = actions.start_draft(guide=VersionFactory().guide, language="fr", by=rosa, at=AT)
    said = SAID | {"cost": "Combien ? Payez : {fee:PR-CE-EMI}.", "steps": [{"title": "Dites «oui»", "text": ""}]}
    draft = actions.write_draft(draft=draft, seen=draft.revision, written=written(said), by=rosa, at=AT)
    assert draft.text["cost"] == "Combien\u202f? Payez\u00a0: {fee:PR-CE-EMI}."
    assert draft.text["steps"][0]["title"] == "Dites «\u00a0oui\u00a0»"


def test_a_translation_is_held_against_its_source_before_it_is_sent_on(rosa, julio, marta):
    guide = VersionFactory().guide
    draft = actions.start_draft(guide=guide, language="fr", by=julio, at=AT)
    source = submitted(guide, rosa, changes_meaning=True)
    actions.publish_draft(draft=source, seen=source.revision, by=marta, at=AT)
    draft = actions.write_draft(draft=draft, seen=draft.revision, written=written(), by=julio, at=AT)
    with pytest.raises(CannotWrite, match="pasó a decir otra cosa"):
        actions.submit_draft(draft=draft, seen=draft.revision, by=julio, at=AT)
    draft = actions.compare_draft(draft=draft, seen=draft.revision, by=julio, at=AT)
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=julio, at=AT)
    done = actions.publish_draft(draft=draft, seen=draft.revision, by=marta, at=AT)
    assert done.version.meaning == 2
    assert done.version.facts == {}


def test_a_translation_whose_source_vanished_is_not_published(rosa, marta):
    guide = VersionFactory().guide
    draft = submitted(guide, rosa, language="pt")
    actions.withdraw(guide=guide, reason="El trámite se cerró.", by=marta, at=AT)
    with pytest.raises(CannotWrite, match="se retiró"):
        actions.publish_draft(draft=draft, seen=draft.revision, by=marta, at=AT)
    with pytest.raises(CannotWrite, match="No hay un texto en español"):
        actions.start_draft(guide=GuideFactory(), language="en", by=rosa, at=AT)


def test_a_second_version_over_the_first_is_compared_part_by_part(rosa):
    draft = submitted(VersionFactory().guide, rosa, text={**SAID, "who": ["Personas adultas.", "Y sus hijos."]})
    changes = {(one.place, one.column): (one.before, one.after) for one in queries.changes(draft.based_on, draft)}
    assert changes["title", ""] == ("Sacar el carné", "Cómo sacar el carné")
    assert changes["who", "2"] == ("", "Y sus hijos.")


def test_a_step_that_is_gone_is_seen_to_be_and_one_put_before_others_does_not_make_all_of_them_new(rosa):
    steps = [{"title": f"Paso {n}", "text": ""} for n in "ABC"]
    version = VersionFactory(text={**TEXT, "steps": steps})
    draft = submitted(version.guide, rosa, text={**TEXT, "steps": [{"title": "Antes", "text": ""}, *steps[:2]]})
    changes = [(one.place, one.column, one.before, one.after) for one in queries.changes(draft.based_on, draft)]
    assert changes == [("steps", "1", "", "Antes"), ("steps", "3", "Paso C", "")]


def test_what_stands_beside_the_words_is_compared_in_words(rosa):
    version = VersionFactory()
    told = facts() | {"discreet": True, "service": Service.PROTECTION, "needs": ["SV-SAL"]}
    draft = GuideDraft(guide=version.guide, language="es", text=version.text, facts=told)
    said = {one.place: (one.before, one.after) for one in queries.changes(version, draft)}
    assert said["discreet"] == ("No", "Sí")
    assert said["service"][1] == "Protección y violencia"
    assert said["needs"][1].startswith("Salud")


def test_a_version_is_held_against_any_earlier_one(client, rosa):
    version = VersionFactory(text={**TEXT, "summary": "Lo primero."})
    for number, summary in ((2, "Lo segundo."), (3, "Lo tercero.")):
        VersionFactory(guide=version.guide, number=number, text={**TEXT, "summary": summary})
    client.force_login(rosa)
    address = reverse("portal:version", args=[version.guide.slug, "es", 3])
    page = client.get(address).content.decode()
    assert "Lo segundo." in page
    assert "Lo primero." not in page
    assert 'href="?con=1"' in page
    page = client.get(address, {"con": "1"}).content.decode()
    assert "Lo primero." in page
    for odd in ("9", "x", "-1", "9" * 5000, "3"):
        assert client.get(address, {"con": odd}).status_code == 200


def test_a_draft_over_a_version_that_is_no_longer_the_newest_is_begun_anew(rosa, marta):
    version = VersionFactory()
    draft = submitted(version.guide, rosa)
    VersionFactory(guide=version.guide, number=2)
    with pytest.raises(CannotWrite, match="otra versión"):
        actions.publish_draft(draft=draft, seen=draft.revision, by=marta, at=AT)


def test_what_was_checked_again_is_trusted_again_and_what_is_less_sure_for_less(rosa):
    version = VersionFactory(check_by=date(2026, 11, 20))
    assert queries.due(TODAY) == [version]
    with pytest.raises(CannotKeep, match="da todo por seguro"):
        actions.mark_checked(version=version, confidence="medium", checked_by="La unidad", by=rosa, at=AT)
    version.text = TEXT | {"doubts": [{"text": "Pregunte antes cuánto cuesta."}]}
    version.save()
    actions.mark_checked(version=version, confidence="medium", checked_by="La unidad", by=rosa, at=AT)
    assert queries.due(TODAY) == []
    version.refresh_from_db()
    assert version.check_by == TODAY + timedelta(days=90)
    assert GuideVersion.objects.count() == 1, "the words stayed as they were"


def test_a_guide_is_withdrawn_once_and_brought_back(marta):
    guide = VersionFactory().guide
    actions.withdraw(guide=guide, reason="Se cerró.", by=marta, at=AT)
    with pytest.raises(CannotKeep):
        actions.withdraw(guide=guide, reason="Otra vez.", by=marta, at=AT)
    assert queries.shown(guide, "es", TODAY) is None
    guide = actions.bring_back(guide=guide, by=marta, at=AT)
    assert queries.shown(guide, "es", TODAY)
    with pytest.raises(CannotKeep):
        actions.bring_back(guide=guide, by=marta, at=AT)


def test_what_somebody_types_is_kept_and_the_trail_has_it_once(rosa):
    draft = actions.start_draft(guide=VersionFactory().guide, language="es", by=rosa, at=AT)
    before = Event.objects.count()
    for cost in ("Cues", "Cuesta", "Cuesta poco."):
        kept = actions.keep_typed(draft=draft, seen=draft.revision, written=written({**SAID, "cost": cost}), by=rosa)
        draft = kept
    draft.refresh_from_db()
    assert draft.text["cost"] == "Cuesta poco."
    assert Event.objects.count() == before


def test_whoever_may_publish_is_told_once_each_time_that_one_waits(rosa, marta):
    marta.email = "marta@example.org"
    marta.save()
    with time_machine.travel(AT, tick=False):
        submitted(VersionFactory().guide, rosa)
    assert Message.objects.count() == 1


def test_what_says_the_same_as_what_is_published_is_not_published_again(rosa):
    draft = actions.start_draft(guide=VersionFactory().guide, language="es", by=rosa, at=AT)
    with pytest.raises(CannotWrite, match="Dice lo mismo"):
        actions.submit_draft(draft=draft, seen=draft.revision, by=rosa, at=AT)


def test_a_translation_that_still_says_the_same_is_published_as_held_against_the_new_text(rosa, julio, marta):
    spanish = VersionFactory(number=1, meaning=1)
    VersionFactory(guide=spanish.guide, language="en", facts={}, meaning=1)
    VersionFactory(guide=spanish.guide, number=2, meaning=2)
    draft = actions.start_draft(guide=spanish.guide, language="en", by=julio, at=AT)
    draft = actions.compare_draft(draft=draft, seen=draft.revision, by=julio, at=AT)
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=julio, at=AT)
    actions.publish_draft(draft=draft, seen=draft.revision, by=marta, at=AT)
    assert not queries.outdated(TODAY)


@pytest.mark.parametrize("name", ["procedures", "norms"])
def test_a_code_beside_the_text_that_nothing_has_is_said(rosa, name):
    draft = actions.start_draft(guide=VersionFactory().guide, language="es", by=rosa, at=AT)
    said = Written(text=SAID, facts=facts() | {name: ["XX-NADA"]}, confidence="high")
    draft = actions.write_draft(draft=draft, seen=draft.revision, written=said, by=rosa, at=AT)
    with pytest.raises(CannotWrite, match="XX-NADA: no existe ese código"):
        actions.submit_draft(draft=draft, seen=draft.revision, by=rosa, at=AT)
