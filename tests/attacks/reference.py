"""A second, plain construction of the design, which no line of the engine is in: it says whether the attacks bite.

`Options` weakens it. With nothing weakened the attacks fail on it as on the engine, but for S7: it has no gate of what
is left over beside the shown (`noise.beside`). It is slow, keeps its memory in the process, and publishes only files.
"""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.optimize import root

from ayni.observatory.published import TOTAL, Code, Cube, Dimension, Level, Rule, Structure
from ayni.observatory.tests import sample
from ayni.observatory.tests.sample import words

from .country import AGE, NATIONS, SENSITIVE, STATUS, Country, districts, period
from .public import NOTHING, OTHERS, Table
from .truth import Truth, everybody

KINDS = {
    "SEX": ("sex", {"F": ("SEX-F",), "M": ("SEX-M", "SEX-I", "SEX-U")}),
    "AGE": ("age_band", {"Y0T17": AGE[:3], "Y18T999": AGE[3:], "Y0T5": AGE[:1], "Y6T11": AGE[1:2], "Y12T17": AGE[2:3],
                         "Y18T29": AGE[3:4], "Y30T59": AGE[4:5], "Y60T999": AGE[5:]}),
    "CITIZENSHIP": ("nationality", {one: (one,) for one in NATIONS}),
    "STATUS": ("status", {"REG": STATUS[:7], "IRR": STATUS[7:9], "U": STATUS[9:]}),
    "PROFILE": ("profile", {one: (one,) for one in SENSITIVE}),
}  # fmt: skip
PARENTS = dict.fromkeys(("Y0T5", "Y6T11", "Y12T17"), "Y0T17") | dict.fromkeys(
    ("Y18T29", "Y30T59", "Y60T999"), "Y18T999"
)
COLLAPSES = ("CITIZENSHIP",)
LARGEST, SLOTS = 5, 4096


@dataclass
class Options:
    """What is weakened."""

    perturbs: bool = True
    area: bool = True
    category: bool = True
    group: bool = True
    sensitive: bool = True
    time: bool = True
    one_key: bool = True
    own_totals: bool = True
    hides_small: bool = True
    """1 and 2 are never published."""


