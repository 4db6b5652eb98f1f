import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayni.codelists.tables import BrokenTables, Column, File, code, day, decimal, one_of, read, whole

FILE = File(
    "a.csv",
    (
        Column("code", code(6), required=True),
        Column("parent", code(6), refers="a.csv"),
        Column("several", one_of(["x", "y"]), many=True),
        Column("number", whole(0, 9)),
        Column("size", decimal(0, 1)),
        Column("since", day),
    ),
)
HEADER = "code,parent,several,number,size,since\n"
cells = st.text(st.sampled_from('aA1|,"\n\r;.-\x00\u2028é'), max_size=4)


def write(folder, content: str):
    (folder / "a.csv").write_bytes(content.encode("utf-8", "surrogatepass"))
    return read(folder, [FILE])["a.csv"]


def test_every_cell_comes_as_the_value_its_column_holds(tmp_path):
    table = write(tmp_path, "\ufeff" + HEADER.replace("\n", "\r\n") + "B,A,x|y,3,0.5,2026-11-22\r\nA,,,,,\r\n")
    assert [list(row.cells.values()) for row in table][1] == ["A", "", [], None, None, None]
    first = table.rows[0]
    assert (first["several"], first["number"], first["size"], first["since"].year) == (["x", "y"], 3, 0.5, 2026)


def test_columns_may_stand_in_any_order_and_others_are_left_alone(tmp_path):
    table = write(tmp_path, "since,note,size,number,several,parent,code\n,hola,,,,B,A\n,,,,,,B\n")
    assert [(row["code"], row["note"]) for row in table] == [("A", "hola"), ("B", "")]


@pytest.mark.parametrize("header", ["", "code\n", HEADER.replace("size", "code"), HEADER.replace(",", ";")])
def test_a_header_that_does_not_name_each_column_once_is_refused(tmp_path, header):
    with pytest.raises(BrokenTables):
        write(tmp_path, header + "A,,,,,\n")


@given(st.lists(st.lists(cells, min_size=5, max_size=7), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_written_is_read_or_named(tmp_path, rows):
    content = HEADER + "\n".join(",".join(row) for row in rows)
    problems, table = [], None
    try:
        table = write(tmp_path, content)
    except BrokenTables as broken:
        problems = broken.problems
    assert bool(problems) == (table is None)
    assert all(problem.file == "a.csv" and problem.line >= 1 and str(problem) for problem in problems)
    assert table is None or len({row["code"] for row in table}) == len(table.rows)


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_bytes_that_are_no_table_are_named(tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(BrokenTables):
        read(tmp_path, [FILE])
