"""A blank table for programs: the row of headings, and Table Schema, which says what may stand under each."""

import csv
import io
import json
from typing import Any

from ..formats.package import PROFILE
from .listed import LISTS, Blank, Column, Entries, Kind

MOST_YEARS = 120


def header(blank: Blank) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([one.name for one in blank.columns])
    return out.getvalue().encode()


def schema(blank: Blank, entries: Entries, language: str) -> bytes:
    said: dict[str, Any] = {
        "$schema": f"{PROFILE}tableschema.json", "title": blank.title[language], "description": blank.about[language],
        "fields": [_field(one, entries, language) for one in blank.columns], "missingValues": [""],
    }  # fmt: skip
    if blank.key:
        said["primaryKey"] = list(blank.key)
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _field(one: Column, entries: Entries, language: str) -> dict[str, Any]:
    rules: dict[str, Any] = {"required": True} if one.is_required else {}
    found: dict[str, Any] = {
        "name": one.name, "title": one.title[language], "description": one.says[language], "type": one.kind.value,
    }  # fmt: skip
    if one.codes:
        rules["enum"] = [each.code for each in entries[one.codes]]
        found["categories"] = [{"value": each.code, "label": each.label[language]} for each in entries[one.codes]]
        found["codeList"] = LISTS[one.codes][language]
    if one.pattern:
        rules["pattern"] = one.pattern
    if one.kind is Kind.WHOLE:
        rules["minimum"] = 0
    if one.name == "age":
        rules["maximum"] = MOST_YEARS
    return found | ({"constraints": rules} if rules else {})
