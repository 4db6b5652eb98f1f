"""The cast of the matrix and the things they look at: one of each kind, each with a word of its own to be found by."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from ayni.access import actions as access
from ayni.access.models import Organisation, Reach, User
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.audit import actions as audit
from ayni.cases import actions as cases
from ayni.cases.models import Case
from ayni.cases.tests.factories import open_case, protocol
from ayni.directory.tests.factories import FocalPointFactory, ServiceFactory
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory
from ayni.people import actions as people
from ayni.people.models import Draft, ImportBatch, Person, PossibleDuplicate, Sweep
from ayni.people.rules.registering import NewRelative
from ayni.people.tests.factories import PersonFactory, attach
from ayni.referrals.models import Referral
from ayni.referrals.tests.factories import send
from tests.matrix import norms
from tests.world import World

PROFILE = {"ordinary": "VP-INDOC", "protected": "VP-NNA-RD", "restricted": "VP-TRATA"}
PROFILE["mixed"] = PROFILE["ordinary"]
"""Somebody with a case that many may open, and with a restricted one that is to tell nothing to most of them."""
CANARY = {kind: f"Zafiro{kind}" for kind in ("free", *PROFILE)}
"""The surname of each person: it must be nowhere in what whoever may not see them gets."""
WISH = {kind: f"deseo-{kind}" for kind in PROFILE}
"""What each case's person wants: only in the case."""
HIDDEN_WISH = "deseo-oculto"
"""Of the other case of somebody who has two."""


@dataclass
class File:
    """Somebody, and what hangs on them."""

    person: Person
    screening: Any
    case: Case | None = None
    referral: Referral | None = None
    hidden: Case | None = None
    """Another case of theirs, which most of those who see the file may not see."""
    ids: dict[str, Any] = field(default_factory=dict)


class Cast(World):
    """The fixed cast, and whoever else the matrix needs."""

    @cached_property
    def pablo(self) -> User:
        """A caseworker of the restricted team who is nobody's assignee."""
        pablo = UserFactory(username="pablo", organisation=self.uim, office=self.sede_central)
        MembershipFactory(user=pablo, role=Role.CASEWORKER, team=self.trata)
        return pablo

    @cached_property
    def nadia(self) -> User:
        """A supervisor of another office whose role reaches the whole country."""
        nadia = UserFactory(username="nadia", organisation=self.uim, office=self.jz_tum)
        MembershipFactory(user=nadia, role=Role.SUPERVISOR, reach=Reach.NATIONAL)
        return nadia

    @cached_property
    def olga(self) -> User:
        """A partner of an institution to which nothing was sent."""
        return UserFactory(username="olga", organisation=self.oim, roles=[Role.PARTNER])

    @cached_property
    def nora(self) -> User:
        """The national administrator."""
        nora = UserFactory(username="nora", organisation=self.migraciones)
        MembershipFactory(user=nora, role=Role.ADMINISTRATOR, reach=Reach.NATIONAL)
        return nora

    @cached_property
    def carla(self) -> User:
        """The administrator of CEM."""
        return UserFactory(username="carla", organisation=self.cem, roles=[Role.ADMINISTRATOR])

    @cached_property
    def roleless(self) -> User:
        return UserFactory(username="roleless", organisation=self.uim, office=self.sede_central)

    @cached_property
    def expired(self) -> User:
        """Was a caseworker, a supervisor and in the restricted team until a minute ago."""
        expired = UserFactory(username="expired", organisation=self.uim, office=self.sede_central)
        ended = timezone.now() - timedelta(minutes=1)
        MembershipFactory(user=expired, role=Role.CASEWORKER, team=self.trata, ends_at=ended)
        MembershipFactory(user=expired, role=Role.SUPERVISOR, ends_at=ended)
        return expired

    @cached_property
    def passwordonly(self) -> User:
        """A caseworker who has not set up a second factor."""
        return UserFactory(
            username="passwordonly",
            organisation=self.uim,
            office=self.sede_central,
            roles=[Role.CASEWORKER],
            second_factor=False,
        )


