"""What a page says hundreds of times, put together without a template; and figures found in a large cube."""

from itertools import product

import pyarrow as pa
import pytest
from django.conf import settings
from django.utils import translation

from ayni.observatory import published
from ayni.observatory.answering import Figure, Head, Line, Table, select
from ayni.observatory.asking import When
from ayni.observatory.asking import select as ask
from ayni.observatory.charts.pieces import Drawing, Piece, rect, text
from ayni.observatory.published import TOTAL, Cube
from ayni.observatory.templatetags.figures import figure_rows, options, pieces
from ayni.observatory.tests import sample
from ayni.observatory.tests.conftest import AT

RELEASE = published.Release("2026-10.1", "2026-11-10T09:00:00-05:00", "1", 3.0, (), {})
BAD = "<script>\"&'"
SAFE = "&lt;script&gt;&quot;&amp;&#x27;"


def test_words_of_a_list_cannot_become_markup():
    line = Line(Head(BAD, {}, RELEASE), [Figure(1_234)])
    said = figure_rows(Table([Head(BAD, {}, RELEASE)], [line], BAD))
    assert said == (
        f'<tr><th scope="row" class="ay-in0">{SAFE}</th><td class="num">1\u202f234</td></tr>'
    )  # fmt: skip
    assert options([(BAD, BAD), ("b", "B")], "b") == (
        f'<option value="{SAFE}">{SAFE}</option><option value="b" selected>B</option>'
    )
    drawn = pieces(Drawing(9, 9, [text(1, 2, BAD, css=BAD), Piece("path", BAD, path=BAD)]), "wide")
    assert drawn == f'<text class="{SAFE}" x="1" y="2">{SAFE}</text><path class="{SAFE}" d="{SAFE}"/>'


def test_a_row_says_what_is_withheld_what_is_older_and_which_is_the_whole():
    figures = [Figure(0), Figure(None, "area"), Figure(7, older="2026-07")]
    table = Table([], [Line(Head("Perú", {}, RELEASE, depth=2, is_total=True), figures)], "")
    with translation.override("es"):
        assert figure_rows(table) == (
            '<tr class="ay-whole"><th scope="row" class="ay-in2">Perú</th><td class="num">0</td>'
            '<td class="num"><span class="ay-soft">no se publica</span></td>'
            '<td class="num">7 <span class="ay-soft">(jul 2026)</span></td></tr>'
        )


def test_each_kind_of_piece_is_drawn_and_what_is_withheld_is_hatched():
    drawing = Drawing(9, 9, [
        rect(0, 1, 2, 3, "s1"), rect(4, 5, 6, 7, "withheld"), text(1, 2, "a", "end", "soft"),
        Piece("text", "soft", 4, 5, words="b", turn=-90), Piece("line", "l0", path="0,1 2,3"),
        Piece("dot", "point", 1.25, 2.5, 0.75),
    ])  # fmt: skip
    with translation.override("es"):
        assert pieces(drawing, "narrow") == (
            '<rect class="s1" x="0" y="1" width="2" height="3"/>'
            '<rect class="withheld" fill="url(#hatch-narrow)" x="4" y="5" width="6" height="7"/>'
            '<text class="soft" x="1" y="2" text-anchor="end">a</text>'
            '<text class="soft" x="4" y="5" transform="rotate(-90 4 5)">b</text>'
            '<polyline class="l0" points="0,1 2,3"/><circle class="point" cx="1.25" cy="2.5" r="0.75"/>'
        )


@pytest.mark.parametrize("is_coded", [True, False])
def test_figures_are_found_by_their_codes_however_a_column_is_kept(is_coded):
    cube = sample.filled(sample.PEOPLE, "2026-10", {("24", "F", "Y0T17"): "area"})
    if not is_coded:
        plain = {name: cube.rows[name].cast(pa.string()) if name != "value" else cube.rows[name]
                 for name in cube.rows.column_names}  # fmt: skip
        cube = Cube(cube.structure, pa.table(plain))
    wanted = {"REF_AREA": {"15", "24"}, "SEX": {"F"}, "AGE": {"Y0T17", "_T"}}
    found = select(cube, wanted)
    assert set(found) == set(product(("15", "24"), "F", ("Y0T17", "_T")))
    for key, cell in found.items():
        assert cell == cube.find(dict(zip(("REF_AREA", "SEX", "AGE"), key, strict=True)))
    assert select(cube, {}).keys() == {(TOTAL, TOTAL, TOTAL)}
    assert select(cube, {"SEX": {"nobody"}}) == {}
    assert len(ask(cube, {"SEX": ("F", "M")}).rows) == 4 * 2 * 4
    assert len(ask(cube, {}, When(start="2026-01")).rows) == len(cube.rows)


def test_what_is_published_is_told_as_long_as_it_is_the_same(releases):
    home = settings.AYNI_HOME
    before = published.state(home, AT)
    assert published.state(home, AT) == before
    (published.root(home) / "2026-11.1.part").mkdir()
    assert published.state(home, AT) == before
    sample.write(home, "2026-11.1", "2027-01-01T00:00:00-05:00")
    ahead = published.state(home, AT)
    assert ahead != before
    assert [one.id for one in published.releases(home, AT)] == ["2026-10.1", "2026-09.1"]
    moment = published.lying(home)[0].moment
    assert published.state(home, moment) != ahead
    assert [one.id for one in published.releases(home, moment)] == ["2026-11.1", "2026-10.1", "2026-09.1"]
