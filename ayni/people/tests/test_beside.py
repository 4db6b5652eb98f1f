"""Long lists are compared in two processes, and no further than whoever may matter: what is found is the same.

The second process itself is met by the import that is killed (`config/tests/test_import_command.py`).
"""

import random
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from datetime import date, timedelta

import pytest

from ayni.people.models import Birth
from ayni.people.queries import beside
from ayni.people.queries.looking import Looker, look
from ayni.people.rules import asking, likeness
from ayni.people.rules.asking import Sought
from ayni.people.rules.likeness import Known

from .factories import NOON, PersonFactory

WORDS = ("ana", "anna", "maria", "marya", "jose", "josefa", "rondon", "rondom", "gonzalez", "gonsales", "li",
         "mariajose", "yusleidy", "yuleisi", "quispe", "kispe", "mamani", "mamni")  # fmt: skip


def drawn(chance):
    def some(most):
        return tuple(dict.fromkeys(chance.choices(WORDS, k=chance.randrange(most + 1))))

    def born():
        return chance.choice(
            [None, date(1990, 3, 12), date(1990, 12, 3), date(1990, 1, 1) + timedelta(chance.randrange(3000))]
        )

    known = Known(some(2) or ("ana",), some(2), some(1), some(1), born(), chance.choice(Birth.values))
    words = list(chance.choices(WORDS, k=2)) + list(chance.sample(known.given + known.surname_1, k=1))
    if chance.random() < 0.5:
        words = list(known.given + known.surname_1 + known.surname_2)
        words[chance.randrange(len(words))] = chance.choice(WORDS)
    day = chance.choice([born(), known.born])
    return Sought(tuple(dict.fromkeys(words)), day, chance.choice(Birth.values) if day else Birth.UNKNOWN), known


def test_nobody_who_reaches_a_score_is_ruled_out_before():
    chance, reached, ruled_out = random.Random(5), 0, 0  # noqa: S311
    rare = {word: chance.uniform(0.5, 1) for word in WORDS}
    for _ in range(20_000):
        sought, known = drawn(chance)
        least = chance.choice([likeness.SHOWN_FROM, 0.75])
        found = likeness.compare(sought, known, rarity=lambda word: rare.get(word, 1.0))
        may = likeness.may_reach(sought, known, least)
        assert may or (found.score < least and not found.is_strong), (sought, known, found)
        reached, ruled_out = reached + (found.score >= least), ruled_out + (not may)
    assert reached > 2_000
    assert ruled_out > 2_000


class Pool:
    """Beside this thread, and with this database."""

    def __init__(self, broken=False):
        self.broken, self.asked = broken, []

    def submit(self, _there, sought, task):
        done = Future()
        self.asked.append((len(sought), task.language))
        if self.broken:
            done.set_exception(BrokenProcessPool())
        else:
            done.set_result(look(sought))
        return done


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [False, True])
def test_a_chunk_is_compared_beside_or_here_and_the_order_stays(rosa, monkeypatch, broken):
    known = PersonFactory(registered_by=rosa)
    ana = PersonFactory(registered_by=rosa, given_name_1="Ana", given_name_2="", surname_1="Flores", surname_2="Mamani")
    texts = ["Ana Flores Mamani", "Adebayo Okonkwo", "Yusleidy Gonzalez", "Ana Flores"] * 150
    sought = [asking.read(text, NOON.date()) for text in texts[:-1]]
    pool = Pool(broken)
    monkeypatch.setattr(beside._HERE, "pool", pool, raising=False)
    first, second = (beside.begin_to_look(Looker(), sought) for _twice in range(2))
    assert pool.asked == [(599, "es")] * 2
    assert first() == second() == look(sought)
    assert [[one.match.person for one in found] for found in first()[:3]] == [[ana.pk], [], [known.pk]]
    assert (beside._HERE.pool is None) is broken
    assert len(beside.begin_to_look(Looker(), sought[:9])()) == 9
    assert len(pool.asked) == 2
