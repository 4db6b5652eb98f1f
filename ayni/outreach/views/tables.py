"""A list for a spreadsheet, which shows what was typed and computes none of it."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from ayni.people.rules.lists import neutral


def as_csv(lines: Iterable[Sequence[str]], name: str) -> HttpResponse:
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    csv.writer(out).writerows([neutral(cell) for cell in line] for line in lines)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
