import re
from datetime import date

import pytest
from django.utils.timezone import localdate, now

from ayni.people import actions, queries
from ayni.people.models import Draft, Household, Person, Relationship, Sensitivity
from ayni.people.rules.registering import NewRelative

from .factories import DistrictFactory, PersonFactory, place
from .test_register_pages import AGREED, TYPED, text_of

pytestmark = pytest.mark.django_db
YOUNG = date(2018, 5, 1)


@pytest.fixture
def mother(rosa):
    return PersonFactory(registered_by=rosa)


@pytest.fixture
def child(rosa):
    return PersonFactory(registered_by=rosa, given_name_1="Anabel", given_name_2="", birth_date=YOUNG)


@pytest.fixture
def linked(mother, child, rosa):
    new = NewRelative(kind="CHILD", relative=child, lives_together=True)
    return actions.add_relative(person=mother, relative=new, by=rosa, at=now())


@pytest.fixture
def household(mother, child, rosa):
    return actions.live_together(person=child, other=mother, kind="CHILD", by=rosa, at=now()).household


def page(client, person, more="family/"):
    return client.get(f"/people/{person.pk}/{more}")


def test_a_doubt_is_asked_and_nothing_typed_is_lost(desk, mother, rosa):
    older = PersonFactory(registered_by=rosa, given_name_1="Rosalba", given_name_2="", birth_date=date(1950, 1, 1))
    address = f"/people/{mother.pk}/family/new/"
    sent = {"relation": "CHILD", "has_file": "Rosalba González", "file": str(older.pk), "since_year": "2020"}
    asked = desk.post(address, sent)
    assert "habría sido una niña" in text_of(asked)
    assert f'value="{older.pk}" checked' in asked.content.decode()
    assert 'name="sure"' in asked.content.decode()
    assert 'name="sure"' not in desk.get(address).content.decode()
    assert desk.post(address, {**sent, "sure": "on"}).status_code == 302
    row = older.relationships.get()
    assert (row.kind, row.since, row.since_known) == ("MOTHER", date(2020, 1, 1), "year")


def test_a_link_is_asked_where_it_comes_from_like_every_other_value(desk, mother, child):
    address = f"/people/{mother.pk}/family/new/"
    asked = text_of(desk.get(address))
    for words in ("De dónde viene", "Qué tan seguro está", "Número del oficio"):
        assert words in asked
    assert "Cómo se sabe" not in asked
    sent = {"relation": "CHILD", "has_file": "Anabel", "file": str(child.pk)}
    desk.post(address, {**sent, "source": "SEEN", "confidence": "HIGH", "reference": "ACTA-77"})
    row = mother.relationships.get()
    assert (row.source, row.reference) == ("SEEN", "ACTA-77")
    kept = desk.get(f"/people/{mother.pk}/family/{row.pk}/correct/").content.decode()
    assert 'value="ACTA-77"' in kept


def test_the_same_form_sent_twice_is_one_link(desk, mother, child):
    address = f"/people/{mother.pk}/family/new/"
    once = re.search(r'name="once" value="([^"]+)"', desk.get(address).content.decode())[1]
    sent = {"relation": "CHILD", "has_file": "Anabel", "file": str(child.pk), "once": once}
    for _n in range(2):
        assert desk.post(address, sent).status_code == 302
    assert Relationship.objects.count() == 2


def test_a_link_is_corrected_and_ended_from_its_pages(desk, mother, child, linked):
    base = f"/people/{child.pk}/family/{child.relationships.get().pk}"
    assert "González" in text_of(desk.get(f"{base}/correct/"))
    desk.post(f"{base}/correct/", {"relation": "GUARDIAN", "since_year": "2021", "since_month": "3", "source": "SEEN"})
    linked.refresh_from_db()
    assert (linked.kind, linked.since, linked.source) == ("WARD", date(2021, 3, 1), "SEEN")
    assert "mar 2021" in text_of(page(desk, mother)).lower()
    assert desk.post(f"{base}/end/", {}).status_code == 200
    desk.post(f"{base}/end/", {"reason": "GUARDIANSHIP", "until_year": "2025"})
    assert "Terminó la tutela" in text_of(page(desk, mother))
    assert "ya lo dio de baja" in text_of(desk.post(f"{base}/end/", {"reason": "OTHER"}))


