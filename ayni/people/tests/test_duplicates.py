"""Pairs of files that may be of one person: where they come from, and what is decided."""

from datetime import date, timedelta

import pytest

from ayni.audit import actions as audit
from ayni.audit.models import Event
from ayni.people import actions, queries
from ayni.people.models import PairStatus, PossibleDuplicate, Sensitivity, Sweep
from ayni.people.queries.matching import Match
from ayni.people.rules import duplicates as rules

from .factories import NOON, PersonFactory, place, register

pytestmark = pytest.mark.django_db


def note(person, other, by="system", score=0.9):
    match = Match(other.pk, score, True, ("mismos apellidos",))
    return actions.note_duplicates(person=person, matches=[match], found_by="SYNC", by=by, at=NOON)


@pytest.fixture
def other(rosa):
    return PersonFactory(registered_by=rosa, given_name_1="Yusleidi")


@pytest.fixture
def pair(file, other):
    [pair] = note(file, other)
    return pair


def test_a_batch_with_more_than_a_fifth_of_doubtful_rows_stops():
    rules.check_not_too_doubtful(10, 50)
    rules.check_not_too_doubtful(49, 49)
    with pytest.raises(rules.TooDoubtful, match="quinta"):
        rules.check_not_too_doubtful(11, 50)


def test_whoever_was_shown_and_dismissed_is_asked_about(rosa, marta, file):
    new = register(
        rosa, given_name_1="Yusleidy", surname_1="González", surname_2="Rondón", dismissed=frozenset([file.pk])
    )
    [pair] = queries.to_decide(marta, NOON.date())
    assert {pair.one_id, pair.other_id} == {file.pk, new.pk}
    assert pair.found_by == "REGISTER"
    assert pair.score > 80


def test_whoever_is_a_little_alike_and_was_dismissed_is_not_asked_about(rosa, file):
    register(rosa, given_name_1="Carolina", surname_1="Rojas", dismissed=frozenset([file.pk]))
    assert not PossibleDuplicate.objects.exists()


def test_somebody_who_could_not_be_shown_is_asked_about_by_whoever_may_see_both(world, rosa, julio, marta, file):
    place(file, Sensitivity.RESTRICTED, rosa, team=world.trata)
    register(julio, given_name_1="Yusleidy", given_name_2="Carolina", surname_1="González", surname_2="Rondón")
    assert PossibleDuplicate.objects.count() == 1
    assert list(queries.to_decide(marta, NOON.date())) == []
    assert list(PossibleDuplicate.objects.visible_to(julio)) == []
    assert PossibleDuplicate.objects.visible_to(rosa).count() == 1


def test_a_pair_with_one_compartment_that_is_closed_to_a_supervisor_waits_for_somebody_else(world, marta, file, pair):
    place(file, Sensitivity.ORDINARY, world.rosa)
    assert queries.to_decide(marta, NOON.date()).count() == 1
    place(file, Sensitivity.RESTRICTED, world.rosa, team=world.trata)
    assert queries.to_decide(marta, NOON.date()).count() == 0


def test_noting_twice_is_noting_once_and_a_file_is_no_duplicate_of_itself(file, other, pair):
    assert note(other, file, score=0.95) == []
    assert note(file, file) == []
    pair.refresh_from_db()
    assert (PossibleDuplicate.objects.count(), pair.score) == (1, 95)


def test_different_is_remembered_until_something_that_was_compared_changes(marta, rosa, file, other, pair):
    actions.decide_different(pair=pair, note="Son primas.", by=marta, at=NOON)
    assert note(file, other) == []
    assert list(queries.to_decide(marta, NOON.date())) == []
    other.contacts.create(kind="IN_PERSON", since=NOON)
    assert note(file, other) == []
    actions.correct_identity(
        person=other,
        nationalities=[n.country for n in other.nationalities.all()],
        given_name_1="Yusleidy",
        by=rosa,
        at=NOON,
    )
    assert [found.pk for found in note(file, other)] == [pair.pk]
    pair.refresh_from_db()
    assert pair.status == PairStatus.OPEN
    assert Event.objects.filter(verb="duplicate.reopened").count() == 1


