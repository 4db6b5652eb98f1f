"""S4, S13 and S14: the same answer in another process and from rows in another order; the office of statistics of the
United Kingdom gets the same figures; and who has a release and all code, but not the secret, has nothing."""

import base64
import hashlib
import hmac
import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings

from ayni.observatory.noise.cells import Protector
from ayni.observatory.noise.keys import Secret
from ayni.observatory.published import TOTAL

from . import country, engine, plants, telltales, world
from .engine import Ayni
from .public import Table, editions, files
from .world import World

PEOPLE, MONTHS = 12_000, (0, 6)
SECRET = bytes(range(100, 132))
CUBES = ("POP_DISTRICT", "POP_DEPARTMENT_STATUS", "PRO_PROFILE")


def listed() -> list[engine.Listed]:
    return [one for one in engine.cubes() if one.code in CUBES]


def digests(home: Path) -> dict[str, str]:
    """Of each table what is published, whatever the bytes of its file are."""
    found = {}
    for edition in editions(home):
        for name, table in edition.tables.items():
            said = (table.value.tolist(), table.rule.tolist(), table.period.tolist(), table.flat.tolist())
            found[f"{edition.id} {name}"] = hashlib.sha256(repr(said).encode()).hexdigest()
    return found


class Shuffled(Ayni):
    """The same people, in another order of rows."""

    def release(self, home: Path, month: int) -> None:
        plain = engine.facts

        def facts(now: country.Snapshot) -> engine.Tables:
            rng = np.random.default_rng(month)
            return engine.Tables(
                {name: each.take(rng.permutation(len(each))) for name, each in plain(now).held.items()}
            )

        engine.facts = facts
        try:
            super().release(home, month)
        finally:
            engine.facts = plain


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world.made(tmp_path_factory.mktemp("once"), PEOPLE, MONTHS, lambda one: Ayni(one, SECRET, listed()))


def test_s4_another_process_gives_the_same(published: World, tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'tests.settings')\n"
        "from tests.attacks import test_same as t, world\n"
        "world.made(pathlib.Path(sys.argv[1]), t.PEOPLE, t.MONTHS, lambda one: t.Ayni(one, t.SECRET, t.listed()))\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run(  # noqa: S603
        [sys.executable, "-c", script, str(tmp_path)], check=True, cwd=root, env={"PYTHONHASHSEED": "7", "PATH": ""}
    )
    assert digests(tmp_path) == digests(published.home)


def test_s4_another_order_of_rows_gives_the_same(published: World, tmp_path: Path) -> None:
    world.made(tmp_path, PEOPLE, MONTHS, lambda one: Shuffled(one, SECRET, listed()))
    assert digests(tmp_path) == digests(published.home)


def test_s4_asked_a_thousand_times_there_is_one_value(published: World) -> None:
    """A file that never changes answers alike; what makes it does so, too, however often it is asked."""
    made, sums = Protector(Secret(SECRET)), np.array([5, 2**64 - 1], np.uint64)
    first = made.values(np.array([7, 40]), sums, "PERSONS").tolist()
    again = {tuple(Protector(Secret(SECRET)).values(np.array([7, 40]), sums, "PERSONS").tolist()) for _n in range(1000)}
    assert again == {tuple(first)}


def slot(key_sum: int) -> int:
    """Which slot of the table a set of people gets: with no line of the engine."""
    derived = hmac.digest(SECRET, b"ayni.observatory/cells/PERSONS", "sha256")
    encryptor = Cipher(AES(derived), ECB()).encryptor()  # noqa: S305
    block = encryptor.update(key_sum.to_bytes(8, "little") + bytes(8))
    return int.from_bytes(block[:8], "little") >> 52


def test_s13_the_library_of_the_ons_gives_the_same_figures(published: World) -> None:
    """It counts, looks noise up and adds it by itself. It is given people, the table, and for each cell its slot."""
    now, table = published.truth.snapshot(published.last.period), published.last.tables["POP_DISTRICT"]
    frame = pd.DataFrame({name: now.column(name) for name in ("district", "sex", "age_band")})
    frame["key"] = pd.Series(engine.keys(published.country)[now.who].tolist(), dtype=object)
    frame["area"] = frame["district"].str[:2]
    cells = ["area", "sex", "age_band"]
    sums = frame.groupby(cells)["key"].agg(lambda keys: sum(keys) % 2**64)
    first = ~frame.duplicated(cells)
    frame["record_key"] = 0
    where = pd.MultiIndex.from_frame(frame.loc[first, cells])
    frame.loc[first, "record_key"] = [slot(int(sums[one])) for one in where]
    answer = create_perturbed_table(
        data=frame[[*cells, "record_key"]], ptable=_ptable(), geog=["area"], tab_vars=["sex", "age_band"],
        record_key="record_key", threshold=0,
    )  # fmt: skip
    compared = 0
    for row in answer.itertuples():
        age = next((code for code, bands in engine.OF_AGE.items() if bands == (row.age_band,)), "")
        sex = {"SEX-F": "F", "SEX-M": "M"}.get(row.sex, "")
        value = _figure(table, row.area, sex, age) if sex and age else -1
        if value >= 0 and row.pre_sdc_count:
            compared += 1
            assert value == row.count, (row.area, sex, age)
    assert compared > 200