def test_somebody_mentioned_is_given_their_file(desk, mother, child, rosa):
    row = actions.add_relative(
        person=mother, relative=NewRelative(kind="CHILD", name="Anita"), by=rosa, at=now()
    )  # fmt: skip
    address = f"/people/{mother.pk}/family/{row.pk}/file/"
    assert str(child.pk) in desk.post(address, {"has_file": "Anabel González"}).content.decode()
    desk.post(address, {"has_file": "Anabel González", "file": str(child.pk)})
    assert child.relationships.get().kind == "MOTHER"


def test_of_a_hidden_relative_no_page_tells(desk, client, mother, child, linked, household, rosa, julio, world):
    place(child, Sensitivity.RESTRICTED, rosa, team=world.trata)
    client.force_login(julio)
    base = f"/people/{mother.pk}"
    for address in ("", "family/", "family/new/", "family/register/", "household/new/", "household/leave/",
                    "household/end/", "household/move/"):  # fmt: skip
        shown = client.get(f"{base}/{address}").content.decode()
        assert "Anabel" not in shown
        assert str(child.pk) not in shown
    for action in ("correct", "file", "end"):
        assert client.post(f"{base}/family/{linked.pk}/{action}/", {"reason": "OTHER"}).status_code == 404
    found = client.post(f"{base}/family/new/", {"relation": "CHILD", "has_file": "Anabel", "file": str(child.pk)})
    assert str(child.pk) not in found.content.decode().replace(f'value="{child.pk}"', "")
    sent = {"who": str(child.pk), "role": "CHILD"}
    assert "Anabel" not in client.post(f"{base}/household/new/", sent).content.decode()
    client.post(f"{base}/household/leave/", {"people": str(child.pk), "how": "apart"})
    linked.refresh_from_db()
    assert linked.ended_at is None
    assert queries.current_membership(child) is not None


def test_a_household_begins_grows_moves_and_parts_from_its_pages(desk, mother, child, linked, rosa):
    base = f"/people/{mother.pk}/household"
    assert desk.get(f"{base}/move/").status_code == 404
    desk.post(f"{base}/new/", {"who": str(child.pk), "role": "CHILD"})
    other = PersonFactory(registered_by=rosa, given_name_1="Rosalba", given_name_2="")
    sent = {"who": "search", "has_file": "Rosalba González", "role": "PARENT"}
    assert str(other.pk) in desk.post(f"{base}/new/", sent).content.decode()
    desk.post(f"{base}/new/", {**sent, "file": str(other.pk)})
    assert {"Anabel", "Rosalba"} <= set(text_of(page(desk, mother)).replace(",", "").split())
    DistrictFactory()
    where = {"where": "district", "district": "150135", "people": [str(mother.pk), str(child.pk)]}
    desk.post(f"{base}/move/", where)
    moved = set(Person.objects.filter(district__code="150135").values_list("pk", flat=True))
    assert moved == {mother.pk, child.pk}
    desk.post(f"{base}/leave/", {"people": [str(child.pk), str(other.pk)], "how": "together"})
    assert Household.objects.count() == 2
    assert queries.current_membership(child).household == queries.current_membership(other).household
    desk.post(f"{base}/end/", {})
    assert "Sin hogar registrado" in text_of(page(desk, mother))
    assert "Hogares anteriores" in text_of(page(desk, mother))


