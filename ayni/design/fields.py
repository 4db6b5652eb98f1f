"""Form fields for dates as people know them, and for choices from a list that is too long to show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base_form import BaseForm
from .months import month_number
from .widgets import DateParts, Suggest, typed

__all__ = ["AmountField", "BaseForm", "DayField", "PartialDate", "PartialDateField", "SuggestField"]

EARLIEST_YEAR = 1900

DAY, MONTH, YEAR = "day", "month", "year"


@dataclass(frozen=True)
class PartialDate:
    """A date and how much of it is known. Of a year or a month, `value` is the first day."""

    value: date
    precision: str

    @property
    def parts(self) -> tuple[str, str, str]:
        """As it goes into the three boxes."""
        known_day = str(self.value.day) if self.precision == DAY else ""
        known_month = str(self.value.month) if self.precision != YEAR else ""
        return known_day, known_month, str(self.value.year)


class _WrongPart(Exception):
    def __init__(self, sentence: str, *parts: str) -> None:
        self.sentence, self.parts = sentence, frozenset(parts)


class _DateField(forms.Field):
    """Three boxes, one value. `wrong_parts` tells the page which of them to mark after an error."""

    widget = DateParts
    partial = False

    def __init__(self, *, past: bool = False, future: bool = False, **kwargs: Any) -> None:
        """`past`: no day after today. `future`: no day before today."""
        super().__init__(**kwargs)
        self.past, self.future = past, future
        self.wrong_parts: frozenset[str] = frozenset()

    def to_python(self, value: Any) -> Any:
        self.wrong_parts = frozenset()
        texts = typed(value)
        if not any(texts):
            return None
        try:
            return self._read(*texts)
        except _WrongPart as wrong:
            self.wrong_parts = wrong.parts
            raise ValidationError(wrong.sentence, code="invalid") from wrong

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            self.wrong_parts = frozenset({DAY, MONTH, YEAR})
        super().validate(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return typed(initial) != typed(data)

    def _read(self, day: str, month: str, year: str) -> PartialDate:
        self._check_what_is_missing(day, month, year)
        y = self._year(year)
        if not month:
            return self._in_time(PartialDate(date(y, 1, 1), YEAR))
        m = self._month(month)
        if not day:
            return self._in_time(PartialDate(date(y, m, 1), MONTH))
        return self._in_time(PartialDate(self._date(y, m, day), DAY))

    def _check_what_is_missing(self, day: str, month: str, year: str) -> None:
        if not year:
            raise _WrongPart(_("The year is missing. Type it with four digits, such as 1987."), YEAR)
        if day and not month:
            raise _WrongPart(_("The month is missing. Type it, or leave the day empty too."), MONTH)
        if self.partial:
            return
        if not month:
            raise _WrongPart(_("The month is missing. Type it as a number from 1 to 12."), MONTH)
        if not day:
            raise _WrongPart(_("The day is missing. Type it as a number from 1 to 31."), DAY)

    def _year(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise _WrongPart(_("The year has to have four digits, such as 1987."), YEAR)
        if int(text) < EARLIEST_YEAR:
            raise _WrongPart(_("The year cannot be before %(year)s. Check it.") % {"year": EARLIEST_YEAR}, YEAR)
        return int(text)

    def _month(self, text: str) -> int:
        if (number := month_number(text)) is None:
            raise _WrongPart(_("The month has to be a number from 1 to 12, or its name."), MONTH)
        return number

    def _date(self, year: int, month: int, text: str) -> date:
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 31):
            raise _WrongPart(_("The day has to be a number from 1 to 31."), DAY)
        try:
            return date(year, month, int(text))
        except ValueError as impossible:
            sentence = _("That day does not exist in that month. Check day and month.")
            raise _WrongPart(sentence, DAY, MONTH) from impossible

    def _in_time(self, known: PartialDate) -> PartialDate:
        today = localdate()
        if self.past and known.value > today:
            raise _WrongPart(_("That date has not come yet. Check the year."), YEAR)
        if self.future and self._last_day(known) < today:
            raise _WrongPart(_("That date has passed. Type a day from today on."), DAY, MONTH, YEAR)
        return known

    def _last_day(self, known: PartialDate) -> date:
        if known.precision == YEAR:
            return date(known.value.year, 12, 31)
        if known.precision == MONTH:
            return date(known.value.year, known.value.month, 28)
        return known.value


class PartialDateField(_DateField):
    """A date of which the day, or the day and the month, may be unknown. Gives a PartialDate."""

    partial = True
    default_error_messages: ClassVar = {
        "required": gettext_lazy("Type the date. If you do not know the day or the month, type the year.")
    }


class DayField(_DateField):
    """A whole date. Gives a `date`."""

    default_error_messages: ClassVar = {"required": gettext_lazy("Type the day, the month and the year.")}

    def __init__(self, *, kept: bool = False, **kwargs: Any) -> None:
        """`kept`: a day of a paper and of nobody, which the browser may keep for whoever goes back to the page."""
        super().__init__(**kwargs)
        self.widget.autocomplete = "on" if kept else "off"

    def to_python(self, value: Any) -> date | None:
        known = super().to_python(value)
        return known.value if known else None


class AmountField(forms.DecimalField):
    """A number that may have decimals, after a comma as people here write it or after a point as a browser sends it.

    Django's `localize` would also show what is there with a comma, and a browser's control for numbers takes that for
    empty."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.count(",") == 1 and "." not in value:
            value = value.replace(",", ".")
        return super().to_python(value)


class SuggestField(forms.Field):
    """A choice from a long list, typed. `search(text)` gives (code, name) pairs; `label_of(code)` the name of a code.

    Gives the code. What could mean several is asked again, with the possibilities as radios: that is how it works
    without JavaScript.
    """

    widget = Suggest
    most = 10

    def __init__(
        self,
        *,
        url: Any,
        search: Callable[[str], list[tuple[str, str]]],
        label_of: Callable[[str], str | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(widget=Suggest(url), **kwargs)
        self.search, self.label_of = search, label_of
        self.widget.label_of = label_of
        self.did_you_mean: list[tuple[str, str]] = []

    def to_python(self, value: Any) -> str | None:
        self.did_you_mean = []
        text = " ".join(str(value or "").split())[:200]
        if not text:
            return None
        if self.label_of(text) is not None:
            return text
        found = self.search(text)[: self.most]
        same = [code for code, name in found if name.casefold() == text.casefold()]
        if len(same) == 1:
            return same[0]
        if len(found) == 1:
            return found[0][0]
        if not found:
            raise ValidationError(_("We find nothing called “%(text)s”. Check how it is written.") % {"text": text})
        self.did_you_mean = found
        raise ValidationError(_("“%(text)s” can be several. Choose one below.") % {"text": text})
