"""The people of the demo world, drawn so that their make-up follows the published figures."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from ayni.access.models import User
from ayni.facts.periods import PERU, age_on
from ayni.people.models import Basis, Birth, Purpose
from ayni.people.rules.documents import looks_unusual, written

from . import figures as fig
from . import names
from .chance import Chance, Weighted
from .characteristics import Characteristics
from .figures import Figures
from .kin import Arrived, Bond, Kin, called_child, surnames_of_child
from .reference import Reference
from .staff import HEAD_OFFICE, MUNICIPAL, Desk, Staff
from .tables import Tables
from .trail import Trail

CAPITALS = {code: code + "01" for code in (f"{n:02}" for n in range(1, 26))}
"""Province of the capital of each department."""
BUSY_DISTRICTS = {
    "150135": 9, "150132": 9, "150110": 6, "150117": 6, "150103": 6, "150106": 4, "150101": 6, "150142": 4,
    "150140": 3, "150133": 4, "150143": 3, "150112": 3, "150105": 2, "150108": 3, "150115": 3, "070101": 8, "070106": 5,
}  # fmt: skip
"""Assumed: where people of Lima and Callao more often live."""
OFFICES_OF_LIMA = {HEAD_OFFICE: 45.0, "JZ-LIM": 25.0, "SAM-SMP": 15.0, "SAM-SJL": 15.0}
NEAREST = {
    "06": "JZ-CHI",
    "10": "JZ-HYO",
    "19": "JZ-HYO",
    "09": "JZ-HYO",
    "05": "JZ-ICA",
    "03": "JZ-CUS",
    "01": "JZ-TAR",
}
"""For departments without a zonal office."""
EDUCATION = {
    "EDU-NING": 2.0, "EDU-PRII": 6.0, "EDU-PRIC": 9.0, "EDU-SECI": 14.0, "EDU-SECC": 34.0, "EDU-TECI": 6.0,
    "EDU-TECC": 12.0, "EDU-UNII": 6.0, "EDU-UNIC": 10.0,
}  # fmt: skip
REGULAR = {
    "P-CPP": 34.0,
    "R-ESP": 24.0,
    "S-SOLREF": 14.0,
    "R-FAM": 12.0,
    "R-HUM": 7.0,
    "R-TRA": 5.0,
    "R-REF": 2.0,
    "S-REGT": 2.0,
}
IRREGULAR = {"S-IRRV": 55.0, "S-IRRI": 45.0}
LANGUAGES = {"HTI": "hat", "BRA": "por", "USA": "eng", "NGA": "eng", "CHN": "zho", "ITA": "ita"}
GENDERS = {"": 88.0, "GEN-W": 5.0, "GEN-M": 4.0, "GEN-TW": 1.0, "GEN-NB": 0.6, "GEN-TM": 0.4, "GEN-NR": 1.0}
"""Asked only if the person wishes to say."""
STREETS = (
    "Jr. Los Jazmines",
    "Av. Perú",
    "Calle Las Palmeras",
    "Psje. San José",
    "Jr. Unión",
    "AA. HH. Nueva Esperanza, Mz.",
)


@dataclass(slots=True)
class Drawn:
    """A person, as far as what follows needs to know them."""

    id: UUID
    name: str
    age: int
    is_woman: bool
    nationality: str
    is_irregular: bool
    office: str
    registered_at: datetime
    department: str
    in_transit: bool
    bond: Bond | None = None
    """Of whose family, if they came with somebody."""
    consents: dict[int, UUID] = field(default_factory=dict)
    """Organisation → standing consent to share."""

    @property
    def is_child(self) -> bool:
        return self.age < 18


class Crowd:
    def __init__(
        self, reference: Reference, staff: Staff, figures: Figures, tables: Tables, trail: Trail, chance: Chance
    ) -> None:
        self.reference, self.staff, self.tables, self.trail, self.chance = reference, staff, tables, trail, chance
        self.figures = figures
        self.departments = Weighted(figures.departments)
        self.others = Weighted({code: w for code, w in fig.OTHERS.items() if code in reference.countries})
        self.education = Weighted({code: w for code, w in EDUCATION.items() if code in reference.education})
        self.regular, self.irregular = Weighted(REGULAR), Weighted(IRREGULAR)
        self.genders, self.lima = Weighted(GENDERS), Weighted(OFFICES_OF_LIMA)
        self.characteristics = Characteristics(chance)
        self.kin = Kin(chance)
        self.districts = {code: Weighted(self._weights(code)) for code in figures.departments}

    def _weights(self, department: str) -> dict[tuple[str, int], float]:
        capital = CAPITALS[department]
        return {
            (code, pk): BUSY_DISTRICTS.get(code, 1) * (8.0 if code.startswith(capital) else 1.0)
            for code, pk in self.reference.districts[department]
        }

    def person(self, at: datetime, *, office: str = "") -> Drawn:
        """Somebody who was received at that moment, in that office if it matters which."""
        chance, figures = self.chance, self.figures
        nationality = self._nationality()
        woman = chance.happens(figures.women_returned if nationality == "PER" else figures.women)
        birth = self._birth(at.astimezone(PERU).date())
        department = _department(self.staff.desks[office]) if office else self.departments.draw(chance)
        district = self.districts[department].draw(chance)
        in_transit = nationality != "PER" and chance.happens(figures.in_transit)
        desk = self.staff.desks[office or self._office(department, district[0])]
        by = chance.choice(desk.reception + desk.caseworkers)
        share = figures.irregular if nationality == "VEN" else fig.IRREGULAR_OTHERS
        irregular = nationality != "PER" and chance.happens(share)
        first, second, surname, other = names.of_country(nationality).draw(chance, is_woman=woman)
        language = LANGUAGES.get(nationality, "spa")
        age = age_on(birth, at.astimezone(PERU).date())
        one = Arrived(chance.uuid(at), desk.office.code, nationality, woman, age, at, surname)
        bond = self.kin.meet(one)
        if bond and bond.is_child:
            surname, other = surnames_of_child(nationality, (surname, other), bond.group)
            one.surname = surname
        drawn = Drawn(
            one.id, " ".join(filter(None, (first, second, surname, other))), age, woman, nationality, irregular,
            desk.office.code, at, department, in_transit, bond,
        )  # fmt: skip
        value, precision = self._as_known(birth)
        self.tables.people.add(
            id=drawn.id, given_name_1=first, given_name_2=second, surname_1=surname, surname_2=other,
            known_as=first if second and chance.happens(0.08) else "", birth_date=value, birth_precision=precision,
            sex_id=self.reference.sexes["SEX-F" if woman else "SEX-M"].pk, gender=self._gender(drawn),
            language_id=self._language(language), needs_interpreter=language != "spa" and chance.happens(0.5),
            education_id=self._education(drawn), district_id=None if in_transit else district[1],
            in_transit=in_transit, office_id=desk.office.pk, registered_by_id=by.pk, registered_at=at,
            is_fictitious=True,
        )  # fmt: skip
        self._parts(drawn, by, birth, district[1])
        self._family(one, birth)
        return drawn

    def _nationality(self) -> str:
        if self.chance.happens(fig.RETURNED):
            return "PER"
        return "VEN" if self.chance.happens(self.figures.venezuelan) else self.others.draw(self.chance)

    def _birth(self, today: date) -> date:
        chance, figures = self.chance, self.figures
        roll = chance.random()
        if roll < figures.children:
            age = chance.uniform(0, 17.95)
        elif roll < 1 - figures.older:
            age = min(59.95, 18 + chance.gammavariate(2.2, 7.5))
        else:
            age = min(97.0, 60 + chance.expovariate(1 / 8))
        return today - timedelta(days=int(age * 365.2425) + 1)

    def _as_known(self, birth: date) -> tuple[date | None, str]:
        roll = self.chance.random()
        if roll < 0.92:
            return birth, Birth.EXACT.value
        if roll < 0.93:
            return birth.replace(day=1), Birth.MONTH.value
        if roll < 0.95:
            return birth.replace(month=1, day=1), Birth.YEAR.value
        if roll < 0.985:
            return birth.replace(month=1, day=1), Birth.ESTIMATED.value
        return None, Birth.UNKNOWN.value

    def _office(self, department: str, district: str) -> str:
        for code, (_owner, _name, served) in MUNICIPAL.items():
            if district == served and self.chance.happens(0.4):
                return code
        if department == "15":
            return self.lima.draw(self.chance)
        here = [c for c, d in self.staff.desks.items() if c not in MUNICIPAL and _department(d) == department]
        return here[0] if here else NEAREST.get(department, HEAD_OFFICE)

    def _gender(self, drawn: Drawn) -> str:
        return "" if drawn.is_child else self.genders.draw(self.chance)

    def _language(self, code: str) -> int | None:
        language = self.reference.languages.get(code)
        return language.pk if language else None

    def _education(self, drawn: Drawn) -> int | None:
        if drawn.age < 5 or self.chance.happens(0.06):
            return None
        if drawn.age < 12:
            return int(self.reference.education["EDU-PRII"].pk)
        return int(self.reference.education[self.education.draw(self.chance)].pk)

    def _parts(self, drawn: Drawn, by: User, birth: date, district: int) -> None:
        at, day, tables = drawn.registered_at, drawn.registered_at.astimezone(PERU).date(), self.tables
        country = self.reference.countries[drawn.nationality]
        tables.nationalities.add(person_id=drawn.id, country_id=country.pk, order=1)
        if self.chance.happens(0.03) and drawn.nationality not in {"PER", "XXA"}:
            tables.nationalities.add(person_id=drawn.id, country_id=self.reference.countries["PER"].pk, order=2)
        status = "S-NAC" if drawn.nationality == "PER" else self._status(drawn)
        tables.situations.add(
            person_id=drawn.id, status_id=self.reference.statuses[status].pk, recorded_by_id=by.pk, recorded_at=at,
            since=day - timedelta(days=self.chance.randrange(20, 900)), is_current=True,
        )  # fmt: skip
        self._documents(drawn, status)
        for row in self.characteristics.rows(drawn, status, by.pk, day):
            tables.characteristics.add(**row)
        self._contact(drawn)
        address = f"{self.chance.choice(STREETS)} {self.chance.randrange(100, 999)}"
        tables.residences.add(
            person_id=drawn.id, district_id=None if drawn.in_transit else district, in_transit=drawn.in_transit,
            since=day, address="" if drawn.in_transit else address,
        )  # fmt: skip
        self.trail.say(
            "person.registered", "people.Person", drawn.id, by.pk, at, thread=drawn.id,
            office=self.staff.desks[drawn.office].office.pk, dismissed=[],
        )  # fmt: skip
        self._consents(drawn, by)

    def _status(self, drawn: Drawn) -> str:
        return (self.irregular if drawn.is_irregular else self.regular).draw(self.chance)

    def _documents(self, drawn: Drawn, status: str) -> None:
        chance, made = self.chance, 0
        if drawn.nationality == "PER":
            self._document(drawn, "DNI", chance.digits(8))
            return
        own = {"VEN": "CIE-VE", "COL": "CIE-CO", "ECU": "CIE-EC", "BOL": "CIE-BO", "CHL": "CIE-CL", "ARG": "CIE-AR"}
        if drawn.age >= 9 and chance.happens(0.72):
            self._document(drawn, own.get(drawn.nationality, "CIE-OT"), chance.digits(8))
            made += 1
        if chance.happens(0.28):
            self._document(drawn, "PAS", chance.choice("ABCDEFG") + chance.digits(8))
            made += 1
        card = {"P-CPP": "CPP", "R-ESP": "CE", "R-FAM": "CE", "R-HUM": "CE", "R-TRA": "CE", "S-SOLREF": "CSR"}.get(
            status
        )
        if card in self.reference.document_types and chance.happens(0.85):
            self._document(drawn, str(card), chance.digits(9))
            made += 1
        if not made:
            self._document(drawn, "ACTNAC" if drawn.is_child and chance.happens(0.5) else "SINDOC", "")

    def _document(self, drawn: Drawn, code: str, number: str) -> None:
        kind = self.reference.document_types.get(code) or self.reference.document_types["OTRO"]
        number = written(f"V-{number}" if code == "CIE-VE" else number)
        if number and self.chance.happens(0.02):
            number = number[:-1]
        country = (
            None
            if code in {"SINDOC", "ACTNAC"}
            else "PER"
            if code in {"DNI", "CPP", "CE", "CSR"}
            else drawn.nationality
        )
        seen = bool(number) and self.chance.happens(0.8)
        self.tables.documents.add(
            person_id=drawn.id, type_id=kind.pk, number=number, is_verified=seen, source="SEEN" if seen else "STATED",
            issued_in_id=self.reference.countries[country].pk if country else None,
            unusual_shape=bool(number) and looks_unusual(number, kind.pattern),
            expires_on=self.characteristics.expires_on(code, drawn.registered_at.astimezone(PERU).date()),
            office_id=self.staff.desks[drawn.office].office.pk,
        )  # fmt: skip

    def _contact(self, drawn: Drawn) -> None:
        chance = self.chance
        if drawn.age < 12 or chance.happens(0.08):
            return
        kind = "WHATSAPP" if chance.happens(0.6) else "PHONE"
        careful = chance.happens(0.12)
        self.tables.contacts.add(
            person_id=drawn.id, kind=kind, value=f"+51900{chance.digits(6)}", since=drawn.registered_at,
            is_safe=chance.happens(0.85), may_call=not careful, may_leave_content=not careful,
            instructions="Solo mensajes de lunes a viernes, de 9 a 12." if careful else "",
        )  # fmt: skip

    def _family(self, parent: Arrived, birth: date) -> None:
        if parent.age < 18 or not self.chance.happens(0.35):
            return
        for _n in range(self.chance.randrange(1, 4)):
            year = min(parent.registered_at.year, birth.year + self.chance.randrange(17, 38))
            first, _second, surname, _other = names.of_country(parent.nationality).draw(
                self.chance, is_woman=self.chance.happens(0.5)
            )
            self.tables.relationships.add(
                person_id=parent.id, kind="CHILD", birth_year=year,
                name=called_child(parent.nationality, first, surname, parent),
                born_in_peru=year >= 2018 and self.chance.happens(0.5), lives_together=self.chance.happens(0.8),
            )  # fmt: skip

    def _consents(self, drawn: Drawn, by: User) -> None:
        basis = Basis.REPRESENTATIVE if drawn.is_child else Basis.CONSENT
        self.consent(drawn, Purpose.REGISTER, basis, by, drawn.registered_at)
        if self.chance.happens(0.7):
            self.consent(drawn, Purpose.STATISTICS, basis, by, drawn.registered_at)
        if self.chance.happens(0.45):
            self.consent(drawn, Purpose.CONTACT, basis, by, drawn.registered_at)

    def consent(
        self, drawn: Drawn, purpose: str, basis: str, by: User, at: datetime, organisation: int | None = None
    ) -> UUID:
        """One consent to use the data, or to share them with an institution."""
        text = self.reference.consent_texts[purpose]
        consent = self.chance.uuid(at)
        gone = organisation is None and purpose != Purpose.REGISTER and self.chance.happens(0.02)
        withdrawn_at = at + self.chance.hours(24, 2000) if gone else None
        if withdrawn_at and withdrawn_at > self.trail.until:
            withdrawn_at = None
        self.tables.consents.add(
            id=consent, person_id=drawn.id, purpose=purpose, organisation_id=organisation, basis=basis, text_id=text.pk,
            grounds="", taken_by_id=by.pk, given_at=at, withdrawn_at=withdrawn_at,
            withdrawn_by_id=by.pk if withdrawn_at else None,
        )  # fmt: skip
        code = self.reference.organisation_code(organisation)
        said: dict[str, Any] = {"purpose_code": str(purpose), "organisation": code}
        self.trail.say(
            "consent.given",
            "people.Consent",
            consent,
            by.pk,
            at,
            thread=drawn.id,
            basis=str(basis),
            text=text.pk,
            **said,
        )
        if withdrawn_at:
            self.trail.say("consent.withdrawn", "people.Consent", consent, by.pk, withdrawn_at, thread=drawn.id, **said)
        return consent


def _department(desk: Desk) -> str:
    place = desk.office.department
    return place.code if place else ""
