"""The things that the pages show: one of each kind, each with a word of its own to be found by."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from ayni.access import actions as access
from ayni.access.models import BrokenGlass, Organisation, Reach, User
from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.audit import actions as audit
from ayni.cases import actions as cases
from ayni.cases.models import Approval, Case, Transfer
from ayni.cases.tests.factories import assess, deny, need_in, open_case, protocol, sought
from ayni.directory import actions as directory
from ayni.directory.tests.factories import (
    AbsenceFactory,
    AgreementFactory,
    FocalPointFactory,
    LocationFactory,
    ScheduleFactory,
    ServiceFactory,
    TerritoryMarkFactory,
)
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory
from ayni.lib.ids import uuid7
from ayni.people import actions as people
from ayni.people.models import Draft, ImportBatch, Person, PossibleDuplicate, Sweep
from ayni.people.rules.registering import NewRelative
from ayni.people.tests.factories import PersonFactory, attach
from ayni.portal import actions as portal
from ayni.portal.hooks import Redrawn
from ayni.portal.models import GuidePicture
from ayni.portal.tests.factories import VersionFactory
from ayni.procedures import actions as procedures
from ayni.procedures.actions import boxes, queueing
from ayni.procedures.models import ServiceCall
from ayni.procedures.tests.card_factories import card_of
from ayni.procedures.tests.factories import ApplicationFactory, ItemFactory, RequirementFactory, WindowFactory
from ayni.referrals.models import Referral
from ayni.referrals.tests.factories import alert_of, send
from tests.access import (
    applied,
    campaign_pages,
    feedback_pages,
    library_pages,
    network_pages,
    norms,
    release_pages,
    result_pages,
    session_pages,
)
from tests.access import traces as left

from .cast import CANARY, HIDDEN_WISH, PROFILE, WISH, Cast, File
from .expecting import Expecting


class Things:
    """Everything that the pages show."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        cast.uim, cast.cem  # noqa: B018  they exist before the protocols that name them
        for code in sorted(set(PROFILE.values())):
            # The code list and its protocols are there before anybody has a case of the kind.
            protocol(f"PW-{code[3:]}", code)
        self.case_form = InstrumentFactory(code="CF-UNO", series="")
        QuestionFactory(instrument=self.case_form, key="open", kind="TEXT")
        QuestionFactory(instrument=self.case_form, key="reserved", kind="TEXT", sensitivity="TEAM")
        self.form = QuestionFactory(instrument=InstrumentFactory(code="INICIO")).instrument
        self.service = ServiceFactory(organisation=cast.cem)
        self.location = LocationFactory(organisation=cast.cem, is_confidential=True)
        self.mark = TerritoryMarkFactory()
        self.kept = {"uim": self._kept(cast.uim), "cem": self._kept(cast.cem)}
        self.fined = RequirementFactory(order=1).procedure
        draft = procedures.start_draft(kind="PROCEDURE", code=self.fined.code, by=cast.marta, at=timezone.now())
        self.catalogue_draft = {"draft_number": draft.pk, "part": "requisitos", "place": 1}
        guide = VersionFactory(guide__slug="carne").guide
        VersionFactory(guide=guide, language="pt", facts={})
        self.guide_draft = portal.start_draft(guide=guide, language="es", by=cast.rosa, at=timezone.now())
        self.guide_draft = portal.add_picture(
            draft=self.guide_draft, seen=self.guide_draft.revision, by=cast.rosa, at=timezone.now(),
            picture=portal.Picture("Una mano muestra el carné."), redrawn=Redrawn(b"RIFF", 320, 240),
        )  # fmt: skip
        self.guide_picture = GuidePicture.objects.get().digest
        self.agreement = AgreementFactory(ours=cast.uim, theirs=cast.cem, watched_by=cast.marta, written_by=cast.marta)
        cast.rosa, cast.pablo, cast.marta  # noqa: B018  they see to what comes in
        topics = {"ordinary": "SHELTER", "protected": "CHILD", "restricted": "TRAFFICKING"}
        self.alerts = {kind: alert_of(topic, text=f"{WISH[kind]} en el aviso") for kind, topic in topics.items()}
        self.own_alert = alert_of("SHELTER", sender=cast.ines)
        self.sessions = session_pages.sessions(cast)
        self.campaigns = campaign_pages.campaigns(cast)
        self.words_of_campaigns = campaign_pages.words_of_campaigns(cast)
        self.results = result_pages.words(cast) | network_pages.words(cast) | release_pages.words(cast)
        self.results |= library_pages.words(cast)
        self.reports = feedback_pages.reports(cast)
        self.calls = feedback_pages.calls(cast)
        self.participation = feedback_pages.participation(cast)
        self.users = {"uim": self._user(cast.uim), "cem": self._user(cast.cem)}
        self.draft = Draft.objects.create(user=cast.rosa, searched_at=timezone.now(), saved_at=timezone.now())
        self.sweep = Sweep.objects.create(at=timezone.now(), upto=0, files=60, doubtful=30, state=Sweep.State.STOPPED)
        self.files = {"free": self._file("free")}
        self.preregistration = applied.preregistration(cast)
        self.device = procedures.register_device(
            code="H-1", kind="AST-HUE", name="Huellero", office=cast.rosa.office, by=cast.marta, at=timezone.now()
        )
        self.imports = {"of sede central": self._import(cast.marta), "of tumbes": self._import(cast.nadia)}

    @cached_property
    def norms(self) -> dict[str, Any]:
        return norms.words(self.cast, timezone.now())

    @cached_property
    def expecting(self) -> Expecting:
        return Expecting(self.cast, self.files)

    def open_cases(self, *kinds: str) -> None:
        for kind in kinds:
            self.files[kind] = self._file(kind)

    def ask_the_state(self) -> None:
        """Elsa's colleague, who was named for it, asked about each of them."""
        elsa, now = self.cast.elsa, timezone.now()
        for file in self.files.values():
            # Nobody applies twice for the same: each of these applications is for something else.
            application = ApplicationFactory(
                person=file.person, office=self.cast.sede_central, submitted=True, procedure__code="PR-ASKED"
            )
            call = ServiceCall.objects.create(
                key=uuid7(), service="POLICE", application=application, purpose="RECORDS", legal_basis="DL 1246",
                by=elsa, at=now, outcome="ANSWERED", milliseconds=9,
            )  # fmt: skip
            file.ids |= {"asked_id": application.pk, "asked_item_id": ItemFactory(application=application).pk}
            file.ids |= {"asked_number": application.number, "call_id": call.pk}

    def coordinate(self) -> None:
        """What supervisors and colleagues do with the cases. Rosa asks; Julio breaks a glass in his office."""
        rosa, now = self.cast.rosa, timezone.now()
        for kind in PROFILE:
            file, case = self.files[kind], self.files[kind].case
            ask = {"case": case, "asked_by": rosa, "asked_at": now}
            file.ids["approval_id"] = Approval.objects.create(**ask, kind="PLAN", digest="x").pk
            file.ids["transfer_id"] = Transfer.objects.create(
                **ask, sender=case.office, to_office=self.cast.jz_tum, basis="PUBLIC_FUNCTION", reason=WISH[kind],
                summary="Se muda",
            ).pk  # fmt: skip
            if kind == "protected":
                Approval.objects.create(**ask, kind="TRANSFER", digest="x")
            tracing = cases.begin_tracing(case=case, sought=sought(name="Papá"), by=rosa, at=now)
            # Whoever sees the case sees the file that is free, too; who does not, sees neither.
            cases.note_match(tracing=tracing, person=self.files["free"].person, by=rosa, at=now)
            file.ids["tracing_id"] = tracing.pk
        self.glass = {kind: self._glass(kind) for kind in ("protected", "restricted")}
        self.windows = {"of sede central": WindowFactory(office=self.cast.sede_central)}
        self.windows["of tumbes"] = WindowFactory(office=self.cast.jz_tum)
        self.tickets = {kind: self._ticket(kind) for kind in ("free", "restricted")}
        self.make_cards()
        self.breaches = {"uim": self._breach(self.cast.uim), "cem": self._breach(self.cast.cem)}

    def _ticket(self, kind: str) -> Any:
        """Of somebody with an application: the counter sees the number, and only whoever may see the person more."""
        application = ApplicationFactory(person=self.files[kind].person, submitted=True, procedure__code="PR-QUEUED")
        comes = queueing.Comes(application=application, procedure=application.procedure)
        return queueing.arrive(office=self.cast.sede_central, comes=comes, by=self.cast.lia, at=timezone.now())

    def make_cards(self) -> None:
        """A card each, handed over at the head office, and a box for Tumbes."""
        self.cards = {
            kind: card_of(self.files[kind].person, self.cast.rosa) for kind in ("ordinary", "protected", "restricted")
        }
        self.box = boxes.begin_box(
            origin=self.cast.sede_central, destination=self.cast.jz_tum, is_return=False, by=self.cast.karin,
            at=timezone.now(),
        )  # fmt: skip

    def _glass(self, kind: str) -> Any:
        """It is over: who opened it sees no more of it."""
        now = timezone.now()
        return BrokenGlass.objects.create(
            user=self.cast.julio, reason=self.files[kind].case.pk, why="Una urgencia", opened_at=now,
            until=now + timedelta(hours=4), ended_at=now,
        )  # fmt: skip

    def _breach(self, organisation: Organisation) -> Any:
        return people.record_breach(
            organisation=organisation, kind="LOST", noticed_at=timezone.now(), what="Un portátil", people=None,
            by=self.cast.nora, at=timezone.now(),
        )  # fmt: skip

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
        file.ids |= applied.application(person, rosa, now) | {
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
            "session_id": procedures.begin_enrolment(
                person=person, application=None, office=rosa.office, by=rosa, at=now
            ).pk,
            "case_id": file.case.pk if file.case else None,
            "task_id": file.case.tasks.order_by("order").first().pk if file.case else None,
            "referral_id": file.referral.pk if file.referral else None,
            **(norms.of_case(file.case) if file.case else {}),
        }
        if file.case:
            file.ids |= self._followed(file.case, kind)
        return file

    def _followed(self, case: Any, kind: str) -> dict[str, Any]:
        """A form with a reserved answer, a need, a goal, a denial and a contact that is overdue, all with the word."""
        rosa, now = self.cast.rosa, timezone.now()
        form = cases.begin_form(case=case, instrument=self.case_form, by=rosa, at=now)
        answers = dict.fromkeys(("open", "reserved"), f"{WISH[kind]} en el formulario")
        cases.complete_form(form=form, answers=answers, by=rosa, at=now)
        goal = cases.state_goal(case=case, words=f"{WISH[kind]} como meta", first_step="", by=rosa, at=now)
        assess(case, "RG-ALTO", at=now - timedelta(days=20))
        return {
            "form_id": form.pk,
            "goal_id": goal.pk,
            "need_id": need_in(case, at=now, words=f"{WISH[kind]} como necesidad").pk,
            "denial_id": deny(case, at=now, words=f"{WISH[kind]} como denegación").pk,
        }

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
        Referral.objects.filter(pk=file.referral.pk).update(appointment_at=timezone.now() + timedelta(days=2))
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
        self.expecting  # noqa: B018  somebody of each kind has an appointment today
        left.leave(self)

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
        service = ServiceFactory(organisation=organisation)
        point = FocalPointFactory(organisation=organisation)
        said = {"note": "Otra cosa"}
        change = directory.propose(entry=service, said=said, note="", by=self.cast.rosa, at=timezone.now())
        return {
            "code": organisation.code,
            "focal point": point.pk,
            "absence": AbsenceFactory(focal_point=point).pk,
            "service": service.pk,
            "hours": ScheduleFactory(service=service).pk,
            "proposal": change.pk,
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