@dataclass
class Plain:
    """The engine of the design, as short as it can be."""

    country: Country
    secret: bytes
    options: Options = field(default_factory=Options)
    months: int = 12
    _issued: dict[str, tuple[np.ndarray, ...]] = field(default_factory=dict)
    _members: dict[int, set[int]] = field(default_factory=dict)
    _is_first: bool = True

    kinds = KINDS
    counted = staticmethod(everybody)

    def release(self, home: Path, month: int) -> None:
        truth = Truth(self.country, KINDS, self.months)
        suffix = b"" if self.options.one_key else str(month).encode()
        truth.lots = _keys(self.secret + suffix, len(self.country))
        renewed = self._renewed(truth, month)
        cubes = [self._cube(truth, said, month, renewed) for said in structures()]
        sample.write(home, f"{period(month)}.1", "2026-01-01T00:00:00-05:00", cubes)
        self._is_first = False

    def _renewed(self, truth: Truth, month: int) -> np.ndarray:
        """Which places are published anew: it is their month, and enough people came, left or changed."""
        now, places = truth.snapshot(period(month)), PLACES.codes
        rows = np.stack([now.who.astype(np.int64), *(c.astype(np.int64) for c in now.columns.values())])
        prints = np.array([hash(tuple(row)) for row in rows.T.tolist()])
        of = now.columns["district"].astype(int)
        found = np.ones(len(places), bool)
        at = {one.code: n for n, one in enumerate(places)}
        for level, every in ((2, 1), (4, 3), (6, 6)):
            names = np.array([one[:level] for one in self.country.places])[of]
            order = np.argsort(names, kind="stable")
            codes, first = np.unique(names[order], return_index=True)
            here = dict(zip(codes.tolist(), np.split(order, first[1:]), strict=True))
            for name in {one.code for one in places if len(one.code) == level and one.code != TOTAL}:
                rows_here = here.get(name, np.zeros(0, int))
                mine = dict(zip(prints[rows_here].tolist(), now.who[rows_here].tolist(), strict=True))
                old = self._members.get(at[name], {})
                differ = {old[p] for p in old.keys() - mine.keys()} | {mine[p] for p in mine.keys() - old.keys()}
                due = month % every == 0 and (len(differ) >= 25 or not self.options.time)
                found[at[name]] = self._is_first or due
                if found[at[name]]:
                    self._members[at[name]] = mine
        return found

    def _cube(self, truth: Truth, said: Structure, month: int, renewed: np.ndarray) -> Cube:
        when, table = period(month), blank(said, period(month))
        counts, keys = (one.reshape(table.shape).copy() for one in truth.dense(when, table))
        rule = np.full(table.shape, "", object)
        self._gate(table, counts, rule)
        counts, keys = _with_others(table, counts, keys, rule)
        value = self._perturbed(counts, keys)
        if not self.options.own_totals:
            value = _forced(table, value)
        value = np.where(rule == "", value, NOTHING)
        stands = np.full(table.shape, when, object)
        if said.code in self._issued:
            # The places of departments and above are the same in each cube: the list is one.
            keep = ~renewed[: table.shape[0]].reshape(-1, *[1] * (len(table.shape) - 1))
            value, rule, stands = (
                np.where(keep, old, new)
                for old, new in zip(self._issued[said.code], (value, rule, stands), strict=True)
            )
        self._issued[said.code] = (value, rule, stands)
        return _as_cube(table, value, rule, stands)

    def _perturbed(self, counts: np.ndarray, keys: np.ndarray) -> np.ndarray:
        if not self.options.perturbs:
            return np.where(np.isin(counts, (1, 2)) & self.options.hides_small, 0, counts)
        noise = perturbation()
        found = counts + noise[np.minimum(counts, len(noise) - 1), _mixed(keys, self.secret)]
        return found if self.options.hides_small else np.where(np.isin(counts, (1, 2)), counts, found)

    def _gate(self, table: Table, counts: np.ndarray, rule: np.ndarray) -> None:
        whole = counts.reshape(len(counts), -1)[:, 0]
        names = table.names(table.place)
        is_district = np.array([len(name) == 6 for name in names])
        if self.options.area:
            few = is_district & (whole < 50)
            kept = np.zeros(table.shape[1:], bool)
            kept[(0,) * kept.ndim] = True
            if table.others == ["SEX", "AGE"]:
                kept[:, :3] = True
            rule[few] = np.where(kept, "", Rule.AREA)
            rule[is_district & (whole < 10)] = Rule.INSIDE
        if table.structure.is_sensitive and self.options.sensitive:
            rule[counts < 30] = Rule.SENSITIVE
        for axis, one in enumerate(table.others, 1):
            view, ruled = np.moveaxis(counts, axis, -1), np.moveaxis(rule, axis, -1)
            leaves = np.flatnonzero(table.is_leaf(one))
            codes = table.names(one)
            if self.options.category and one in COLLAPSES:
                first = view[(slice(None), *[0] * (view.ndim - 2))]
                for k in leaves:
                    if codes[k] != OTHERS:
                        rare = (first[:, k] < 10)[:, *[None] * (view.ndim - 2)]
                        ruled[..., k] = np.where((ruled[..., k] == "") & rare, Rule.CATEGORY, ruled[..., k])
            if self.options.group:
                row = view[..., 0]
                alike = (row > 0) & (row < 30) & (view[..., leaves].max(axis=-1) >= 0.9 * row)
                empty = alike[..., None] & (ruled[..., 1:] == "")
                ruled[..., 1:] = np.where(empty, Rule.GROUP, ruled[..., 1:])


def _keys(secret: bytes, many: int) -> np.ndarray:
    drawn = [hmac.digest(secret, str(n).encode(), "sha256")[:8] for n in range(many)]
    return np.frombuffer(b"".join(drawn), "<u8").astype(np.uint64)


def _mixed(keys: np.ndarray, secret: bytes) -> np.ndarray:
    """Through a keyed mixer, for many at once."""
    lot = np.frombuffer(sha256(secret).digest(), "<u8")
    found = keys ^ lot[0]
    for turn in (1, 2, 3):
        found = (found ^ (found >> np.uint64(31))) * (lot[turn] | np.uint64(1))
    return ((found >> np.uint64(40)) % np.uint64(SLOTS)).astype(int)


def perturbation() -> np.ndarray:
    """`noise[n, slot]`: greatest entropy with mean 0 and variance 3, by another solver than the engine's."""
    rows = [np.zeros(SLOTS, int)]
    for count in range(1, 9):
        steps = np.array([s for s in range(-min(LARGEST, count), LARGEST + 1) if count + s not in (1, 2)])

        def miss(tilt: np.ndarray, steps: np.ndarray = steps) -> np.ndarray:
            share = _shares(tilt, steps)
            return np.array([share @ steps, share @ steps**2 - 3])

        share = _shares(root(miss, [0.0, -0.1], tol=1e-9).x, steps)
        edges = np.round(np.cumsum(share) * SLOTS).astype(int)
        rows.append(steps[np.searchsorted(edges, np.arange(SLOTS), side="right").clip(max=len(steps) - 1)])
    return np.stack(rows)


