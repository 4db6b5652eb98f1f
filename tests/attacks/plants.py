"""What is put into the country for an adversary to look for: people who are alone in something, groups that are alike
in what could hurt them, places that differ by one person, and newcomers who are counted to the head."""

from collections.abc import Callable

import numpy as np

from .country import LABELS, Country, people_of

MIDDLE = 3
"""The month in which newcomers are planted: after districts were published for the first time, before the second."""
CAME = 25
"""So many must change before a place is published anew."""
ONE_TO = (0, 0, 1, 1, 8, 9, 9, 9, 10, 24, 29, 29, 30, 48, 49, 49, 49, 50, 79, 99, 119, 149, 199, 200, 300, 400)
"""Into places of these sizes comes one person: also where one more would lift them over a gate."""
MANY_TO = (60, 80, 100, 120, 150, 200, 250, 300, 400, 500)


def code(column: str, label: str) -> int:
    return LABELS[column].index(label)


def planted(country: Country, seed: int = 2) -> Country:
    """The same country with everything put in. `country.planted` says what, and where."""
    rng = np.random.default_rng(seed)
    provinces = _by_province(country)
    free = iter(rng.permutation([name for name, inside in provinces.items() if 3 <= len(inside) <= 9]).tolist())
    taken = (provinces[name] for name in free)
    _alike(country, rng, taken)
    _alone(country, rng, taken)
    _left_over(country, rng, taken)
    _outsiders(country, rng, taken)
    _twins(country, rng, taken)
    _newcomers(country, rng, np.concatenate(list(taken)))
    return country


def _by_province(country: Country) -> dict[str, np.ndarray]:
    found: dict[str, list[int]] = {}
    for place, name in enumerate(country.places):
        found.setdefault(name[:4], []).append(place)
    return {name: np.array(places) for name, places in found.items()}


def empty(country: Country, places: np.ndarray) -> None:
    """Whoever lives there, ever, is gone, and nobody comes."""
    for one in [country.columns["district"], *(c.to for c in country.changes if c.column == "district")]:
        one[np.isin(one, places)] = _refuge(country, places)


def _refuge(country: Country, places: np.ndarray) -> int:
    sizes = np.bincount(country.columns["district"], minlength=len(country.places))
    sizes[np.concatenate([places, np.asarray(country.planted.setdefault("taken", []), int)])] = 0
    return int(sizes.argmax())


def _fill(
    country: Country, place: int, rng: np.random.Generator, many: int, *, since: int = 0,
    shape: Callable[[dict[str, np.ndarray]], None] = lambda columns: None,
) -> np.ndarray:  # fmt: skip
    columns = people_of(rng, np.full(many, place))
    columns["profile"][:] = 0
    shape(columns)
    return country.extend(columns, since)


def _clear(country: Country, places: np.ndarray) -> None:
    country.planted.setdefault("taken", [])
    empty(country, places)
    country.planted["taken"] = [*country.planted["taken"], *places.tolist()]  # type: ignore[misc]


def _alike(country: Country, rng: np.random.Generator, provinces: object) -> None:
    """In one district all people of one nationality are irregular; in six others as many of them are so and so."""
    mexico, overdue, family = code("nationality", "MEX"), code("status", "S-IRRV"), code("status", "R-FAM")
    country.planted["alike"], country.planted["mixed"] = [], []
    for turn in range(7):
        inside = next(provinces)  # type: ignore[call-overload]
        _clear(country, inside)

        def shape(columns: dict[str, np.ndarray], turn: int = turn) -> None:
            columns["nationality"][:14] = mexico
            columns["status"][:14] = overdue
            if turn:
                columns["status"][:7] = family

        _fill(country, inside[0], rng, 160, shape=shape)
        country.planted["mixed" if turn else "alike"].append(int(inside[0]))  # type: ignore[attr-defined]


def _alone(country: Country, rng: np.random.Generator, provinces: object) -> None:
    """One stateless person in the whole country; one person whose case is of LGBTIQ+."""
    for name, column, label in (("stateless", "nationality", "XXA"), ("lgbtiq", "profile", "VP-LGBTIQ")):
        inside = next(provinces)  # type: ignore[call-overload]
        _clear(country, inside)

        def shape(columns: dict[str, np.ndarray], column: str = column, label: str = label) -> None:
            columns[column][0] = code(column, label)

        country.planted[name] = int(_fill(country, inside[0], rng, 120, shape=shape)[0])


def _left_over(country: Country, rng: np.random.Generator, provinces: object) -> None:
    """Provinces with one full district, and one person elsewhere in them: who takes the one from the other has them."""
    country.planted["left_over"] = []
    for many in (60, 90, 120, 160, 200, 240, 300, 400, 500, 600):
        inside = next(provinces)  # type: ignore[call-overload]
        _clear(country, inside)
        _fill(country, inside[0], rng, many)
        country.planted["left_over"].append(int(_fill(country, inside[1], rng, 1)[0]))  # type: ignore[attr-defined]


def _outsiders(country: Country, rng: np.random.Generator, provinces: object) -> None:
    """Districts of Venezuelans and one other: who takes the Venezuelans from all has the one."""
    for many in (60, 80, 100, 120, 160, 200, 300, 400):
        inside = next(provinces)  # type: ignore[call-overload]
        _clear(country, inside)

        def shape(columns: dict[str, np.ndarray]) -> None:
            columns["nationality"][:] = 0
            columns["nationality"][0] = 1

        for place in inside[:2]:
            _fill(country, place, rng, many, shape=shape)


def _twins(country: Country, rng: np.random.Generator, provinces: object) -> None:
    """Districts of the same people but for one who lives in the second only."""
    country.planted["twins"] = []
    for many in (9, 49, 60, 120):
        inside = next(provinces)  # type: ignore[call-overload]
        _clear(country, inside)
        one = people_of(rng, np.full(many + 1, inside[1]))
        other = {name: codes[:-1].copy() for name, codes in one.items()} | {"district": np.full(many, inside[0])}
        country.extend(other, 0)
        country.extend(one, 0)
        country.planted["twins"].append((int(inside[0]), int(inside[1])))  # type: ignore[attr-defined]


def _newcomers(country: Country, rng: np.random.Generator, places: np.ndarray) -> None:
    """Districts into which one person comes, and districts into which exactly as many come as open the gate of time."""
    places = rng.permutation(places)
    ones, many = ONE_TO * 2, MANY_TO * 6
    chosen = places[: len(ones) + len(many)]
    _clear(country, chosen)
    country.planted["one"] = dict(zip(chosen.tolist(), ones, strict=False))
    for place, size in country.planted["one"].items():  # type: ignore[attr-defined]
        _fill(country, place, rng, size)
        _fill(country, place, rng, 1, since=MIDDLE)
    country.planted["many"] = {}
    for place, size in zip(chosen[len(ones) :].tolist(), many, strict=False):
        _fill(country, place, rng, size)

        def shape(columns: dict[str, np.ndarray]) -> None:
            """Of every kind alike, so that whoever guesses by what is common gains nothing."""
            for column, kinds in (("sex", 2), ("age_band", 6), ("nationality", 8), ("status", 10), ("education", 9)):
                columns[column][:] = rng.integers(0, kinds, CAME)

        country.planted["many"][place] = _fill(country, place, rng, CAME, since=MIDDLE, shape=shape)  # type: ignore[index]
