import shutil
from datetime import datetime, timedelta

import pytest

from ayni.observatory import published
from ayni.observatory.tests import sample

AT = datetime.fromisoformat("2026-11-29T12:00:00-05:00")


def test_what_was_written_is_read_again(tmp_path):
    said = sample.write(tmp_path)
    release = published.latest(tmp_path, AT)
    assert release == said
    cube = published.cube(tmp_path, release, "POP_DEPARTMENT")
    assert cube.structure == sample.PEOPLE
    assert (
        cube.find({"REF_AREA": "15", "SEX": "F"}).value
        == sample.filled(sample.PEOPLE, "2026-10").find({"REF_AREA": "15", "SEX": "F"}).value
    )
    assert cube.find({"REF_AREA": "99"}) is None
    assert published.cube(tmp_path, release, "../../keys") is None


def test_a_release_that_was_put_back_is_read_anew(tmp_path):
    """Files never change; what stands in their place after a backup was restored has other checksums."""
    before = published.cube(tmp_path, sample.write(tmp_path), "POP_DEPARTMENT")
    shutil.rmtree(published.root(tmp_path))
    other = [sample.filled(sample.PEOPLE, "2026-09")]
    after = published.cube(tmp_path, sample.write(tmp_path, content=other), "POP_DEPARTMENT")
    assert after.rows != before.rows
    assert after.rows["value"] == other[0].rows["value"]


def test_what_is_withheld_names_its_rule(tmp_path):
    release = sample.write(tmp_path)
    cell = published.cube(tmp_path, release, "POP_DISTRICT").find({"REF_AREA": "150118", "SEX": "F"})
    assert (cell.value, cell.rule) == (None, "area")


def test_nothing_is_there_before_its_moment(tmp_path):
    release = sample.write(tmp_path, published_at="2026-12-01T00:00:00-05:00")
    assert published.latest(tmp_path, release.moment - timedelta(seconds=1)) is None
    assert published.latest(tmp_path, release.moment) == release


def test_the_newest_version_of_a_period_stands(tmp_path):
    for name in ("2026-09.1", "2026-10.1", "2026-09.2", "2026-09.10"):
        sample.write(tmp_path, name)
    assert [one.id for one in published.releases(tmp_path, AT)] == ["2026-10.1", "2026-09.10", "2026-09.2", "2026-09.1"]
    assert published.latest(tmp_path, AT, "2026-09").id == "2026-09.10"


@pytest.mark.parametrize("name", ["2026-10.1.part", "2026-13.1", "borrador", "2026-10"])
def test_a_half_and_what_is_no_release_are_not_read(tmp_path, name):
    sample.write(tmp_path, name)
    assert published.releases(tmp_path, AT) == []


def test_no_release_yet(tmp_path):
    assert published.latest(tmp_path, AT) is None
