"""The marks that a text of a guide may hold, and how it is read out of them. Plain text, and no HTML of anybody."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("fee", "days", "papers", "norm", "phone", "figure")
"""What `{kind:CODE}` may stand for: said by the reference data when a page is made, never typed."""

MARK = re.compile(
    r"\{(?P<kind>[a-z]+):(?P<code>[A-Za-z0-9._-]{1,40})\}"
    r"|\[\[(?P<guide>[a-z0-9-]{1,60})\]\]"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|(?P<address>https?://[^\s<>\"]+[^\s<>\".,;:!?)])"
)
ONE_LINE = ("title", "browser_title", "summary", "share", "cost", "time")
LINES = ("who", "need", "where", "refused")
ROWS = {"steps": ("title", "text"), "rights": ("text", "norm"), "doubts": ("text",)}
"""Parts that are rows, with what each row holds."""

Text = Mapping[str, Any]


@dataclass(frozen=True)
class Piece:
    """A stretch of text: plain words, or one of the marks."""

    kind: str
    """`plain`, `strong`, `guide`, `address`, or one of `KINDS`."""
    value: str


def pieces(text: str) -> Iterator[Piece]:
    at = 0
    for found in MARK.finditer(text):
        if found.start() > at:
            yield Piece("plain", text[at : found.start()])
        if found["kind"]:
            yield Piece(found["kind"], found["code"])
        else:
            kind = str(found.lastgroup)
            yield Piece(kind, found[kind])
        at = found.end()
    if at < len(text):
        yield Piece("plain", text[at:])


def said_in(text: Text) -> Iterator[tuple[str, str]]:
    """Every sentence or line of a guide with the part that it stands in, in the order of the page."""
    for part in ("title", "summary", "who", "need", "cost", "time", "steps", "where", "refused", "rights", "doubts"):
        said = text.get(part) or []
        for row in [said] if isinstance(said, str) else said:
            if isinstance(row, str):
                yield part, row
            else:
                yield from ((part, str(row[name])) for name in ("title", "text") if row.get(name))


def marks_in(text: Text) -> Iterator[tuple[str, Piece]]:
    """Every mark with the part that it stands in; the norms that rights name are among them."""
    for part, said in said_in(text):
        yield from ((part, piece) for piece in pieces(said) if piece.kind not in {"plain", "strong"})
    for row in text.get("rights") or []:
        if row.get("norm"):
            yield "rights", Piece("norm", row["norm"])


def whole_text(text: Text) -> str:
    """All that is read of it, a line for each: what its ease of reading is reckoned from."""
    return "\n".join(said for _part, said in said_in(text))


# How a person types it on one page: a line for each point, an empty line between steps.


def typed_lines(lines: list[str]) -> str:
    return "\n".join(lines)


def lines_of(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def typed_steps(steps: list[dict[str, str]]) -> str:
    return "\n\n".join("\n".join(filter(None, (step["title"], step.get("text", "")))) for step in steps)


def steps_of(typed: str) -> list[dict[str, str]]:
    """The first line of a block is what to do, the rest how."""
    blocks = [lines_of(block) for block in re.split(r"\n\s*\n", typed.replace("\r\n", "\n"))]
    return [{"title": block[0], "text": " ".join(block[1:])} for block in blocks if block]


def typed_rights(rights: list[dict[str, str]]) -> str:
    return "\n".join(f"{row['text']} | {row['norm']}" if row.get("norm") else row["text"] for row in rights)


def rights_of(typed: str) -> list[dict[str, str]]:
    """One a line; after an upright stroke the code of its norm."""
    rows = [line.rpartition("|") for line in lines_of(typed)]
    return [
        {"text": before.strip(), "norm": after.strip()} if stroke else {"text": after.strip(), "norm": ""}
        for before, stroke, after in rows
    ]


def typed_doubts(doubts: list[dict[str, str]]) -> str:
    return "\n".join(row["text"] for row in doubts)


def doubts_of(typed: str) -> list[dict[str, str]]:
    return [{"text": line} for line in lines_of(typed)]
