"""`ayni mrz FILE` says what a zone holds and what failed."""

import json

import pytest
from typer.testing import CliRunner

from ayni.config.commands import commands

GOOD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<\n"


def asked(tmp_path, text):
    file = tmp_path / "zone.txt"
    file.write_text(text)
    result = CliRunner().invoke(commands(), ["mrz", str(file)])
    return result.exit_code, json.loads(result.output)


def test_a_zone_that_fits_ends_well(tmp_path):
    code, told = asked(tmp_path, GOOD)
    assert code == 0
    assert told["valid"]
    assert told["format"] == "TD1"
    assert told["fields"]["birth"] == {"date": "1974-08-12", "whole": True, "other_year": None}
    assert [check["fits"] for check in told["checks"]] == [True] * 4


def test_a_wrong_character_says_which_check_failed_and_ends_badly(tmp_path):
    code, told = asked(tmp_path, GOOD.replace("7408122", "7408222"))
    assert code == 1
    assert told["failed"] == ["birth", "composite"]
    birth = told["checks"][1]
    assert (birth["line"], birth["place"], birth["written"], birth["computed"]) == (2, 7, "2", "5")


def test_what_is_no_zone_says_its_widths(tmp_path):
    assert asked(tmp_path, GOOD[:-4]) == (2, {"valid": False, "unreadable": "WIDTH", "widths": [30, 30, 27]})


def test_a_zone_can_be_piped_in():
    result = CliRunner().invoke(commands(), ["mrz", "-"], input=GOOD)
    assert result.exit_code == 0


@pytest.mark.parametrize("name", ["nothing-here.txt", "."])
def test_a_file_that_cannot_be_read_is_named(name):
    result = CliRunner().invoke(commands(), ["mrz", name])
    assert result.exit_code == 1
    assert "cannot be read" in result.stderr
