"""S2 and S3 over all ways by which figures leave. A way that nothing reads makes this red, not green."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from . import channels

PLACES = ("observatorio/", "en/observatorio/", "api/observatory")


def urls(of: URLResolver | None = None, above: str = "") -> Iterator[tuple[str, str]]:
    """Each URL of the project, and its name."""
    for one in (of or get_resolver()).url_patterns:
        where = above + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            yield from urls(one, where)
        elif isinstance(one, URLPattern):
            yield where, str(one.name)


def of_observatory() -> dict[str, str]:
    """URL → name, the same in each language."""
    return {where: named(where, name) for where, name in urls() if where.startswith(PLACES)}


def named(where: str, name: str) -> str:
    return f"api:{name}" if where.startswith("api/") else name.removesuffix("-en")


def test_every_way_by_which_a_figure_may_leave_is_read_by_an_adversary() -> None:
    known = channels.READ.keys() | channels.WORK.keys() | channels.WITHOUT_FIGURES.keys()
    unread = {where: name for where, name in of_observatory().items() if name not in known}
    assert not unread, (
        "Nothing reads these for figures. tests/attacks/README.md says how a channel is added; one without figures, or "
        f"that only staff see, goes to its list in tests/attacks/channels.py with a reason: {unread}"
    )


def test_the_lists_name_nothing_that_is_gone() -> None:
    there = {*of_observatory().values()}
    listed = channels.READ.keys() | channels.WORK.keys() | channels.WITHOUT_FIGURES.keys()
    assert listed <= there
    assert not channels.READ.keys() & (channels.WORK.keys() | channels.WITHOUT_FIGURES.keys())
    assert not channels.WORK.keys() & channels.WITHOUT_FIGURES.keys()


def test_the_reader_of_pages_sees_a_figure_wherever_it_may_stand() -> None:
    page = """
    <h1>Tabla 2</h1><table><tr><td>1&nbsp;234</td><td>2</td><td>15.000</td></tr></table>
    <svg aria-label="Mujeres: 7"><text>41</text><rect data-value="12"><title>Tacna: 3</title></rect></svg>
    <p>Página 1 de 9</p><td>2026-10</td><td>De 18 a 29 años</td><img alt="1 persona">
    """
    assert channels.shown(page) == [1234, 2, 15000, 7, 41, 12, 3, 18, 29, 1]
