"""What a page says hundreds of times: its figures, the pieces of its drawing, the options of its lists. A template
takes many times as long for each as putting it together here does. All words are escaped."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from ayni.design.charts import number

from .. import words
from ..answering import Line, Table
from ..charts.pieces import WITHHELD, Drawing, Piece

register = template.Library()


@register.simple_tag
def figure_rows(table: Table) -> SafeString:
    """The body of the table of figures."""
    said = f'<span class="ay-soft">{escape(pgettext("observatory", "not published"))}</span>'
    older = {one: f' <span class="ay-soft">({escape(words.short_period(one))})</span>' for one in table.older}
    return _made(_row(line, said, older) for line in table.lines)


def _row(line: Line, withheld: str, older: dict[str, str]) -> str:
    head = line.head
    cells = "".join(
        f'<td class="num">{withheld if one.value is None else number(one.value) + older.get(one.older, "")}</td>'
        for one in line.figures
    )
    whole = ' class="ay-whole"' if head.is_total else ""
    return f'<tr{whole}><th scope="row" class="ay-in{head.depth}">{escape(head.label)}</th>{cells}</tr>'


@register.simple_tag
def options(pairs: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Of a list: the value and the words of each, and which one is chosen."""
    return _made(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in pairs
    )


@register.simple_tag
def pieces(drawing: Drawing, size: str) -> SafeString:
    """What is inside a drawing. `size` names the hatching of this one on the page."""
    return _made(_piece(one, f' fill="url(#hatch-{escape(size)})"') for one in drawing.pieces)


def _piece(one: Piece, hatched: str) -> str:
    css = f'class="{escape(one.css)}"' + (hatched if one.css == WITHHELD else "")
    if one.kind == "text":
        turned = f' transform="rotate({one.turn} {one.x} {one.y})"' if one.turn else ""
        anchor = f' text-anchor="{escape(one.anchor)}"' if one.anchor != "start" else ""
        return f'<text {css} x="{one.x}" y="{one.y}"{turned}{anchor}>{escape(one.words)}</text>'
    if one.kind == "rect":
        return f'<rect {css} x="{one.x}" y="{one.y}" width="{one.width}" height="{one.height}"/>'
    if one.kind == "path":
        return f'<path {css} d="{escape(one.path)}"/>'
    if one.kind == "line":
        return f'<polyline {css} points="{escape(one.path)}"/>'
    return f'<circle {css} cx="{one.x}" cy="{one.y}" r="{one.width}"/>'


def _made(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every word in the parts was escaped
