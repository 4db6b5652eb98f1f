"""French as it is set in print: a space that does not break stands before high punctuation and inside the quotation
marks, so that no line begins with a question mark; what is elided has an apostrophe. Plain functions over text."""

import re
from typing import Any

FIXED, NARROW = "\u00a0", "\u202f"
SPACES = f"[ {FIXED}{NARROW}]"
_BEFORE_HIGH = re.compile(rf"(?<=[^\s(\[{{«“?!;:]){SPACES}*([;!?]+)(?=[\s)\]»”,.:]|$)")
_BEFORE_COLON = re.compile(rf"(?<=[^\s(\[{{«“:]){SPACES}*:(?=[\s)\]»”]|$)")
_OPENS = re.compile(rf"«{SPACES}*(?=\S)")
_CLOSES = re.compile(rf"(?<=\S){SPACES}*»")
_ELIDES = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_]|«)")
_ENTITY = re.compile(r"&#?\w+$")


def spaced(text: str) -> str:
    """The same words with the spaces and the apostrophe that French wants. What is no punctuation, such as
    `{phone:PNP}`, `?idioma=fr`, `12:30` or `&amp;`, has none before it and stays. Doing it twice changes nothing."""
    text = _BEFORE_HIGH.sub(_high, _ELIDES.sub("’", text))
    text = _BEFORE_COLON.sub(f"{FIXED}:", text)
    return _CLOSES.sub(f"{FIXED}»", _OPENS.sub(f"«{FIXED}", text))


def _high(found: re.Match[str]) -> str:
    if found[0] == ";" and _ENTITY.search(found.string[: found.start()]):
        return found[0]
    return NARROW + found[1]


def spaced_all(said: Any) -> Any:
    """The same of every text in lists and tables of texts."""
    if isinstance(said, dict):
        return {name: spaced_all(value) for name, value in said.items()}
    if isinstance(said, list):
        return [spaced_all(value) for value in said]
    return spaced(said) if isinstance(said, str) else said


def unspaced(text: str) -> str:
    """With plain spaces and apostrophes: for what goes out as an SMS, which any of these would make three times as
    long."""
    return text.replace(FIXED, " ").replace(NARROW, " ").replace("’", "'")
