from ayni.facts.reading import in_order


def test_only_the_outermost_joins_are_made_in_the_order_in_which_they_are_written() -> None:
    inside = "(SELECT 1 FROM d INNER JOIN e ON (d.id = e.d_id) WHERE e.b_id = b.id)"
    sql = f"SELECT {inside} AS x FROM a INNER JOIN b ON (a.b_id = b.id) LEFT OUTER JOIN c ON (b.c_id = c.id)"  # noqa: S608
    assert in_order(sql) == sql.replace("FROM a INNER JOIN", "FROM a CROSS JOIN")
    assert in_order("SELECT a.id FROM a") == "SELECT a.id FROM a"