def _shares(tilt: np.ndarray, steps: np.ndarray) -> np.ndarray:
    raw = np.exp((tilt @ np.stack([steps, steps**2])).clip(-50, 50))
    return raw / raw.sum()


def _forced(table: Table, value: np.ndarray) -> np.ndarray:
    for axis, one in enumerate(table.others, 1):
        moved = np.moveaxis(value.copy(), axis, -1)
        moved[..., 0] = moved[..., np.flatnonzero(table.is_leaf(one))].sum(axis=-1)
        value = np.moveaxis(moved, -1, axis)
    return value


def _with_others(table: Table, counts: np.ndarray, keys: np.ndarray, rule: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    for axis, one in enumerate(table.others, 1):
        names = table.names(one)
        if OTHERS in names:
            n, k, r = (np.moveaxis(a, axis, -1) for a in (counts, keys, rule))
            named = [i for i, name in enumerate(names) if name not in (TOTAL, OTHERS)]
            shown = r[..., named] != Rule.CATEGORY
            first = tuple(slice(None) if i == 0 else slice(0, 1) for i in range(shown.ndim - 1))
            shown = np.broadcast_to(shown[first], shown.shape)
            others = names.index(OTHERS)
            n[..., others] = n[..., 0] - (n[..., named] * shown).sum(axis=-1)
            k[..., others] = k[..., 0] - np.where(shown, k[..., named], np.uint64(0)).sum(axis=-1, dtype=np.uint64)
    return counts, keys


def _as_cube(table: Table, value: np.ndarray, rule: np.ndarray, stands: np.ndarray) -> Cube:
    columns: dict[str, pa.Array] = {}
    for one in table.structure.dimensions:
        codes = pa.array([each.code for each in one.codes])
        columns[one.code] = pa.DictionaryArray.from_arrays(pa.array(table.codes[one.code].astype(np.int32)), codes)
    flat = value.ravel()
    columns["value"] = pa.array(flat.astype(np.int32), mask=flat == NOTHING)
    columns["rule"] = pa.array(rule.ravel().tolist()).dictionary_encode()
    columns["period"] = pa.array(stands.ravel().tolist()).dictionary_encode()
    return Cube(table.structure, pa.table(columns))


def blank(said: Structure, when: str) -> Table:
    """A table of these dimensions with nothing in it, the place first."""
    shape = [len(one.codes) for one in said.dimensions]
    grid = np.indices(shape).reshape(len(shape), -1)
    codes = {one.code: grid[n] for n, one in enumerate(said.dimensions)}
    rows = len(grid[0])
    codes[""] = np.zeros(rows, int)
    return Table(f"{when}.1", said, codes, np.zeros(rows, int), np.full(rows, ""), np.full(rows, when))


def _dimension(name: str, codes: list[str]) -> Dimension:
    every = [Code(TOTAL, words("Total", "Total")), *(Code(c, words(c, c), PARENTS.get(c, "")) for c in codes)]
    return Dimension(name, words(name, name), tuple(every))


def _places(finest: int) -> Dimension:
    every = sorted({one[:n] for one in districts() for n in (2, 4, 6) if n <= finest}, key=lambda one: (len(one), one))
    codes = [Code(one, words(one, one), one[:-2]) for one in every]
    return Dimension("REF_AREA", words("Lugar", "Place"), (Code(TOTAL, words("Perú", "Peru")), *codes), is_place=True)


PLACES = _places(6)


def structures() -> list[Structure]:
    sex, age = _dimension("SEX", ["F", "M"]), _dimension("AGE", list(KINDS["AGE"][1]))
    nation = _dimension("CITIZENSHIP", [*NATIONS, OTHERS])
    status, profile = _dimension("STATUS", ["REG", "IRR", "U"]), _dimension("PROFILE", list(SENSITIVE))
    found = [
        sample.structure("A", words("a", "a"), (PLACES, sex, age), Level.DISTRICT),
        sample.structure("B", words("b", "b"), (PLACES, nation), Level.DISTRICT),
        sample.structure("C", words("c", "c"), (PLACES, status, sex), Level.DISTRICT),
        sample.structure("D", words("d", "d"), (PLACES, nation, status), Level.DISTRICT),
        sample.structure("E", words("e", "e"), (_places(2), nation, sex, age), Level.DEPARTMENT),
    ]
    hurts = sample.structure("F", words("f", "f"), (_places(2), profile, sex), Level.DEPARTMENT)
    return [*found, Structure(**{**vars(hurts), "is_sensitive": True})]