def test_whoever_lives_in_another_household_is_refused_with_a_sentence(desk, mother, child, linked, rosa):
    for person in (mother, child):
        actions.form_household(members={person: "HEAD"}, since=localdate(), by=rosa, at=now())
    answer = desk.post(f"/people/{mother.pk}/household/new/", {"who": str(child.pk), "role": "CHILD"})
    assert "hogar distinto" in text_of(answer)


def test_the_file_of_a_child_says_with_whom_they_are(desk, mother, child, rosa):
    assert "No consta con quién está" in text_of(page(desk, child, ""))
    row = actions.add_relative(
        person=child, relative=NewRelative(kind="MOTHER", relative=mother, lives_together=True), by=rosa, at=now()
    )
    assert "Con su madre o su padre" in text_of(page(desk, child, ""))
    actions.end_relative(relationship=row, by=rosa, at=now())
    told = NewRelative(kind="MOTHER", name="Yusleidy")
    actions.add_relative(person=child, relative=told, by=rosa, at=now())
    told = NewRelative(kind="SEPARATED_FROM", name="Yusleidy")
    actions.add_relative(person=child, relative=told, by=rosa, at=now())
    said = text_of(page(desk, child, ""))
    assert "No acompañada" in said
    assert "Búsqueda de familia" in said


def test_the_file_of_a_child_takes_few_statements_too(desk, child, mother, linked, at_most):
    for tab in ("", "documents/", "contact/", "family/", "history/", "consents/", "cases/", "readers/"):
        page(desk, child, tab)
        with at_most(12):
            page(desk, child, tab)


def test_a_mother_of_a_child_born_in_peru_is_told_of_the_route(desk, mother, rosa):
    assert "nacido en el Perú" not in text_of(page(desk, mother, ""))
    told = NewRelative(kind="CHILD", birth_year=2022, born_in_peru=True)
    actions.add_relative(person=mother, relative=told, by=rosa, at=now())
    assert "vía de regularización" in text_of(page(desk, mother, ""))
    assert "Familiar de residente" in text_of(page(desk, mother))


def test_the_next_of_a_family_is_registered_after_a_search_and_linked(desk, mother, rosa):
    mother.district = DistrictFactory()
    mother.save()
    address = f"/people/{mother.pk}/family/register/"
    sent = {"relation": "CHILD", "given_names": "Wilmer", "surname_1": "Quintero", "same_household": "on"}
    searched = desk.post(address, sent)
    assert "Nadie con un expediente" in text_of(searched) or "Quién puede ser" in text_of(searched)
    assert not Draft.objects.exists()
    sealed = re.search(r'name="searched" value="([^"]+)"', searched.content.decode())[1]
    again = desk.post(address, {**sent, "given_names": "Otro", "searched": sealed})
    assert again.status_code == 200
    assert not Draft.objects.exists()
    form = desk.post(address, {**sent, "searched": sealed}).url
    shown = desk.get(form)
    assert "De la familia de" in text_of(shown)
    assert "San Martín de Porres" in shown.content.decode()
    check = desk.post(form, {**TYPED, "birth_year": "2018", "go": "check"}).url
    desk.post(check, {"basis": "REPRESENTATIVE", "read_in": "es"})
    made = Person.objects.exclude(pk=mother.pk).get()
    assert made.relationships.get().kind == "MOTHER"
    assert queries.current_membership(made).household == queries.current_membership(mother).household


def test_a_family_that_was_closed_since_never_stops_a_registration(desk, mother, rosa, world, vera):
    mother_elsewhere = PersonFactory(registered_by=vera)
    draft = Draft.objects.create(
        user=rosa, searched_at=now(), saved_at=now(), family_of=mother_elsewhere, relation="CHILD", same_household=True
    )
    form = f"/people/register/{draft.pk}/"
    assert "De la familia de" not in text_of(desk.get(form))
    check = desk.post(form, {**TYPED, "go": "check"}).url
    desk.post(check, AGREED)
    made = Draft.objects.get().person
    assert made is not None
    assert not made.relationships.exists()
