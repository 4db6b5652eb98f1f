"""Two merges at once, what is counted before and after, and a referral that rests on a consent of the other file."""

from pathlib import Path
from threading import Barrier, Thread

import pyarrow.parquet as pq
import pytest
from django.db import connection

from ayni.cases.tests.factories import open_case
from ayni.directory.tests.factories import ServiceFactory
from ayni.facts import actions as facts
from ayni.people import actions as people
from ayni.people.models import Consent, Merge, Person
from ayni.people.rules.merging import CannotMerge
from ayni.people.tests.factories import NOON, PersonFactory
from ayni.referrals.tests.factories import send


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_of_the_same_files_at_once_one_wins_and_nothing_is_lost(world):
    one, other = (PersonFactory(registered_by=world.rosa, document=f"AB{n}4567") for n in (1, 2))
    start, refused = Barrier(2), []

    def merge(kept: Person, absorbed: Person) -> None:
        start.wait()
        try:
            people.merge(kept=kept, absorbed=absorbed, choose={}, by=world.marta, at=NOON)
        except CannotMerge as broken:
            refused.append(str(broken))
        finally:
            connection.close()

    threads = [Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
    world.marta  # noqa: B018 - made before the threads ask for her
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    [merge_made] = Merge.objects.all()
    assert Person.objects.get().documents.count() == 2
    assert merge_made.kept == Person.objects.get()


def counted(home: Path, name: str) -> dict[str, list[str]]:
    build = facts.build(home=home / name, at=NOON.replace(year=2027))
    found = {}
    for table in build.rows:
        rows = pq.read_table(build.file(table)).to_pylist()
        # The id of a row is sealed anew in each build.
        found[table] = sorted(str({name: value for name, value in row.items() if name != "row"}) for row in rows)
    return found


@pytest.mark.django_db
def test_a_merged_person_counts_once_and_what_is_counted_comes_back_exactly(world, tmp_path):
    unknown = {"birth_date": None, "birth_precision": "UNKNOWN"}
    kept, absorbed = (PersonFactory(registered_by=world.rosa, **unknown) for _ in range(2))
    for person in (kept, absorbed):
        open_case(world.rosa, person=person)
    before = counted(tmp_path, "before")
    merge = people.merge(kept=kept, absorbed=absorbed, choose={}, by=world.marta, at=NOON)
    merged = counted(tmp_path, "merged")
    assert (len(before["people"]), len(merged["people"])) == (2, 1)
    assert len(merged["cases"]) == len(before["cases"]) == 2
    people.unmerge(merge=merge, decisions={}, by=world.marta, at=NOON)
    assert counted(tmp_path, "after") == before


@pytest.mark.django_db
def test_after_separating_a_referral_rests_on_a_consent_of_its_own_person(world):
    service = ServiceFactory(organisation=world.cem)
    kept, absorbed = (PersonFactory(registered_by=world.rosa) for _ in range(2))
    mine, theirs = (open_case(world.rosa, person=person) for person in (kept, absorbed))
    send(mine, service)
    send(theirs, ServiceFactory(organisation=world.cem))
    merge = people.merge(kept=kept, absorbed=absorbed, choose={}, by=world.marta, at=NOON)
    later = send(mine, ServiceFactory(organisation=world.cem))
    assert Consent.objects.get(pk=later.consent_id).superseded_by is None
    people.unmerge(merge=merge, decisions={}, by=world.marta, at=NOON)
    for case in (mine, theirs):
        assert {sent.consent.person_id for sent in case.referrals.select_related("consent")} == {case.person_id}
