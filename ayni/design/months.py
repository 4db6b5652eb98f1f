"""Months as people write them in the box: 11, nov, noviembre."""

import unicodedata

from django.utils.dates import MONTHS, MONTHS_3


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return bare.casefold().strip(" .")


def month_number(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    typed = _plain(text)
    if len(typed) < 3:
        return None
    for number, name in MONTHS.items():
        if typed in {_plain(str(name)), _plain(str(MONTHS_3[number]))}:
            return number
    return {"set": 9, "setiembre": 9}.get(typed)  # as Peru writes it
