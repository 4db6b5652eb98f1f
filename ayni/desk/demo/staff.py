"""Who works in the demo world: the cast that signs in, and the colleagues of every office."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from ayni.access.models import Membership, Office, Organisation, Reach, Team, User
from ayni.access.permissions import Role
from ayni.access.second_factor import demo_secret, sealed
from ayni.codelists.models import Territory
from ayni.directory.models import FocalPoint
from ayni.governance.models import ProtocolStep

from . import names
from .chance import Chance
from .reference import Reference

PASSWORD = "ayni-demo-2026"  # noqa: S105 (everybody knows it: it is printed beside the sign-ins)
"""Of every demo user. Production refuses demo users."""

DOMAIN = "example.pe"
HEAD_OFFICE = "SEDE-CENTRAL"
TEAMS = {HEAD_OFFICE: ("Trata", "Violencia", "Refugio")}
OTHER_TEAM = ("Casos reservados",)
TEAM_OF_FAMILY = {"trafficking": "Trata", "violence": "Violencia", "asylum": "Refugio"}

STAFFED = (
    HEAD_OFFICE, "JZ-LIM", "SAM-SMP", "SAM-SJL", "JZ-CAL", "JZ-TUM", "JZ-PIU", "JZ-CHI", "JZ-TRU", "JZ-CHM", "JZ-ICA",
    "JZ-ARE", "JZ-TAC", "JZ-CUS", "JZ-PUN", "JZ-HYO", "JZ-IQT", "JZ-PUC", "JZ-TAR", "JZ-PEM", "JZ-ILO",
)  # fmt: skip
"""Offices of MIGRACIONES where people are received in the demo world."""

MUNICIPAL = {
    "DEMUNA-SMP": ("MUNI-SMP", "DEMUNA de San Martín de Porres", "150135"),
    "DEMUNA-CAR": ("MUNI-CAR", "DEMUNA de Carabayllo", "150106"),
}
"""Offices of the two municipalities, and the district whose people they receive."""


@dataclass(frozen=True)
class SignIn:
    username: str
    first_name: str
    last_name: str
    role: Role
    organisation: str = "UIM"
    office: str = HEAD_OFFICE
    team: str = ""
    reach: Reach = Reach.OFFICE


CAST = (
    SignIn("rosa", "Rosa", "Quispe Huamán", Role.CASEWORKER, team="Trata"),
    SignIn("julio", "Julio", "Ramos Tello", Role.CASEWORKER),
    SignIn("marta", "Marta", "Salas Vega", Role.SUPERVISOR, reach=Reach.DEPARTMENT),
    SignIn("lia", "Lía", "Paredes Soto", Role.RECEPTION),
    SignIn("tomas", "Tomás", "Ibarra León", Role.ANALYST),
    SignIn("ada", "Ada", "Núñez Rojas", Role.ADMINISTRATOR, reach=Reach.NATIONAL),
    SignIn("vera", "Vera", "Castillo Peña", Role.CASEWORKER, office="JZ-TUM"),
    SignIn("ines", "Inés", "Flores Díaz", Role.PARTNER, organisation="CEM", office=""),
    SignIn("smp", "Saúl", "Medina Prado", Role.CASEWORKER, organisation="MUNI-SMP", office="DEMUNA-SMP"),
    SignIn("car", "Carla", "Ríos Arana", Role.CASEWORKER, organisation="MUNI-CAR", office="DEMUNA-CAR"),
    SignIn("nora", "Nora", "Aguirre Luna", Role.SUPERVISOR, reach=Reach.NATIONAL),
    SignIn("oscar", "Óscar", "Beltrán Mora", Role.PARTNER, organisation="OIM", office=""),
    SignIn("dina", "Dina", "Cóndor Solís", Role.SUPERVISOR, organisation="MUNI-SMP", office="DEMUNA-SMP"),
    SignIn("elio", "Elio", "Tapia Neyra", Role.PARTNER, organisation="MUNI-SMP", office=""),
    SignIn("elsa", "Elsa", "Cárdenas Ruiz", Role.EVALUATOR),
    SignIn("aldo", "Aldo", "Benites Loayza", Role.APPROVER),
    SignIn("karin", "Karin", "Mendoza Rivas", Role.CARD_KEEPER),
    SignIn("celia", "Celia", "Vidal Ocampo", Role.PARTNER, organisation="MUNI-CAR", office=""),
    SignIn("abel", "Abel", "Huerta Campos", Role.APPROVER),
    SignIn("clara", "Clara", "Rivero Soto", Role.CONFIDANT, organisation="MIGRACIONES", office=""),
)
"""Who signs in. Abel decides what is filed against a decision of Aldo. Rosa is in the trafficking team, Julio in none:
he does not learn of its cases. Ada manages the users of every institution: those of partners and municipalities
too, who have no administrator of their own."""

COLLEAGUES = (
    (Role.CASEWORKER, "a"),
    (Role.CASEWORKER, "b"),
    (Role.CASEWORKER, "c"),
    (Role.SUPERVISOR, "s"),
    (Role.RECEPTION, "r"),
)
UNREACHABLE = frozenset({"HRT", "MINCUL", "CONSUL"})
"""Institutions without a focal point: what is sent to them reaches nobody."""


@dataclass
class Desk:
    """The people of one office, by what they do."""

    office: Office
    caseworkers: list[User] = field(default_factory=list)
    reception: list[User] = field(default_factory=list)
    supervisors: list[User] = field(default_factory=list)
    teams: dict[str, Team] = field(default_factory=dict)
    members: dict[int, list[User]] = field(default_factory=dict)
    """Team → its caseworkers."""

    def team_for(self, family: str) -> Team:
        return self.teams.get(TEAM_OF_FAMILY.get(family, "")) or next(iter(self.teams.values()))


@dataclass
class Staff:
    users: dict[str, User]
    desks: dict[str, Desk]
    partners: dict[str, User]
    """Organisation → who answers for it here."""
    focal_points: dict[int, FocalPoint]
    """Organisation → who answers for it by link."""


class Hiring:
    """Makes offices, teams, users and focal points."""

    def __init__(self, reference: Reference, chance: Chance, at: datetime) -> None:
        self.reference, self.chance, self.at = reference, chance, at
        self.password = make_password(PASSWORD)
        self.since = at - timedelta(days=760)
        self.until = at + timedelta(days=365)

    def staff(self) -> Staff:
        desks = {code: Desk(self.reference.offices[code]) for code in STAFFED if code in self.reference.offices}
        desks |= {code: Desk(self._municipal_office(code)) for code in MUNICIPAL}
        for code, desk in desks.items():
            self._teams(desk, TEAMS.get(code, OTHER_TEAM))
        people = [self._colleague(desk, role, letter) for desk in desks.values() for role, letter in COLLEAGUES]
        made = self._create([*CAST, *people])
        for sign_in in (*CAST, *people):
            self._seat(desks, sign_in, made[sign_in.username])
        partners = {s.organisation: made[s.username] for s in CAST if s.role == Role.PARTNER}
        return Staff(made, desks, partners, self._focal_points())

    def _municipal_office(self, code: str) -> Office:
        organisation, name, district = MUNICIPAL[code]
        department = Territory.objects.current().get(level=Territory.Level.DEPARTMENT, code=district[:2])
        owner = self.reference.organisations[organisation]
        fields = {"organisation": owner, "name": name, "kind": "demuna", "department": department, "city": "Lima"}
        office, _made = Office.objects.get_or_create(code=code, defaults={**fields, "is_open": True})
        return office

    def _teams(self, desk: Desk, wanted: tuple[str, ...]) -> None:
        for name in wanted:
            desk.teams[name], _made = Team.objects.get_or_create(office=desk.office, name=name)

    def _colleague(self, desk: Desk, role: Role, letter: str) -> SignIn:
        woman = self.chance.happens(0.6)
        first, _second, surname, other = names.PERUVIAN.draw(self.chance, is_woman=woman)
        code = desk.office.code
        owner = desk.office.organisation.code if code in MUNICIPAL else "UIM"
        # In the head office Rosa keeps the first team with a colleague, and these two the others.
        place = {"a": 1, "b": 2, "c": 0}.get(letter, -1)
        joins = place >= 0 and (len(desk.teams) > 1 or letter != "c")
        team = list(desk.teams)[place if len(desk.teams) > 1 else 0] if joins else ""
        return SignIn(f"{code.lower()}.{letter}", first, f"{surname} {other}".strip(), role, owner, code, team)

    def _create(self, sign_ins: list[SignIn]) -> dict[str, User]:
        users = User.objects.bulk_create(
            User(
                username=s.username, first_name=s.first_name, last_name=s.last_name, password=self.password,
                email=f"{s.username}@{DOMAIN}", organisation=self.reference.organisations[s.organisation],
                office=self._office(s), is_demo=True, date_joined=self.since,
                phone=f"+519000{n:05}",
            )
            for n, s in enumerate(sign_ins)
        )  # fmt: skip
        made = {user.username: user for user in users}
        Membership.objects.bulk_create(m for s in sign_ins for m in self._memberships(s, made[s.username]))
        Authenticator.objects.bulk_create(
            Authenticator(user=u, type=Authenticator.Type.TOTP, data={"secret": sealed(demo_secret(u.username))})
            for u in users
        )
        return made

    def _office(self, sign_in: SignIn) -> Office | None:
        if not sign_in.office:
            return None
        return self.reference.offices.get(sign_in.office) or Office.objects.get(code=sign_in.office)

    def _memberships(self, sign_in: SignIn, user: User) -> list[Membership]:
        office = user.office
        held = {"user": user, "role": sign_in.role, "office": office, "starts_at": self.since, "ends_at": self.until}
        found = [Membership(**held, reach=sign_in.reach)]
        if sign_in.team:
            found.append(Membership(**held, team=Team.objects.get(office=office, name=sign_in.team)))
        return found

    def _seat(self, desks: dict[str, Desk], sign_in: SignIn, user: User) -> None:
        desk = desks.get(sign_in.office)
        if desk is None:
            return
        seats = {
            Role.CASEWORKER: desk.caseworkers, Role.RECEPTION: desk.reception, Role.SUPERVISOR: desk.supervisors,
        }  # fmt: skip
        if sign_in.role in seats:
            seats[sign_in.role].append(user)
        if sign_in.team:
            desk.members.setdefault(desk.teams[sign_in.team].pk, []).append(user)

    def _focal_points(self) -> dict[int, FocalPoint]:
        """One for each institution that a protocol names, in the whole country. A function, never a private person."""
        stand: dict[int, FocalPoint] = {f.organisation_id: f for f in FocalPoint.objects.filter(department=None)}
        for n, organisation in enumerate(self._named_by_protocols()):
            if organisation.code in UNREACHABLE or organisation.pk in stand:
                continue
            stand[organisation.pk] = FocalPoint.objects.create(
                organisation=organisation, name=f"Punto focal de {organisation.code}", phone=f"+519001{n:05}",
                email=f"punto.focal.{organisation.code.lower()}@{DOMAIN}", confirmed_at=self.since,
            )  # fmt: skip
        return stand

    def _named_by_protocols(self) -> list[Organisation]:
        ids = {step.actor_id for code in self.reference.profiles for step in self._steps(code)}
        return [o for o in self.reference.organisations.values() if o.pk in ids or o.code in MUNICIPALITIES]

    def _steps(self, profile: str) -> list[ProtocolStep]:
        return list(self.reference.plan_for((profile,)).steps.values())


MUNICIPALITIES = frozenset(organisation for organisation, _name, _district in MUNICIPAL.values())
