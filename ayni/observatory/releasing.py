"""Makes a release: freezes, counts, protects, gates, audits itself, and writes files that never change.

The engine works on plain tables (`counting.Tables`) as well as on a build of the facts, and needs no database:

    built = build(facts, "2026-10", secret, home=home, lists=lists)     # writes observatory/prepared/2026-10.1/
    publish(home, built.id, at=moment)                                  # moves it to observatory/published/2026-10.1/

`facts` has `read(table) -> pyarrow.Table`; `lists["place"]` holds the words of each ubigeo, other lists those of the
codes of `closed_list.Variable.code_list`. `previous` is the id of the release that this one follows: by default the
newest that was published. Where a place is not due, or fewer than 25 people changed there, its figures stand as the
release before had them. What that needs is kept in observatory/memory/, which nobody may read (`noise.memory`).

A release that is being made has a directory that ends in `.part`; one that is whole has its name. Killed at any step,
the releases before stay as they were, and making it again begins anew.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from ayni.facts import builds
from ayni.lib.errors import RuleBroken

from .closed_list import CUBES
from .counting import Counting, Facts, Lists, kept, level_of
from .listed import Listed, Population, check
from .noise import gates, keys, memory, tables
from .noise.cells import Protector
from .noise.keys import Secret
from .noise.memory import Lines, Memory, number_of
from .protecting import Protected, Standing, levels, protect, structure
from .published import DESCRIBED, HALF, NAME, Cube, Level, Release, Words, as_json, cube, described, root

Array: TypeAlias = "np.ndarray[Any, Any]"
METHOD = f"1.{tables.VERSION}"
"""Of the gates, and of the table of perturbation."""
REPORT, MEMORY, KEYED = "report.json", "memory.npz", "keyed.json"
BIAS, SPREAD, ENOUGH = 0.05, 1.5, 2000
"""What the audit allows on average: of the noise, and of its size where there are so many cells."""

Step = Callable[[str], None]


class NotReleased(RuleBroken):
    """A release that was refused. The message names no figure."""


@dataclass(frozen=True)
class Built:
    id: str
    path: Path
    fingerprint: str
    report: Mapping[str, Any] = field(repr=False)


def prepared(home: Path) -> Path:
    return home / "observatory" / "prepared"


def remembered(home: Path) -> Path:
    return home / "observatory" / "memory"


def withdrawn(home: Path) -> Path:
    """What was published and taken back. Whoever kept a copy has its figures still."""
    return home / "observatory" / "withdrawn"


def newest(home: Path, until: str) -> str:
    """The newest release of a month up to this one that was published, embargo or not; empty if there is none."""
    return max((each for each in _published(home) if each[:7] <= until), key=_order, default="")


def _published(home: Path) -> list[str]:
    return [path.name for path in root(home).glob("*") if NAME.fullmatch(path.name) and described(path)]


def _order(release: str) -> tuple[str, int]:
    period, _dot, version = release.partition(".")
    return period, int(version)


def build(
    facts: Facts,
    period: str,
    secret: Secret,
    *,
    home: Path,
    lists: Lists,
    version: int = 1,
    previous: str | None = None,
    cubes: Sequence[Listed] = CUBES,
    changes: tuple[Words, ...] = (),
    people_keyed: str = "",
    step: Step = lambda _said: None,
) -> Built:
    """Prepare a release: whole and audited, and not public. `people_keyed` tells the keys of the people of the facts:
    where it is another one than before, nothing could be compared, and the release is refused."""
    before = _Before.of(home, newest(home, period) if previous is None else previous, period)
    before.check(secret, people_keyed)
    id_ = f"{period}.{version}"
    here, beside = _begun(home, id_)
    step("begun")
    made, codes = _Made(before, Protector(secret), period, lists), [one.code for one in cubes]
    for population in dict.fromkeys(one.population for one in cubes):
        for cube_ in made.add(facts, population, [one for one in cubes if one.population == population]):
            _write_cube(here, cube_)
            step(f"cube {cube_.structure.code}")
    report = made.report(codes)
    _write(here / DESCRIBED, as_json(_release(id_, here, codes, changes)))
    step("described")
    memory.write(beside / MEMORY, made.lines, {code: each.sums for code, each in made.protected.items()})
    keyed = {"secret": secret.fingerprint, "people": people_keyed, "method": METHOD}
    for name, told in ((KEYED, keyed), (REPORT, report)):
        _write(beside / name, json.dumps(told, indent=1, sort_keys=True))
    step("remembered")
    shutil.rmtree(remembered(home) / id_, ignore_errors=True)
    _put(beside, remembered(home) / id_)
    step("memory in place")
    _put(here, prepared(home) / id_)
    step("prepared")
    return Built(id_, prepared(home) / id_, secret.fingerprint, report)


def _begun(home: Path, id_: str) -> tuple[Path, Path]:
    """Empty directories for what will be public, and for what is remembered."""
    if any((path / id_).exists() for path in (root(home), withdrawn(home))):
        raise NotReleased(_("%(release)s was published already, and never changes.") % {"release": id_})
    here, beside = prepared(home) / (id_ + HALF), remembered(home) / (id_ + HALF)
    shutil.rmtree(prepared(home) / id_, ignore_errors=True)
    for path in (here, beside):
        shutil.rmtree(path, ignore_errors=True)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        path.mkdir(mode=0o700)
    return here, beside


def _put(half: Path, whole: Path) -> None:
    """In its place, in one step, and on the disk: also if the power fails."""
    for path in half.iterdir():
        builds.sync_file(path)
    builds.sync_directory(half)
    half.rename(whole)
    builds.sync_directory(whole.parent)


def versions(home: Path, period: str) -> int:
    """The highest version of a month that was ever public; 0 if there is none."""
    names = [path.name for where in (root(home), withdrawn(home)) for path in where.glob(f"{period}.*")]
    return max((_order(name)[1] for name in names if NAME.fullmatch(name)), default=0)


def publish(home: Path, id_: str, *, at: datetime, step: Step = lambda _said: None) -> Release:
    """Put a prepared release where everybody reads, from this moment on (the embargo). Twice changes nothing."""
    target = root(home) / id_
    if (there := described(target)) is not None:
        return there
    here = prepared(home) / id_
    said = described(here)
    if said is None:
        raise NotReleased(_("There is no prepared release %(release)s. Prepare it first.") % {"release": id_})
    _check_sums(here, said)
    before = json.loads((remembered(home) / id_ / REPORT).read_text())["before"]
    if before != newest(home, said.period):
        raise NotReleased(_("Something was published or withdrawn since this release was prepared. Prepare it again."))
    final = Release(**{**asdict(said), "published_at": at.isoformat(), "cubes": said.cubes, "changes": said.changes})
    _write(here / (DESCRIBED + HALF), as_json(final))
    step("moment written")
    (here / (DESCRIBED + HALF)).replace(here / DESCRIBED)
    step("moment in place")
    root(home).mkdir(mode=0o755, parents=True, exist_ok=True)
    _put(here, target)
    step("published")
    return final


def withdraw(home: Path, id_: str) -> None:
    """Take a release from where everybody reads, and keep it: what is released next is held against it, too."""
    shutil.rmtree(prepared(home) / id_, ignore_errors=True)
    if (root(home) / id_).exists():
        withdrawn(home).mkdir(mode=0o700, parents=True, exist_ok=True)
        (root(home) / id_).rename(withdrawn(home) / id_)


def checksum(home: Path, id_: str) -> str:
    """Of all files of a release: what people sign."""
    said = described(prepared(home) / id_) or described(root(home) / id_)
    return hashlib.sha256(json.dumps(said.checksums, sort_keys=True).encode()).hexdigest() if said else ""


def _check_sums(path: Path, said: Release) -> None:
    for name, expected in said.checksums.items():
        if hashlib.sha256((path / name).read_bytes()).hexdigest() != expected:
            raise NotReleased(_("%(file)s is not what was signed. Prepare the release again.") % {"file": name})


@dataclass(frozen=True)
class _Before:
    """The release before: its files, and what is remembered of it."""

    home: Path
    id: str
    release: Release | None
    memory: Memory
    keyed: Mapping[str, str]
    told: tuple[tuple[str, Memory], ...] = ()
    """What was told beside the line of releases: of later months, when a past one is made anew, and what was withdrawn.
    Each with its month."""

    @classmethod
    def of(cls, home: Path, id_: str, period: str) -> "_Before":
        told = [each for each in _published(home) if each[:7] > period]
        told += [path.name for path in withdrawn(home).glob("*") if path.name[:7] >= period]
        held = tuple((each[:7], memory.read(remembered(home) / each / MEMORY)) for each in told)
        if not id_:
            return cls(home, "", None, memory.NOTHING, {}, held)
        release = described(root(home) / id_)
        path = remembered(home) / id_
        if release is None or not (path / MEMORY).exists():
            raise NotReleased(
                _(
                    "What is remembered of release %(release)s is missing, and without it one could see who came "
                    "since. Bring back observatory/published and observatory/memory from a backup, then prepare it "
                    "again."
                )
                % {"release": id_}
            )
        return cls(home, id_, release, memory.read(path / MEMORY), json.loads((path / KEYED).read_text()), held)

    def check(self, secret: Secret, people_keyed: str) -> None:
        keys.check_is(secret, self.keyed.get("secret", ""))
        if self.keyed.get("people", people_keyed) != people_keyed:
            raise NotReleased(
                _(
                    "The facts key their people otherwise than in the release before, so that nothing can be compared. "
                    "Bring back the keyring of this installation (keyring.json) from a backup, and build the facts "
                    "again."
                )
            )

    def standing(self, code: str) -> Standing | None:
        held = cube(self.home, self.release, code) if self.release else None
        return Standing(held, self.memory.sums[code]) if held is not None and code in self.memory.sums else None


@dataclass
class _Made:
    """A release that is being made."""

    before: _Before
    protector: Protector
    period: str
    lists: Lists
    lines: dict[str, Lines] = field(default_factory=dict)
    protected: dict[str, Protected] = field(default_factory=dict)
    gated: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)

    def add(self, facts: Facts, population: Population, cubes: Sequence[Listed]) -> list[Cube]:
        """Count and protect the cubes of a population."""
        for one in cubes:
            check(one)
        counting = Counting(population, kept(facts.read(population.table), population.keep, self.period), self.lists)
        new = self._time_gate(counting, cubes)
        found = []
        for one in cubes:
            said = structure(one, counting)
            at = [number_of(code.code) for code in said.place.codes] if said.place else [0]
            of_level = zip(levels(said), at, strict=True)
            reissued = np.array([number in new[level] for level, number in of_level])
            before = self.before.standing(one.code)
            done = protect(one, counting, self.protector, period=self.period, reissued=reissued, before=before)
            _audit(done, before)
            self.protected[one.code] = done
            found.append(done.cube)
        return found

    def _time_gate(self, counting: Counting, cubes: Sequence[Listed]) -> dict[Level, set[int]]:
        """Of each level, the places that get new figures."""
        population = counting.population
        deepest = max((one.level for one in cubes), key=list(Level).index)
        new: dict[Level, set[int]] = {}
        for level in list(Level)[: list(Level).index(deepest) + 1]:
            name = f"{population.code}/{level}"
            now, known = counting.lines(cubes, level), _numbers(self.lists, level)
            is_new = self._is_new(population, level, now, known)
            before = self.before.memory.held.get(name, now)
            self.lines[name] = memory.carried(before, now, known[is_new])
            new[level] = set(known[is_new].tolist())
            self.gated.setdefault(population.code, {})[str(level)] = {"places": len(known), "new": int(is_new.sum())}
        return new

    def _is_new(self, population: Population, level: Level, now: Lines, known: Array) -> Array:
        """Which places of a level get new figures. What happened in a month is new in each month, unless it is told
        anew. What was told beside the line of releases must not be near either: nobody or enough people changed."""
        name, month = f"{population.code}/{level}", int(self.period.partition("-")[2])
        least = gates.DESIGN.changed_sensitive if population.is_sensitive else gates.DESIGN.changed
        found = np.ones(len(known), bool)
        tells_again = population.is_stock or self.before.id[:7] == self.period
        if tells_again and (before := self.before.memory.held.get(name)) is not None:
            many = memory.changed(before, now, known)
            found = gates.reissued([level] * len(known), many, month=month, least=least)
        for of_month, told in self.before.told:
            if name in told.held and (population.is_stock or of_month == self.period):
                many = memory.changed(told.held[name], now, known)
                found &= (many == 0) | (many >= least)
        return found

    def report(self, codes: Sequence[str]) -> dict[str, Any]:
        """What each gate did, in numbers of cells: never of people."""
        by_set = {key: error for code in codes for key, error in self.protected[code].errors.items()}
        errors = np.array([*by_set.values()], np.int64)
        self._check_mean(errors)
        return {
            "period": self.period, "before": self.before.id, "method": METHOD, "variance": tables.VARIANCE,
            "cubes": {code: dict(self.protected[code].counts) for code in codes}, "places": self.gated,
            "audit": {
                "cells": len(errors), "mean": round(float(errors.mean()), 3) if len(errors) >= ENOUGH else None,
                "mean_size": round(float(np.abs(errors).mean()), 2) if len(errors) >= ENOUGH else None,
            },
        }  # fmt: skip

    def _check_mean(self, errors: Array) -> None:
        if not len(errors):
            return
        allowed = max(BIAS, 5 * (tables.VARIANCE / len(errors)) ** 0.5)
        too_wide = len(errors) >= ENOUGH and np.abs(errors).mean() > SPREAD
        if abs(errors.mean()) > allowed or too_wide:
            raise NotReleased(
                _(
                    "The audit found figures that lean to one side, or are too far from the truth. Nothing was "
                    "published: tell whoever maintains Ayni."
                )
            )


def _numbers(lists: Lists, level: Level) -> Array:
    """The places of a level, as numbers."""
    if level is Level.NATIONAL:
        return np.zeros(1, np.int64)
    return np.array(sorted(int(code) for code in lists["place"] if level_of(code) is level), np.int64)


def _audit(done: Protected, before: Standing | None) -> None:
    """Raises NotReleased where a cube is not what the design promises."""
    rows, said = done.cube.rows, done.cube.structure
    values, is_shown = _shown(done.cube)
    has_rule = rows["rule"].combine_chunks().cast("string").to_numpy(zero_copy_only=False) != ""
    wrong = ""
    if np.isin(values, tables.FORBIDDEN).any() or (values < 0).any():
        wrong = _("it holds a figure that may not be")
    if len(rows) != np.prod([len(one.codes) for one in said.dimensions]):
        wrong = _("it has not one row for each combination of its codes")
    if (is_shown == has_rule).any():
        wrong = _("a figure and a rule stand together, or neither")
    if before is not None and before.cube.structure.dimensions == said.dimensions:
        then, was_shown = _shown(before.cube)
        if (then != values)[(before.sums == done.sums) & is_shown & was_shown].any():
            wrong = _("people who did not change got another figure than before")
    if wrong:
        raise NotReleased(
            _("The audit of %(table)s refuses it: %(wrong)s. Nothing was published.")
            % {"table": said.code, "wrong": wrong}
        )


def _shown(held: Cube) -> tuple[Array, Array]:
    """The figure of each row, 0 where there is none; and where there is one."""
    values = held.rows["value"].combine_chunks()
    return values.fill_null(0).to_numpy(), values.is_valid().to_numpy(zero_copy_only=False)


def _write_cube(path: Path, held: Cube) -> None:
    _write(path / f"{held.structure.code}.json", as_json(held.structure))
    pq.write_table(held.rows, path / f"{held.structure.code}.parquet", compression="zstd")


def _release(id_: str, path: Path, codes: Sequence[str], changes: tuple[Words, ...]) -> Release:
    sums = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(path.iterdir())}
    return Release(
        id=id_, published_at="", method=METHOD, variance=tables.VARIANCE, cubes=tuple(codes), checksums=sums,
        changes=changes,
    )  # fmt: skip


def _write(path: Path, text: str) -> None:
    path.write_text(text)
