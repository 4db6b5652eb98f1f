"""In which format: by its name, or by what the Accept header says."""

from collections.abc import Sequence
from typing import NamedTuple

from ..asking import Refused
from ..formats import Format


class Wanted(NamedTuple):
    kind: str
    parameters: dict[str, str]
    weight: float


def chosen(candidates: Sequence[Format], *, named: str = "", accept: str = "") -> Format:
    """Raises Refused, which names what there is."""
    if named:
        found = next((one for one in candidates if one.code == named), None)
        if found is None:
            raise Refused("not-acceptable", codes=tuple(one.code for one in candidates))
        return found
    asked = _read(accept or "*/*")
    allowed = [one for one in candidates if not _is_refused(one, asked)]
    for wanted in sorted(asked, key=lambda one: -one.weight):
        for one in allowed:
            if wanted.weight > 0 and any(_fits(wanted, media) for media in (one.media_type, *one.also)):
                return one
    raise Refused("not-acceptable", codes=tuple(one.media_type for one in candidates))


def _is_refused(one: Format, asked: Sequence[Wanted]) -> bool:
    """`text/csv;q=0, */*` is anything but CSV."""
    return any(wanted.weight == 0 and "*" not in wanted.kind and _fits(wanted, one.media_type) for wanted in asked)


def _read(accept: str) -> list[Wanted]:
    return [_split(one) for one in accept.split(",") if one.strip()]


def _split(said: str) -> Wanted:
    kind, *parts = (part.strip() for part in said.split(";"))
    parameters = {
        name.strip().lower(): text.strip().strip('"') for name, _is, text in (one.partition("=") for one in parts)
    }
    try:
        weight = float(parameters.pop("q", "1"))
    except ValueError:
        weight = 0.0
    return Wanted(kind.lower(), parameters, weight)


def _fits(wanted: Wanted, media: str) -> bool:
    """A version that is asked for is meant; a character set is not asked for in vain, for all is UTF-8."""
    kind, parameters, _weight = _split(media)
    if wanted.kind in {"*/*", f"{kind.partition('/')[0]}/*"}:
        return True
    asked = {name: text for name, text in wanted.parameters.items() if name in {"version", "profile"}}
    return wanted.kind == kind and all(_alike(parameters.get(name, ""), text) for name, text in asked.items())


def _alike(ours: str, asked: str) -> bool:
    """`2.1` asks for `2.1.0`, too."""
    return ours == asked or ours == f"{asked}.0"
