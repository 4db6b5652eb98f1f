"""The lists of characteristics: what the sources count by is in them."""

import pytest

from ayni.codelists import queries
from ayni.codelists.models import AgeBand, FunctionalDifficulty, MobilityProfile, Occupation, RegistrySource, ReturnType
from ayni.config.tests.spoiling import load
from ayni.people.facts.files import BANDS_OF_SOURCES
from ayni.people.rules.characteristics import COUNTING

pytestmark = pytest.mark.django_db


def test_the_groups_of_the_sources_are_there():
    load()
    assert {"OCU-EST", "OCU-OFI", "OCU-HOG", "OCU-PRO", "OCU-SER"} <= codes(Occupation)
    assert {"MOV-INM", "MOV-EMI", "MOV-RET", "MOV-TRA", "MOV-INT", "MOV-ACO"} == codes(MobilityProfile)
    assert {"REG-CMI", "REG-PRE", "REG-CAN"} <= codes(RegistrySource)
    assert {"RTN-REA", "RTN-VOL"} <= codes(ReturnType)
    bands = set(queries.current(AgeBand).values_list("min_age", "max_age"))
    assert {(0, 17), (15, 49), (18, 59), (60, None)} <= bands
    counted = {(first, last if last < 200 else None) for first, last in BANDS_OF_SOURCES.values()}
    assert counted <= bands, "facts count by the bands of the code list"
    assert set(queries.current(Occupation).exclude(isco="").values_list("isco", flat=True)) == set("0123456789")
    counts = queries.current(FunctionalDifficulty).filter(counts=True)
    assert set(counts.values_list("code", flat=True)) == COUNTING, "the cut-off of the Washington Group"


def codes(model):
    rows = queries.current(model)
    assert not rows.filter(source="").exists(), "a list says where it comes from"
    return set(rows.values_list("code", flat=True))