def _ptable() -> pd.DataFrame:
    noise = Protector(Secret(SECRET)).table.noise
    rows, slots = 750, noise.shape[1]
    counts = np.repeat(np.arange(1, rows + 1), slots)
    keys = np.tile(np.arange(slots), rows)
    return pd.DataFrame({"pcv": counts, "ckey": keys, "pvalue": noise[np.minimum(counts, len(noise) - 1), keys]})


def _figure(table: Table, place: str, sex: str, age: str) -> int:
    wanted = {table.place: place, "SEX": sex, "AGE": age}
    if place not in table.names(table.place):
        return -1
    at = np.ravel_multi_index([table.names(one).index(wanted[one]) for one in table.order], table.shape)
    row = np.flatnonzero(table.flat == at)[0]
    return int(table.value[row]) if table.period[row] == table.release[:7] else -1


def test_s14_the_secret_is_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """In no file that a release leaves, private ones included, and in no line of a log, however it is written."""
    with caplog.at_level(logging.DEBUG):
        held = world.made(tmp_path, 3_000, (0,), lambda one: Ayni(one, SECRET, listed()))
    everywhere = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(everywhere) > len(list(files(tmp_path))) > 0
    spelt = telltales.spellings(SECRET)
    assert spelt[2] == base64.b64encode(SECRET)
    for path in everywhere:
        assert not any(one in path.read_bytes() for one in spelt), path.name
    assert not any(one in caplog.text.encode() for one in spelt)
    assert "secret" not in repr(Secret(SECRET)).lower().replace("secret(", "", 1)
    assert held.editions


def test_s14_what_is_remembered_is_not_published(published: World) -> None:
    """The keys of people, the sums of cells and the report lie apart, and nobody else may open them."""
    names = {path.suffix for path in files(published.home)}
    assert names == {".json", ".parquet"}
    remembered = published.home / "observatory" / "memory"
    assert list(remembered.iterdir())
    for path in remembered.iterdir():
        assert path.stat().st_mode & 0o077 == 0
    keys = {int(one).to_bytes(8, order) for one in engine.keys(published.country)[:200] for order in ("little", "big")}
    for path in files(published.home):
        content = path.read_bytes()
        assert not any(one in content for one in keys), path.name


@pytest.mark.parametrize("guess", ["", "ayni", "observatory", "secret", "0" * 32, "the fingerprint", "of django"])
def test_s14_a_release_and_all_code_do_not_give_the_noise(published: World, guess: str) -> None:
    """Somebody has the release, the code, even the people and their keys in the facts: what they compute under a key
    that they can think of agrees with the noise no more than chance would."""
    raw = {"the fingerprint": Secret(SECRET).fingerprint, "of django": str(settings.SECRET_KEY)}.get(guess, guess)
    right = _agreement(published, raw.encode())
    assert right < 0.25
    assert _agreement(published, SECRET) == 1


def _agreement(published: World, raw: bytes) -> float:
    """In how many cells of departments a secret gives the noise that was used."""
    now, table = published.truth.snapshot(published.last.period), published.last.tables["POP_DISTRICT"]
    keys, area, made = engine.keys(published.country)[now.who], now.column("district"), Protector(Secret(raw))
    sums, counts, noise = [], [], []
    for digits in (2, 4):
        names = area.astype(f"U{digits}")
        for place in np.unique(names).tolist():
            figure = _figure(table, place, TOTAL, TOTAL)
            if figure >= 0:
                here = names == place
                sums.append(keys[here].sum(dtype=np.uint64))
                counts.append(int(here.sum()))
                noise.append(figure - int(here.sum()))
    found = made.table.added(np.array(counts), made.slots(np.array(sums, np.uint64), "PERSONS"))
    assert len(noise) > 60
    return float((found == np.array(noise)).mean())


def test_plants_are_what_they_are_said_to_be() -> None:
    """A country whose truth is not what the attacks believe would prove nothing."""
    one = plants.planted(country.made(20_000, 7))
    before, after = one.at(0), one.at(6)
    sizes = [np.bincount(each.columns["district"], minlength=len(one.places)) for each in (before, after)]
    for place, size in one.planted["one"].items():  # type: ignore[attr-defined]
        assert (sizes[0][place], sizes[1][place]) == (size, size + 1)
    for place in one.planted["many"]:  # type: ignore[attr-defined]
        assert sizes[1][place] - sizes[0][place] == plants.CAME
    (alike,) = one.planted["alike"]  # type: ignore[misc]
    there = (after.columns["district"] == alike) & (after.column("nationality") == "MEX")
    assert there.sum() == 14
    assert set(after.column("status")[there].tolist()) == {"S-IRRV"}
    assert (after.column("nationality") == "XXA").sum() == 1
    assert (after.column("profile") == "VP-LGBTIQ").sum() == 1
    assert (sizes[0] == 0).sum() > 200
    assert len(one.places) > 1_870
