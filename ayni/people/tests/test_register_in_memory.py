"""With the keys of everybody in memory the same people are found as with a statement for each key, as far as they
matter to a list."""

import random
from datetime import date

import pytest

from ayni.people.models import Birth, NameLine
from ayni.people.queries.looking import Looker, look
from ayni.people.queries.matching import match_in, match_many
from ayni.people.queries.register import Register
from ayni.people.queries.scan import NAMES
from ayni.people.rules.asking import Sought
from ayni.people.rules.imports.states import DOUBTFUL_FROM

from .factories import PersonFactory

pytestmark = pytest.mark.django_db

GIVEN = ("Ana", "María", "José", "Yusleidy", "Wilmer", "Rosa", "Víctor")
SURNAMES = ("Quispe", "Rondón", "Mamani", "González", "Zevallos", "Rojas")


@pytest.fixture
def people(rosa):
    chance = random.Random(8)  # noqa: S311
    made = []
    for n in range(60):
        born = date(1980 + chance.randrange(6), chance.choice([1, 3, 12]), chance.choice([1, 3, 12]))
        made.append(PersonFactory(
            registered_by=rosa, given_name_1=chance.choice(GIVEN), given_name_2=chance.choice(["", *GIVEN]),
            surname_1=chance.choice(SURNAMES), surname_2=chance.choice(["", *SURNAMES]), birth_date=born,
            birth_precision=chance.choice([Birth.EXACT, Birth.EXACT, Birth.YEAR, Birth.ESTIMATED]),
            document=f"7000{n:04}" if n % 3 else "", phone=f"98765{n:04}" if n % 4 == 0 else "",
        ))  # fmt: skip
    NAMES.refresh()
    yield made
    NAMES.forget()


def asked(people):
    chance = random.Random(9)  # noqa: S311
    for n, person in enumerate(people * 4):
        words = [w.lower() for w in person.full_name.translate(str.maketrans("áéíóú", "aeiou")).split()]
        chance.shuffle(words)
        if n % 3 == 0:
            words[0] = words[0][:2] + words[0][3:]
        born = person.birth_date if n % 7 else None
        numbers = (f"7000{n % 60:04}",) if n % 5 == 0 else ()
        yield Sought(tuple(dict.fromkeys(words)), born, person.birth_precision if born else Birth.UNKNOWN,
                     numbers, (f"8765{n % 60:04}",) if n % 6 == 0 else ())  # fmt: skip


def those_who_matter(found):
    return [[one for one in row if one.is_strong or one.score >= DOUBTFUL_FROM] for row in found]


@pytest.mark.parametrize("look_twice", [False, True])
def test_the_same_are_found(people, look_twice):
    sought, register = list(asked(people)), Register()
    how = {"most": 5, "least": 0.75, "look_twice": look_twice}
    found = those_who_matter(match_in(register, sought, **how))
    assert sum(map(len, found)) > 200
    assert found == those_who_matter(match_many(sought, **how))


def test_whoever_is_gone_or_came_since_is_no_error(people, rosa):
    register = Register()
    gone, *_others = people
    NameLine.objects.filter(person=gone).update(person=None)
    sought = list(asked([gone]))
    assert all(match.person != gone.pk for found in match_in(register, sought, most=5, least=0.75) for match in found)


def test_a_long_list_reads_the_register_once(people, monkeypatch):
    read = []
    monkeypatch.setattr("ayni.people.queries.looking.Register", lambda: read.append(1) or Register())
    looker, sought = Looker(), list(asked(people))
    assert looker(sought[:1]) == look(sought[:1])
    assert read == []
    found, wanted = (those_who_matter([[one.match for one in row] for row in how(sought)]) for how in (looker, look))
    assert found == wanted
    looker(sought)
    assert read == [1]
