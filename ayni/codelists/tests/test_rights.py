"""The rights, and what makes each real (R104)."""

import csv

import pytest
from django.conf import settings
from django.core.cache import cache

from ayni.codelists import queries
from ayni.codelists.models import HumanRight
from ayni.codelists.rights import RIGHTS
from ayni.codelists.tables import BrokenTables, File, read

from .factories import ListedFactory

DATA = settings.BASE_DIR / "data"
HEADER = "code,order,label_es,label_en,basis,categories,barriers,source,confidence\n"


class HumanRightFactory(ListedFactory):
    class Meta:
        model = HumanRight

    code = "RT-JUS"
    label_es = "Acceso a la justicia"
    basis = "PIDCP, art. 14"
    categories = "SV-JUS|SV-JUS-LEG"
    barriers = "BAR-DENUN"


def rows(name):
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_category_makes_the_right_real_that_its_own_file_names():
    of = {code: row["label_es"] for row in rows("human_rights.csv") for code in row["categories"].split("|") if code}
    assert of == {row["code"]: row["right_es"] for row in rows("service_categories_extra.csv")}
    assert set(of) == {row["code"] for row in rows("reference/service_categories.csv")}


def test_every_barrier_of_the_list_stands_against_a_right_but_the_one_without_a_name():
    against = {code for row in rows("human_rights.csv") for code in row["barriers"].split("|") if code}
    assert {row["code"] for row in rows("reference/barriers.csv")} - against == {"BAR-OTRO"}


def test_a_category_of_two_rights_is_refused_with_its_line(tmp_path):
    (tmp_path / "human_rights.csv").write_text(
        HEADER + "RT-A,1,Uno,One,PIDCP,SV-X,,,medium\nRT-B,2,Dos,Two,PIDCP,SV-X,,,medium\n"
    )
    columns = tuple(column for column in RIGHTS.file.columns if not column.refers)
    whole = RIGHTS.file.columns
    assert len(columns) == len(whole) - 2
    loose = tuple(type(one)(one.name, one.check, one.required, "", one.many) for one in whole)
    with pytest.raises(BrokenTables) as broken:
        read(tmp_path, [File("human_rights.csv", loose, checks=RIGHTS.file.checks)])
    (problem,) = broken.value.problems
    assert (problem.line, problem.column) == (3, "categories")


@pytest.mark.django_db
def test_what_a_denial_was_about_has_one_right_and_a_barrier_may_stand_against_several():
    cache.clear()
    HumanRightFactory()
    HumanRightFactory(code="RT-IGU", label_es="Igualdad", categories="SV-DIS", barriers="BAR-DENUN|BAR-CE", order=1)
    cache.clear()
    assert queries.right_of_category("SV-JUS-LEG").code == "RT-JUS"
    assert queries.right_of_category("SV-ALI") is None
    assert [right.code for right in queries.kept_rights() if "BAR-DENUN" in right.barrier_codes] == ["RT-IGU", "RT-JUS"]