class Things:
    """Everything that the pages show. `kwargs(name, variant)` are the words of a page's address."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        cast.uim, cast.cem  # noqa: B018  they exist before the protocols that name them
        for code in sorted(set(PROFILE.values())):
            # The code list and its protocols are there before anybody has a case of the kind.
            protocol(f"PW-{code[3:]}", code)
        self.form = QuestionFactory(instrument=InstrumentFactory(code="INICIO")).instrument
        self.service = ServiceFactory(organisation=cast.cem)
        self.kept = {"uim": self._kept(cast.uim), "cem": self._kept(cast.cem)}
        self.users = {"uim": self._user(cast.uim), "cem": self._user(cast.cem)}
        self.draft = Draft.objects.create(user=cast.rosa, searched_at=timezone.now(), saved_at=timezone.now())
        self.sweep = Sweep.objects.create(at=timezone.now(), upto=0, files=60, doubtful=30, state=Sweep.State.STOPPED)
        self.files = {"free": self._file("free")}
        self.imports = {"of sede central": self._import(cast.marta), "of tumbes": self._import(cast.nadia)}

    @cached_property
    def norms(self) -> dict[str, Any]:
        return norms.words(self.cast, timezone.now())

    def open_cases(self, *kinds: str) -> None:
        for kind in kinds:
            self.files[kind] = self._file(kind)

    def _file(self, kind: str) -> File:
        rosa, now = self.cast.rosa, timezone.now()
        person = PersonFactory(registered_by=rosa, surname_1=CANARY[kind], document=f"DOC{kind}", phone="+51999000111")
        daughter = person.relationships.create(kind="CHILD", name="Hija")
        self._relative_of(person, kind)
        person.characteristics.create(kind="OCCUPATION", code="OCU-EST")
        person.documents.update(office=rosa.office, expires_on=timezone.localdate() + timedelta(days=9))
        once = PersonFactory(registered_by=rosa, surname_1=CANARY[kind], given_name_1="Antes")
        merge = people.merge(kept=person, absorbed=once, choose={}, by=rosa, at=now)
        screening = cases.start_screening(person=person, by=rosa, at=now)
        file = File(person, screening)
        if kind != "free":
            self._open(file, kind)
            file.ids["pair_id"] = people.compare_files(
                person=person, other=self.files["free"].person, by=rosa, at=now
            ).pk
        file.ids |= {
            "merge_id": merge.pk,
            "person_id": person.pk,
            "screening_id": screening.pk,
            "document_id": person.documents.get().pk,
            "characteristic_id": person.characteristics.get().pk,
            "nationality_id": person.nationalities.get().pk,
            "contact_id": person.contacts.get().pk,
            "relationship_id": daughter.pk,
            "attachment_id": attach(person).pk,
            "consent_id": person.consents.order_by("pk").first().pk,
            "case_id": file.case.pk if file.case else None,
            "task_id": file.case.tasks.order_by("order").first().pk if file.case else None,
            "referral_id": file.referral.pk if file.referral else None,
            **(norms.of_case(file.case) if file.case else {}),
        }
        return file

    def _relative_of(self, person: Person, kind: str) -> None:
        """The person is linked to the free file, and lives in one household with them: both are to tell nothing."""
        if kind == "free":
            people.form_household(members={person: "HEAD"}, since=localdate(), by=self.cast.rosa, at=timezone.now())
            return
        free = self.files["free"].person
        new = NewRelative(kind="SIBLING", relative=person, lives_together=True)
        people.add_relative(person=free, relative=new, by=self.cast.rosa, at=timezone.now())
        people.live_together(person=person, other=free, kind="SIBLING", by=self.cast.rosa, at=timezone.now())

    def _open(self, file: File, kind: str) -> None:
        rosa = self.cast.rosa
        team = self.cast.trata if kind == "restricted" else None
        file.case = open_case(rosa, PROFILE[kind], person=file.person, team=team, wishes=WISH[kind])
        Case.objects.filter(pk=file.case.pk).update(screening=file.screening)
        file.referral = send(file.case, self.service)
        if kind == "mixed":
            file.hidden = self._hidden_case(file.person)
        cases.write_note(case=file.case, text=f"{WISH[kind]} en la nota", by=rosa, at=timezone.now())

    def _hidden_case(self, person: Person) -> Case:
        rosa, now = self.cast.rosa, timezone.now()
        screening = cases.start_screening(person=person, by=rosa, at=now)
        case = open_case(rosa, PROFILE["restricted"], person=person, team=self.cast.trata, wishes=HIDDEN_WISH)
        Case.objects.filter(pk=case.pk).update(screening=screening)
        cases.write_note(case=case, text=f"{HIDDEN_WISH} en la nota", by=rosa, at=now)
        return Case.objects.get(pk=case.pk)

    def leave_traces(self) -> None:
        """Whoever may not see somebody came across them before: opened their file, promised to compare it, had it in a
        list that came in. What they may no longer see is in none of these."""
        for number, (kind, file) in enumerate(self.files.items(), start=3):
            for who in ("julio", "lia", "marta", "nadia", "vera"):
                self._opened(file.person, getattr(self.cast, who))
            for batch in self.imports.values():
                state = {"state": "KNOWN", "match": file.person, "score": 0.9}
                batch.staged.create(number=number, typed={"given_names": "Zoraida Beatriz"}, **state)
            file.ids["row"] = number
            if kind != "free":
                self._promised(file.person)
                to_them = self.files["free"].person.relationships.get(relative=file.person)
                file.ids["link_id"] = to_them.pk

    def _opened(self, person: Person, by: User) -> None:
        audit.record("person.opened", subject=person, by=by, at=timezone.now(), thread=person.pk)

    def _promised(self, person: Person) -> None:
        """To Marta's colleague at the desk it is nothing: they promised when they still saw both."""
        for by in (self.cast.marta, self.cast.julio):
            other = PersonFactory(registered_by=by, surname_1="Otra")
            one, two = sorted([person, other], key=lambda p: p.pk)
            PossibleDuplicate.objects.create(
                one=one, other=two, score=90, found_by="REGISTER", found_at=timezone.now(), status="UNSURE",
                promised_by=by, decided_by=by, decided_at=timezone.now(), due_on=localdate(),
            )  # fmt: skip

    def _import(self, by: User) -> Any:
        """A list with somebody restricted in it, whom the importer may not see."""
        now = timezone.now()
        batch = ImportBatch.objects.create(
            digest="x", system="Feria", basis="PUBLIC_FUNCTION", office=by.office, by=by, received_at=now,
            changed_at=now, state="STAGED", counts={"HELD": 1}, plan={"columns": {"n": "given_names"}},
        )  # fmt: skip
        batch.staged.create(number=2, typed={"given_names": "Zoraida Beatriz"}, state="HELD")
        return batch

    def _kept(self, organisation: Organisation) -> dict[str, Any]:
        return {
            "code": organisation.code,
            "focal point": FocalPointFactory(organisation=organisation).pk,
            "service": ServiceFactory(organisation=organisation).pk,
        }

    def _user(self, organisation: Organisation) -> dict[str, Any]:
        is_ours = organisation == self.cast.uim
        role, office = (Role.RECEPTION, self.cast.sede_central) if is_ours else (Role.PARTNER, None)
        user = UserFactory(organisation=organisation, office=office, roles=[role])
        invitation = access.invite(
            email=f"nadie@{organisation.code.lower()}.example.pe",
            organisation=organisation,
            role=role,
            office=office,
            team=None,
            reach=Reach.OFFICE,
            ends_at=timezone.now() + timedelta(days=9),
            by=self.cast.nora,
            at=timezone.now(),
        )
        membership = user.memberships.get()
        return {"user_id": user.pk, "membership_id": membership.pk, "invitation_id": invitation.pk}

    def word(self, name: str, word: str, of: str, variant: str) -> Any:
        """One word of the address of a page, for a thing of this variant."""
        if of == "user":
            return self.users[variant][word]
        if of == "import":
            return {"batch_id": self.imports[variant].pk, "number": 2, "state": "held"}[word]
        if of == "kept":
            kind = "service" if name == "directory:take_referrals" else "focal point"
            return self.kept[variant]["code" if word == "code" else kind]
        if of in {"case", "person", "screening", "inbox", "pair", "merge"} and word in self.files[variant].ids:
            return self.files[variant].ids[word]
        return self._else(name, word, variant)

    def _else(self, name: str, word: str, variant: str) -> Any:
        fixed = {
            "draft_id": self.draft.pk,
            "mail_id": self.draft.pk,
            "sweep_id": self.sweep.pk,
            "token": "x" * 43,
            "proof": "x" * 20,
            "uidb36": "1",
            "key": "abc-def",
            "version": 1,
            "purpose": "register",
            "measure": "late",
            "slug": "ocupaciones",
            "kind": "OCCUPATION",
            "code": "VP-INDOC",
        } | self.norms
        codes = {
            "desk:number": variant,
            "desk:screening-form": self.form.code,
            "directory:institution": "CEM",
            "people:consent-share": "CEM",
            "governance:protocol": "PW-INDOC",
            "governance:version": "PW-INDOC",
            "governance:start_draft": "PW-INDOC",
            "governance:protocol_pdf": "PW-INDOC",
            "governance:guide": "PW-INDOC",
            "governance:guide_pdf": "PW-INDOC",
            "results:change": "PW-INDOC",
        }
        return codes.get(name, fixed[word]) if word == "code" else fixed[word]