def test_what_nobody_can_tell_comes_back_on_its_day_to_whoever_promised(marta, rosa, pair):
    due = NOON.date() + timedelta(days=3)
    actions.decide_unsure(pair=pair, promised_by=rosa, due_on=due, note="Preguntarle", by=marta, at=NOON)
    assert list(queries.to_decide(marta, NOON.date())) == []
    assert list(queries.promised(rosa, NOON.date())) == []
    assert [p.pk for p in queries.to_decide(marta, due)] == [pair.pk]
    assert [p.pk for p in queries.promised(rosa, due)] == [pair.pk]
    assert list(queries.promised(marta, due)) == []


def test_a_promise_has_a_day_to_come_within_three_months(marta, pair):
    for days in (0, 200):
        with pytest.raises(rules.CannotDecide):
            actions.decide_unsure(
                pair=pair, promised_by=marta, due_on=NOON.date() + timedelta(days=days), note="", by=marta, at=NOON
            )


def test_two_supervisors_cannot_both_decide(marta, pair):
    actions.decide_different(pair=pair, note="", by=marta, at=NOON)
    with pytest.raises(rules.CannotDecide, match="antes que usted"):
        actions.decide_different(pair=pair, note="", by=marta, at=NOON)


def test_the_trail_holds_no_reason_and_no_note(marta, pair):
    actions.decide_different(pair=pair, note="Son primas.", by=marta, at=NOON)
    for event in Event.objects.filter(verb__startswith="duplicate."):
        assert "primas" not in str(event.details)
        assert "apellidos" not in str(event.details)


def written(person, verb="person.registered"):
    audit.record(verb, subject=person, by="system", at=NOON, thread=person.pk)


def test_at_night_what_was_written_since_the_last_time_is_compared_and_nothing_else(rosa, marta, file, other):
    written(file)
    sweep = actions.find_duplicates(at=NOON)
    assert (sweep.files, sweep.doubtful, sweep.state) == (1, 1, Sweep.State.DONE)
    [pair] = queries.to_decide(marta, NOON.date())
    assert (pair.found_by, {pair.one_id, pair.other_id}) == ("NIGHTLY", {file.pk, other.pk})
    assert actions.find_duplicates(at=NOON) is None
    written(PersonFactory(registered_by=rosa, given_name_1="Adebayo", surname_1="Okonkwo", surname_2=""))
    assert actions.find_duplicates(at=NOON).doubtful == 0
    assert PossibleDuplicate.objects.count() == 1


def test_a_telephone_that_four_people_share_tells_nobody_apart(rosa):
    names = ["Adebayo Okonkwo", "Marisol Cáceres", "Wilmer Quintero", "Jhonny Zerpa"]
    family = [
        PersonFactory(
            registered_by=rosa, given_name_1=name.split()[0], given_name_2="", surname_1=name.split()[1], surname_2="",
            birth_date=date(1960 + 7 * n, 1 + n, 3), phone="+51987654321",
        )
        for n, name in enumerate(names)
    ]  # fmt: skip
    written(family[0])
    assert actions.find_duplicates(at=NOON).doubtful == 0
    for contact in family[3].contacts.all():
        actions.end_contact(contact=contact, by=rosa, at=NOON)
    written(family[1])
    assert actions.find_duplicates(at=NOON).doubtful > 0


@pytest.fixture
def stopped(rosa):
    """A list that was brought in twice: every file has its double."""
    for n in range(50):
        person = PersonFactory(registered_by=rosa, document=f"AB00{n // 2}77", given_name_1=f"{chr(97 + n // 2)}ra")
        written(person)
    return actions.find_duplicates(at=NOON)


def test_a_review_with_too_many_doubtful_files_stops_and_asks(stopped, marta):
    assert (stopped.state, PossibleDuplicate.objects.count()) == (Sweep.State.STOPPED, 0)
    assert actions.find_duplicates(at=NOON) is None
    actions.release_sweep(sweep=stopped, by=marta, at=NOON)
    assert PossibleDuplicate.objects.count() >= 25
    stopped.refresh_from_db()
    assert (stopped.state, stopped.held) == (Sweep.State.RELEASED, [])
    with pytest.raises(rules.CannotDecide):
        actions.discard_sweep(sweep=stopped, by=marta, at=NOON)


def test_what_a_stopped_review_found_can_be_thrown_away(stopped, marta):
    actions.discard_sweep(sweep=stopped, by=marta, at=NOON)
    assert not PossibleDuplicate.objects.exists()
    assert queries.stopped_sweep() is None
