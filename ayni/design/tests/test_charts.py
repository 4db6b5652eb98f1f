import pytest

from ayni.design import charts
from ayni.design.charts import NARROW, WIDE, Row, bars, rows_of

ROWS = rows_of([("Una", 100), ("Dos", 50), ("Nada", 0)])


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_lengths_are_in_proportion_and_stay_inside(width):
    drawing = bars(ROWS, width=width)
    longest, half, nothing = drawing.lines
    assert abs(longest.boxes[0].width - 2 * half.boxes[0].width) <= 1
    assert nothing.boxes == []
    assert all(box.x + box.width <= width for line in drawing.lines for box in line.boxes)
    assert all(box.y + box.height <= drawing.height for line in drawing.lines for box in line.boxes)


def test_the_parts_of_a_stacked_bar_touch_and_add_up():
    boxes = bars(rows_of([("Una", [1, 1, 1])]), width=WIDE).lines[0].boxes
    assert [box.x for box in boxes[1:]] == [box.x + box.width for box in boxes[:-1]]
    assert sum(box.width for box in boxes) == WIDE - charts.LABEL_WIDTH - charts.VALUE_ROOM


def test_a_number_is_written_inside_only_where_it_fits():
    boxes = bars(rows_of([("Una", [1, 1000])]), width=WIDE).lines[0].boxes
    assert [box.words for box in boxes] == ["", "1\u202f000"]


def test_a_target_beyond_the_bar_is_still_on_the_drawing():
    line = bars([Row("A", [10], target=90)], width=WIDE, most=100).lines[0]
    assert line.mark is not None
    assert line.boxes[0].x + line.boxes[0].width < line.mark.x < WIDE
    assert line.value.x > line.mark.x


def test_a_long_label_takes_two_lines_and_is_then_cut():
    line = bars(rows_of([("palabra " * 40, 1)]), width=WIDE).lines[0]
    assert len(line.label) == 2
    assert line.label[1].words.endswith("…")


def test_nothing_to_draw_draws_nothing():
    assert bars([], width=WIDE).lines == []
    assert bars(rows_of([("Cero", 0)]), width=WIDE).lines[0].boxes == []


@pytest.mark.parametrize(("value", "text"), [(1234, "1\u202f234"), (0, "0"), (12.5, "12.5"), (1240.04, "1\u202f240")])
def test_numbers_are_written_as_in_peru(value, text):
    assert charts.number(value) == text
