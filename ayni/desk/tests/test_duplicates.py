"""The pages of duplicates and merges, as a supervisor walks them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from ayni.audit.models import Event
from ayni.cases.tests.factories import open_case
from ayni.codelists.models import Occupation
from ayni.desk.queries.duplicates import Pages
from ayni.lib.ids import uuid7
from ayni.people import actions, queries
from ayni.people.models import Kind, Merge, PairStatus, Person, PossibleDuplicate, Sensitivity, Sweep
from ayni.people.rules.characteristics import NewCharacteristic
from ayni.people.rules.registering import NewDocument
from ayni.people.tests.factories import NOON, DistrictFactory, DocumentTypeFactory, PersonFactory, attach, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(rosa):
    return PersonFactory(registered_by=rosa, document="V-12345678", registered_at=NOON - timedelta(days=30))


@pytest.fixture
def other(rosa):
    return PersonFactory(registered_by=rosa, given_name_1="Yuleisy", known_as="Yuli")


@pytest.fixture
def pair(rosa, one, other):
    return actions.compare_files(person=one, other=other, by=rosa, at=NOON)


@pytest.fixture
def desk(client, marta):
    client.force_login(marta)
    client.marta = marta
    return client


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, name, data=None, **words):
    return client.post(reverse(name, kwargs=words), {"once": str(uuid7()), **(data or {})})


def test_the_queue_lists_what_is_to_be_decided_and_the_home_counts_it(desk, pair):
    assert "Yuleisy" in text(desk.get(reverse("desk:duplicates")))
    assert "posibles duplicados" in text(desk.get(reverse("desk:home")))
    assert "Yuleisy" in text(desk.get(reverse("desk:number", args=["duplicados"])))
    assert "No hay nada así" in text(desk.get(reverse("desk:duplicates"), {"found_by": "IMPORT"}))


def test_a_page_of_the_queue_costs_few_statements(desk, rosa, one, django_assert_max_num_queries):
    for n in range(30):
        actions.compare_files(
            person=one, other=PersonFactory(registered_by=rosa, document=f"X{n}999"), by=rosa, at=NOON
        )
    desk.get(reverse("desk:duplicates"))
    with django_assert_max_num_queries(12):
        found = desk.get(reverse("desk:duplicates"))
    assert "Siguiente" in text(found)


def test_two_files_side_by_side_say_where_they_differ_and_both_readings_are_recorded(desk, marta, one, other, pair):
    page = text(desk.get(reverse("desk:duplicate", args=[pair.pk])))
    for said in ("V-12345678", "Yuleisy Carolina González Rondón", "Yuli", "distinto", "igual", "solo en uno"):
        assert said in page
    opened = Event.objects.filter(verb="person.opened", by=str(marta.pk), purpose="duplicates")
    assert set(opened.values_list("subject_id", flat=True)) == {str(one.pk), str(other.pk)}


def test_what_happened_with_both_stands_in_the_order_of_time_and_what_was_repeated_once(desk, rosa, one, other, pair):
    for n, hour in enumerate((3, 2, 1)):  # as they reach the trail: what was done without signal comes late
        document = NewDocument(type=DocumentTypeFactory(), number=f"ZZ5555{n}")
        actions.add_document(person=other, document=document, by=rosa, at=NOON + timedelta(hours=hour))
    document = NewDocument(type=DocumentTypeFactory(), number="YY1")
    actions.add_document(person=one, document=document, by=rosa, at=NOON + timedelta(hours=5))
    told = Pages(pair, desk.marta, localdate(NOON)).timeline()
    assert [event.at for event in told] == sorted((event.at for event in told), reverse=True)
    added = [event for event in told if "documento" in event.what]
    assert [(event.side, event.what.endswith(" · 3 veces")) for event in added] == [("A", False), ("B", True)]


def test_a_pair_with_a_closed_file_does_not_exist(world, desk, one, pair):
    place(one, Sensitivity.RESTRICTED, world.rosa, team=world.trata)
    assert desk.get(reverse("desk:duplicate", args=[pair.pk])).status_code == 404
    assert send(desk, "desk:duplicate-different", pair_id=pair.pk).status_code == 404
    assert "Yuleisy" not in text(desk.get(reverse("desk:duplicates")))


def test_two_people_are_decided_once_however_often_the_form_is_sent(desk, pair):
    once = {"once": str(uuid7()), "note": "Son primas."}
    for _ in range(2):
        answer = desk.post(reverse("desk:duplicate-different", args=[pair.pk]), once)
        assert answer.url == reverse("desk:duplicates")
    pair.refresh_from_db()
    assert (pair.status, pair.note) == (PairStatus.DIFFERENT, "Son primas.")
    assert Event.objects.filter(verb="duplicate.different").count() == 1


def test_somebody_finds_out_by_a_day_and_has_it_on_their_desk_then(desk, client, marta, rosa, pair):
    open_case(rosa)
    day = localdate(now()) + timedelta(days=2)
    form = {"promised_by": rosa.pk, "due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
    answer = send(desk, "desk:duplicate-unsure", form, pair_id=pair.pk)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    pair.refresh_from_db()
    assert (pair.promised_by, pair.due_on) == (rosa, day)
    PossibleDuplicate.objects.update(due_on=localdate(now()))
    client.force_login(rosa)
    page = text(client.get(reverse("desk:number", args=["averiguar"])))
    assert reverse("desk:person", args=[pair.one_id]) in page


def test_a_merge_says_what_will_happen_before_it_happens(desk, one, other, pair):
    keep = "one" if pair.one_id == one.pk else "other"
    form = {"keep": keep, "given_name_1": keep, "known_as": "other" if keep == "one" else "one"}
    asked = text(desk.get(reverse("desk:duplicate-merge", args=[pair.pk]), form))
    assert "¿Unir estos dos expedientes?" in asked
    assert "Consentimientos: 1" in asked
    assert Person.objects.filter(pk=other.pk).exists()
    answer = send(desk, "desk:duplicate-merge", {**form, "sure": "yes"}, pair_id=pair.pk)
    assert answer.url == reverse("desk:person", args=[one.pk])
    page = text(desk.get(answer.url))
    assert "También registrada como" in page
    assert "Yuleisy" in page


def test_of_two_who_decide_at_once_the_second_is_told_and_merges_nothing(desk, marta, one, other, pair):
    keep = "one" if pair.one_id == one.pk else "other"
    form = {"keep": keep, "given_name_1": keep, "known_as": "other" if keep == "one" else "one"}
    asked = text(desk.get(reverse("desk:duplicate-merge", args=[pair.pk]), form))
    assert "¿Unir estos dos expedientes?" in asked
    actions.decide_different(pair=pair, note="", by=marta, at=now())
    refused = text(send(desk, "desk:duplicate-merge", {**form, "sure": "yes"}, pair_id=pair.pk))
    assert "que son dos personas" in refused
    assert Person.objects.filter(pk__in=[one.pk, other.pk]).count() == 2
    actions.compare_files(person=one, other=other, by=marta, at=now())
    send(desk, "desk:duplicate-merge", {**form, "sure": "yes"}, pair_id=pair.pk)
    assert Person.objects.filter(pk__in=[one.pk, other.pk]).count() == 1


def test_where_the_person_lives_is_asked_like_any_other_difference(desk, rosa, one, other, pair):
    for person, street, day in ((one, "Jr. Unión 5", 1), (other, "Av. Grau 9", 2)):
        home = {"district": DistrictFactory(), "in_transit": False, "address": street, "since": date(2025, 1, day)}
        actions.move(person=person, by=rosa, at=NOON, **home)
    page = text(desk.get(reverse("desk:duplicate-merge", args=[pair.pk])))
    assert "Dónde vive ahora" in page
    keep = "one" if pair.one_id == one.pk else "other"
    form = {"keep": keep, "given_name_1": keep, "known_as": keep, "residence": keep}
    assert "Jr. Unión 5" in text(desk.get(reverse("desk:duplicate-merge", args=[pair.pk]), form))
    send(desk, "desk:duplicate-merge", {**form, "sure": "yes"}, pair_id=pair.pk)
    assert one.residences.get(ended_at=None).address == "Jr. Unión 5"


def test_without_a_choice_the_merge_asks_for_it(desk, pair):
    page = text(desk.get(reverse("desk:duplicate-merge", args=[pair.pk]), {"keep": ""}))
    assert "Hay algo que corregir" in page or "Elija una opción" in page


@pytest.fixture
def merged(marta, one, other):
    return actions.merge(kept=one, absorbed=other, choose={}, by=marta, at=NOON)


@pytest.mark.parametrize("name", ["desk:person", "desk:person-documents", "people:document-add"])
def test_the_old_address_leads_to_the_file_that_was_kept(desk, one, other, merged, name):
    answer = desk.get(reverse(name, args=[other.pk]))
    assert (answer.status_code, answer.url) == (302, reverse(name, args=[one.pk]))


def test_the_old_address_says_nothing_to_a_stranger_and_what_is_sent_there_changes_nothing(
    client, desk, vera, one, other, merged
):
    assert send(desk, "people:document-add", {"number": "X"}, person_id=other.pk).url == reverse(
        "desk:person", args=[one.pk]
    )
    client.force_login(vera)
    assert client.get(reverse("desk:person", args=[other.pk])).status_code == 404


def test_the_file_lists_what_became_part_of_it_and_separates_it_again(desk, rosa, one, other, merged):
    new = actions.add_document(
        person=one, document=NewDocument(type=DocumentTypeFactory(), number="ZZ55555"), by=rosa, at=NOON
    )
    page = text(desk.get(reverse("desk:person-merges", args=[one.pk])))
    assert reverse("desk:unmerge", args=[merged.pk]) in page
    assert f"Los expedientes de {one.full_name} y de {other.full_name}" in page
    asked = text(desk.get(reverse("desk:unmerge", args=[merged.pk])))
    assert "ZZ55555" in asked
    name = f"people.IdentityDocument:{new.pk}"
    answer = send(desk, "desk:unmerge", {name: "absorbed"}, merge_id=merged.pk)
    assert answer.status_code == 302
    new.refresh_from_db()
    assert new.person_id == other.pk
    gone = text(desk.get(reverse("desk:unmerge", args=[merged.pk])))
    assert "Son otra vez dos expedientes" in gone
    assert reverse("desk:person", args=[other.pk]) in gone


def test_a_restricted_merge_is_nobody_elses_to_undo(world, desk, rosa, one, other):
    place(other, Sensitivity.RESTRICTED, rosa, team=world.trata)
    merge = actions.merge(kept=one, absorbed=other, choose={}, by=rosa, at=NOON)
    assert desk.get(reverse("desk:unmerge", args=[merge.pk])).status_code == 404
    assert Merge.objects.standing().count() == 1


def test_a_file_is_compared_with_another_one_that_is_looked_for(desk, one, other):
    asked = send(desk, "desk:person-compare", {"q": "Yuleisy González"}, person_id=one.pk)
    assert "uleisy" not in asked.url
    found = text(desk.get(asked.url))
    assert str(other.pk) in found
    answer = send(desk, "desk:person-compare", {"q": "Yuleisy", "other": str(other.pk)}, person_id=one.pk)
    pair = queries.pair_of(one.pk, other.pk)
    assert answer.url == reverse("desk:duplicate", args=[pair.pk])
    nobody = send(desk, "desk:person-compare", {"q": "Adebayo Okonkwo"}, person_id=one.pk)
    assert "No se encuentra otro" in text(desk.get(nobody.url))


def test_a_review_that_stopped_is_let_go_on_by_a_supervisor(desk, one, other):
    held = [[str(one.pk), str(other.pk), 0.9, True, ["mismos apellidos"]]]
    stopped = Sweep.objects.create(at=NOON, upto=1, files=60, doubtful=30, state=Sweep.State.STOPPED, held=held)
    page = text(desk.get(reverse("desk:duplicates")))
    assert "La revisión nocturna se detuvo" in page
    assert "30" not in page.partition("se detuvo")[2].partition("<form")[0]
    send(desk, "desk:duplicate-sweep", {"decision": "release"}, sweep_id=stopped.pk)
    assert PossibleDuplicate.objects.count() == 1


def test_the_photos_and_scans_of_both_are_side_by_side(desk, rosa, one, other, pair):
    page = text(desk.get(reverse("desk:duplicate", args=[pair.pk])))
    assert "Fotos y escaneos" not in page
    front = attach(one, document=one.documents.get(), side="FRONT")
    page = text(desk.get(reverse("desk:duplicate", args=[pair.pk])))
    assert reverse("people:file-small", args=[one.pk, front.pk]) in page
    assert "Ninguna foto ni escaneo" in page
    photo = attach(other, shade=30)
    page = text(desk.get(reverse("desk:duplicate", args=[pair.pk])))
    assert "Ninguna foto ni escaneo" not in page
    first, second = (reverse("people:file-small", args=[row.person_id, row.pk]) for row in (front, photo))
    assert page.index("Expediente A") < page.index(first) < page.index("Expediente B") < page.index(second)
    assert desk.get(second).status_code == 200
    assert reverse("people:file-remove", args=[other.pk, photo.pk]) not in page


def test_characteristics_are_compared_in_words(desk, rosa, one, pair):
    words = "Vende en la calle"
    Occupation.objects.create(code="OCU-VEN", label_es=words, order=1, valid_from=date(2022, 1, 1))
    actions.record_characteristic(person=one, new=NewCharacteristic(Kind.OCCUPATION, "OCU-VEN"), by=rosa, at=NOON)
    page = text(desk.get(reverse("desk:duplicate", args=[pair.pk])))
    assert f"Ocupación: {words}" in page
    assert "OCU-VEN" not in page


def test_side_by_side_costs_few_statements_however_much_is_in_the_files(desk, rosa, one, other, pair, at_most):
    for person in (one, other):
        open_case(rosa, person=person)
        actions.add_document(
            person=person, document=NewDocument(type=DocumentTypeFactory(), number="ZZ1"), by=rosa, at=NOON
        )
        attach(person, shade=30 + person.birth_date.day)
    actions.merge(kept=other, absorbed=PersonFactory(registered_by=rosa, gender="GEN-TW"), choose={}, by=rosa, at=NOON)
    desk.get(reverse("desk:duplicate", args=[pair.pk]))
    with at_most(12):
        desk.get(reverse("desk:duplicate", args=[pair.pk]))


def test_asking_once_more_before_a_merge_costs_few_statements_too(desk, one, other, pair, at_most):
    address = reverse("desk:duplicate-merge", args=[pair.pk])
    for choices in ({}, {"keep": "one", "given_name_1": "one", "known_as": "one"}):
        desk.get(address, choices)
        with at_most(12):
            desk.get(address, choices)


def test_comparing_with_another_file_costs_few_statements(desk, one, other, at_most):
    found = send(desk, "desk:person-compare", {"q": "Yuleisy González"}, person_id=one.pk)
    desk.get(found.url)
    with at_most(12):
        text(desk.get(found.url))


MERGED = ("desk:duplicate", "desk:duplicate-merge", "desk:duplicate-different", "desk:duplicate-unsure")


@pytest.mark.parametrize("name", MERGED)
def test_going_back_after_a_merge_says_that_the_two_are_one_now(desk, one, other, pair, name):
    merge = actions.merge(kept=one, absorbed=other, choose={}, by=desk.marta, at=NOON)
    address = reverse(name, args=[pair.pk])
    page = text(desk.get(address, {"keep": "one"}))
    assert "Estos dos expedientes son ahora uno" in page
    assert reverse("desk:person", args=[one.pk]) in page
    assert reverse("desk:unmerge", args=[merge.pk]) in page
    if name != "desk:duplicate":
        answer = send(desk, name, {"sure": "yes", "keep": "one"}, pair_id=pair.pk)
        assert (answer.status_code, answer.url) == (302, reverse("desk:duplicate", args=[pair.pk]))
    actions.unmerge(merge=merge, decisions={}, by=desk.marta, at=NOON)
    assert "son dos personas" in text(desk.get(reverse("desk:duplicate", args=[pair.pk])))


def test_whoever_may_not_see_the_one_file_does_not_learn_that_two_became_one(world, desk, rosa, one, other, pair):
    merge = actions.merge(kept=one, absorbed=other, choose={}, by=rosa, at=NOON)
    place(one, Sensitivity.RESTRICTED, rosa, team=world.trata)
    assert desk.get(reverse("desk:duplicate", args=[pair.pk])).status_code == 404
    actions.unmerge(merge=merge, decisions={}, by=rosa, at=NOON)
    assert desk.get(reverse("desk:unmerge", args=[merge.pk])).status_code == 404


def test_a_merge_that_is_sent_twice_is_one(desk, one, other, pair):
    keep = "one" if pair.one_id == one.pk else "other"
    form = {"keep": keep, "given_name_1": keep, "known_as": keep, "sure": "yes", "once": str(uuid7())}
    answers = [desk.post(reverse("desk:duplicate-merge", args=[pair.pk]), form) for _ in range(2)]
    assert [answer.url for answer in answers] == [reverse("desk:person", args=[one.pk])] * 2
    assert Merge.objects.count() == 1
