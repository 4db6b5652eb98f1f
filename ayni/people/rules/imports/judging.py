"""One row of a list as a person: understood, or with what is wrong in it, by field and code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from ayni.lib.names import has_letter, plain, tidy
from ayni.people.models import Birth
from ayni.people.rules.asking import MOST_WORDS, Sought
from ayni.people.rules.documents import compared, phone_tail, written
from ayni.people.rules.keys import hashed, name_words

from .codes import NO_DOCUMENT, UNKNOWN_COUNTRY, UNKNOWN_SEX, Codes, document_code
from .fields import OF_A_CASE
from .mapping import Plan
from .values import LOST, SCIENTIFIC, BadDate, Day, Names, born_by_age, names_of, read_day, yes_or_no

FAULTS = {
    "NO_NAME": _("There is no name. If the person has one name only, it is a given name."),
    "NO_LETTER": _("A name needs at least one letter, so that the person can be found."),
    "TOO_LONG": _("This is too long to be what the column says. Is the row shifted?"),
    "LETTERS_LOST": _("Letters were lost when the list was saved (�). Type them as they are."),
    "NOT_A_DATE": _("This is not a date. Write it as 12/03/1990."),
    "NO_SUCH_DAY": _("This day does not exist. Check day and month."),
    "TOO_EARLY": _("This date is before 1900. Check the year."),
    "IN_FUTURE": _("This date has not come yet. Check the year."),
    "NOT_AN_AGE": _("This is not an age in years."),
    "UNKNOWN": _("This is none of the words known for it. Write another, or the code of the list."),
    "SHORTENED": _("Excel has shortened this number (as 1.23E+10) and its last digits are lost. Ask for the number."),
    "NO_CONSENT": _("The list says that the person does not agree. Reject the row."),
    "SHIFTED": _("The row has more cells than the list has columns. Is there a separator inside a text?"),
    "NOT_AN_EMAIL": _("This is not an e-mail address."),
    "NO_SUCH_PLACE": _("This is no district of INEI's list. Write its code of six digits, or its name and province."),
    "CHILD_CONSENTS": _(
        "This person is or may be under 18 and cannot consent alone. Import children under another basis."
    ),
    "NOT_A_CHILD": _("The best interests of the child are a basis for children only, and this person may be none."),
    "NO_PROFILE": _("There is no such profile of cases. Write its code or its name as in the lists."),
    "NO_PROTOCOL": _("No protocol is in force for this profile, so that a case cannot be opened."),
    "CASE_WITHOUT_PROFILE": _("A case needs a profile. Write one, or empty the other columns of the case."),
    "NO_TEAM": _("A restricted case is kept by a team: name somebody of a team of this office as who accompanies."),
    "NOT_IN_OFFICE": _("Nobody of this name works in the office of this import. Leave it empty to take the case."),
}
"""What may be wrong with a value, and what to do."""

_LONGEST = {"given_names": 200, "surnames": 200, "surname_1": 200, "surname_2": 200, "given_name_2": 200,
            "known_as": 200, "full_name": 400, "document_number": 60, "external_id": 120, "phone": 60,
            "email": 200, "address": 500}  # fmt: skip
_LISTED = ("sex", "nationality", "language", "education", "status")


class Fault(NamedTuple):
    field: str
    code: str


@dataclass
class Judged:
    """Codes and plain values, ready to be written if there is no fault."""

    names: Names = Names()
    birth: Day | None = None
    codes: dict[str, str] = field(default_factory=dict)
    """Field → code of ours: sex, nationality, language, education, status, district, document_type."""
    number: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    registered_on: date | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def case(self) -> dict[str, str]:
        return {name: text for name, text in self.typed.items() if name in OF_A_CASE and text}


def typed_of(headers: Sequence[str], cells: Sequence[str], plan: Plan) -> dict[str, str]:
    """What a row says of each field, as it was typed; a word of the list that the plan knows, as its code."""
    found = {}
    for header, cell in zip(headers, cells, strict=False):
        name = plan.columns.get(header)
        if name and cell:
            found[name] = plan.values.get(name, {}).get(plain(cell), cell)
    if any(cells[len(headers) :]):
        found["shifted"] = "1"
    return found


def judge(typed: Mapping[str, str], *, order: str, codes: Codes, today: date) -> Judged:
    typed = {name: tidy(text) for name, text in typed.items()}
    judged = Judged(names=names_of(typed), typed=typed)
    _judge_texts(typed, judged)
    _judge_names(judged)
    _judge_days(typed, judged, order, today)
    for name in _LISTED:
        if text := typed.get(name):
            _put(judged, name, codes.find(name, text), "UNKNOWN")
    judged.codes.setdefault("sex", UNKNOWN_SEX)
    judged.codes.setdefault("nationality", UNKNOWN_COUNTRY)
    if text := typed.get("district"):
        digits = text.zfill(6) if text.isdigit() and len(text) == 5 else text
        _put(judged, "district", codes.find("district", digits), "NO_SUCH_PLACE")
    _judge_document(typed, judged, codes)
    return judged


def _put(judged: Judged, name: str, code: str | None, fault: str) -> None:
    if code is None:
        judged.faults.append(Fault(name, fault))
    else:
        judged.codes[name] = code


def _judge_texts(typed: Mapping[str, str], judged: Judged) -> None:
    for name, text in typed.items():
        if name == "shifted":
            judged.faults.append(Fault("", "SHIFTED"))
        elif LOST in text:
            judged.faults.append(Fault(name, "LETTERS_LOST"))
        elif len(text) > _LONGEST.get(name, 4000):
            judged.faults.append(Fault(name, "TOO_LONG"))
        elif name in {"document_number", "phone", "external_id"} and SCIENTIFIC.match(text):
            judged.faults.append(Fault(name, "SHORTENED"))
    if (email := typed.get("email")) and ("@" not in email or " " in email):
        judged.faults.append(Fault("email", "NOT_AN_EMAIL"))
    if (said := typed.get("consent")) and yes_or_no(said) is not True:
        judged.faults.append(Fault("consent", "NO_CONSENT" if yes_or_no(said) is False else "UNKNOWN"))


def _judge_names(judged: Judged) -> None:
    at = next((n for n in ("full_name", "given_names", "surnames") if n in judged.typed), "given_names")
    if not judged.names.given_1:
        judged.faults.append(Fault(at, "NO_NAME"))
    elif not any(has_letter(part) for part in judged.names):
        judged.faults.append(Fault(at, "NO_LETTER"))
    if max(map(len, judged.names)) > 200 and Fault(at, "TOO_LONG") not in judged.faults:
        judged.faults.append(Fault(at, "TOO_LONG"))


def _judge_days(typed: Mapping[str, str], judged: Judged, order: str, today: date) -> None:
    for name in ("registered_on", "case_opened_on"):
        if text := typed.get(name):
            try:
                day = read_day(text, order, today).day
            except BadDate as bad:
                judged.faults.append(Fault(name, str(bad)))
            else:
                judged.registered_on = day if name == "registered_on" else judged.registered_on
    name = "birth_date" if typed.get("birth_date") else "age"
    if text := typed.get(name):
        try:
            is_date = name == "birth_date"
            judged.birth = read_day(text, order, today) if is_date else born_by_age(text, judged.registered_on or today)
        except BadDate as bad:
            judged.faults.append(Fault(name, str(bad)))


def _judge_document(typed: Mapping[str, str], judged: Judged, codes: Codes) -> None:
    number, kind = typed.get("document_number", ""), typed.get("document_type", "")
    code = document_code(codes, kind, judged.codes["nationality"], number)
    if kind and code is None:
        judged.faults.append(Fault("document_type", "UNKNOWN"))
    if code and (number or code == NO_DOCUMENT):
        judged.codes["document_type"] = code
        judged.number = written(number) if code != NO_DOCUMENT else ""


def sought(judged: Judged) -> Sought:
    """The search that shows who this may be."""
    words = name_words(*judged.names)
    phone = phone_tail(judged.typed.get("phone", ""))
    return Sought(
        words=tuple(word for word in words if len(word) > 1 or not word.isascii())[:MOST_WORDS],
        born=judged.birth.day if judged.birth else None,
        precision=judged.birth.precision if judged.birth else Birth.UNKNOWN,
        numbers=(judged.number,) if len(compared(judged.number)) > 3 else (),
        phones=(phone,) if phone else (),
    )


def identity(judged: Judged) -> int:
    """The same for two rows of one person with the same data."""
    born = judged.birth.day.isoformat() if judged.birth else ""
    words = " ".join(sorted(name_words(*judged.names)))
    parts = (words, born, compared(judged.number), judged.typed.get("external_id", ""), judged.codes["sex"])
    return hashed("i|" + "|".join(parts))


def twin(judged: Judged) -> int:
    """The same for two rows that may well be one person: the number of a document, or else names and birth date."""
    if number := compared(judged.number):
        return hashed(f"n|{number}")
    born = judged.birth.day.isoformat() if judged.birth else ""
    return hashed("b|" + " ".join(sorted(name_words(*judged.names))) + "|" + born)
