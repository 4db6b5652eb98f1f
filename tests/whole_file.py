"""One person with a row in every table that reaches them. A table that is added later gets its row here."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.timezone import localdate

from ayni.access.models import BrokenGlass
from ayni.access.sessions import SessionStore
from ayni.access.tests.factories import OfficeFactory, UserFactory
from ayni.cases import actions as cases
from ayni.cases.actions.conferences import Agreed
from ayni.cases.models import (
    Approval,
    ComingOfAge,
    GapEvidence,
    NoteDraft,
    ProtocolMove,
    ScreeningProfile,
    Tracing,
    Transfer,
)
from ayni.cases.tests.factories import assess, deny, need_in, open_case, profile
from ayni.codelists.models import Occupation, Profile
from ayni.directory.tests.factories import FocalPointFactory, ServiceFactory
from ayni.feedback.models import CallAttempt, CallNamed, CallRequest, Publication, Report
from ayni.feedback.models import Invitation as SurveyInvitation
from ayni.feedback.tests.factories import waiting
from ayni.files import actions as files
from ayni.files.tests.factories import drawn
from ayni.instruments.models import AnswerSet
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory
from ayni.notices import actions as notices
from ayni.people import actions
from ayni.people.models import Draft, ImportBatch, Person, PossibleDuplicate, Sweep
from ayni.people.tests.factories import DistrictFactory, GenderFactory, PersonFactory, StatusFactory, attach
from ayni.procedures.actions import queueing
from ayni.procedures.models import Check, Hold, Incomplete, Look, Preregistration, QueueDay, Series, Ticket, Visit, Wait
from ayni.procedures.tests.card_factories import card_of
from ayni.procedures.tests.factories import (
    ApplicationFactory,
    AppointmentFactory,
    CampaignFactory,
    ItemFactory,
    ProcedureFactory,
    ResolutionFactory,
)
from ayni.referrals.models import AccessLink, Alert, LinkOpening, Message, Referral
from ayni.referrals.models import Draft as ReferralDraft
from ayni.referrals.tests.factories import send
from tests.attended import came
from tests.enrolled import enrol
from tests.world import World


def whole_file(world: World, **case: Any) -> Person:
    """Somebody of Rosa's with all that a file can hold; the case is closed, nothing waits."""
    rosa, now = world.rosa, timezone.now()
    person = PersonFactory(registered_by=rosa, document="AB123456", phone="+51999000111", known_as="Yuli")
    person.residences.create(district=DistrictFactory(), address="Jirón Uno 123", since=date(2024, 1, 1))
    person.situations.create(status=StatusFactory(), recorded_by=rosa, recorded_at=now)
    person.characteristics.create(kind="DISABILITY", sealed={"see": "1"})
    Occupation.objects.create(code="OCU-1", label_es="Comercio", valid_from=date(2022, 1, 1))
    person.characteristics.create(kind="OCCUPATION", code="OCU-1")
    person.identity_changes.create(columns=["surname_1"], before={"surname_1": "Antes"})
    person.relationships.create(kind="CHILD", name="Hija", birth_year=2015)
    Person.objects.filter(pk=person.pk).update(gender=GenderFactory().code, district=DistrictFactory())
    Draft.objects.create(user=rosa, searched_at=now, saved_at=now, person=person)
    hold = actions.place_hold(person=person, reason="Queja", until=date(2100, 1, 1), by=rosa, at=now)
    actions.lift_hold(hold=hold, by=rosa, at=now)
    actions.print_readers(person=person, by=rosa, at=now)
    _two_files(person, rosa)
    _conversation(person, rosa, **case)
    enrol(person, rosa)
    came(person, rosa)
    session = SessionStore()
    session.update({"reading_purposes": {str(person.pk): "SUPERVISION"}, "kept": {"path": f"/people/{person.pk}/"}})
    session.save()
    return Person.objects.get(pk=person.pk)


def _two_files(person: Person, rosa: Any) -> None:
    """What comes of files that were compared, and of one that became part of this one."""
    now = timezone.now()
    before = PersonFactory(registered_by=rosa, given_name_1="Otra", surname_1="Antes")
    actions.merge(kept=person, absorbed=before, choose={}, by=rosa, at=now)
    like = PersonFactory(registered_by=rosa, given_name_1="Parecida", surname_1="Otra")
    pair = actions.compare_files(person=person, other=like, by=rosa, at=now)
    # So that whoever is found is this person.
    actions.unindex(like)
    PossibleDuplicate.objects.filter(pk=pair.pk).update(note="Se parecen", reasons=["mismos apellidos"])
    Sweep.objects.create(at=now, upto=0, files=50, doubtful=20, state="STOPPED")
    attach(person)
    batch = ImportBatch.objects.create(
        digest="x" * 64, system="Municipalidad", basis="PUBLIC_FUNCTION", office=rosa.office, by=rosa, received_at=now,
        changed_at=now, state="ACCEPTED", counts={"ACCEPTED": 1}, file_name="lista.csv",
    )  # fmt: skip
    batch.staged.create(number=2, typed={"given_names": "Yusleidy"}, state="ACCEPTED", person=person)
    person.external_ids.create(system="Municipalidad", value="M-17", batch=batch)
    actions.form_household(members={person: "HEAD"}, since=date(2024, 1, 1), by=rosa, at=now)


def _conversation(person: Person, rosa: Any, **kwargs: Any) -> None:
    now = timezone.now()
    screening = cases.start_screening(person=person, by=rosa, at=now)
    question = QuestionFactory(instrument=InstrumentFactory(code="INICIO"))
    AnswerSet.objects.create(
        instrument=question.instrument,
        about=screening.pk,
        answers={question.key: "yes"},
        answered_at=now,
        recorded_by=rosa,
    )
    case = open_case(rosa, person=person, screening=screening, **kwargs)
    ScreeningProfile.objects.create(screening=screening, profile=Profile.objects.get(pk=profile().pk), score=3)
    cases.write_note(case=case, text="Una nota", by=rosa, at=now)
    _followed(case, rosa)
    cases.print_plan(case=case, by=rosa, at=now)
    cases.add_task(case=case, title="Llamar", organisation=rosa.organisation, due_at=None, by=rosa, at=now)
    NoteDraft.objects.create(case=case, author=rosa, text="A medias", saved_at=now)
    GapEvidence.objects.create(kind="FIELD_NOTE", case=case, text="No la atendieron", noted_by=rosa, noted_at=now)
    held = case.protocols.get().protocol
    ProtocolMove.objects.create(
        case=case, before=held, after=held, reason="Cambió la norma", starts_on=localdate(now), by=rosa, at=now
    )
    _referral(case)
    _coordination(case, rosa, now)
    for task in case.tasks.waiting():
        cases.finish_task(task=task, remark="Hecho", by=rosa, at=now)
    cases.close(case=case, outcome="SOLVED", note="Se resolvió", by=rosa, at=now)


def _expected(case: Any) -> None:
    """An appointment that came of a held seat, a place on the waiting list, a visit to a campaign day."""
    now, office, procedure = timezone.now(), case.office, ProcedureFactory()
    told = {"contact": {"name": "Yusleidy", "email": "y@example.pe", "phone": ""}, "group": "PREGNANT", "who": "w" * 64}
    appointment = AppointmentFactory(person=case.person, office=office, procedure=procedure, **told)
    Hold.objects.create(procedure=procedure, code="c" * 64, begun_at=now, ends_at=now, became=appointment, **told)
    asked = ApplicationFactory(person=case.person, procedure__code="PR-PREG")
    Look.objects.create(application=asked, code="c" * 64, reach="r" * 64, begun_at=now, ends_at=now)
    Wait.objects.create(
        number="L-0000-0001-1", secret="SECRETO1", office=office, procedure=procedure, person=case.person, since=now,
        **told,
    )  # fmt: skip
    # Whoever came for it: a ticket reaches the person by this.
    Ticket.objects.create(
        day=QueueDay.objects.get(), series=Series.objects.first(), number=9, appointment=appointment,
        place=now, arrived_at=now,
    )  # fmt: skip
    campaign = CampaignFactory(office=office)
    Visit.objects.create(
        campaign=campaign,
        person=case.person,
        appointment=appointment,
        outcome="TOLD",
        written_by=case.caseworker,
        at=now,
    )


def _followed(case: Any, rosa: Any) -> None:
    """Forms, needs, services, denials, risk and contacts of the case, with nothing left that keeps it open."""
    now = timezone.now()
    need = need_in(case)
    form = cases.begin_form(case=case, instrument=InstrumentFactory(code="CF-UNO", series=""), by=rosa, at=now)
    asked = QuestionFactory(instrument=form.instrument, kind="TEXT", sensitivity="TEAM")
    cases.complete_form(form=form, answers={asked.key: "Tengo miedo"}, by=rosa, at=now)
    cases.state_goal(case=case, words="Estudiar", first_step="Preguntar", by=rosa, at=now)
    denial = deny(case, at=now, consequences="Perdió el día", done="Llamamos", district=DistrictFactory())
    cases.settle_denial(denial=denial, outcome="ATTENDED", done="Volvió", complaint="NO", by=rosa, at=now)
    service = cases.NewService(
        category=denial.category, organisation=rosa.organisation, given_on=localdate(now), need=need, remark="Con calma"
    )
    cases.record_service(case=case, service=service, by=rosa, at=now)
    cases.change_need(need=need, state="MET", by=rosa, at=now)
    assess(case, at=now)
    cases.note_attempt(
        follow_up=case.follow_ups.get(),
        channel="VISIT",
        contact=None,
        result="REACHED",
        note="Está bien",
        by=rosa,
        at=now,
    )


def _coordination(case: Any, rosa: Any, now: Any) -> None:
    """What supervisors and colleagues do with a case."""
    ask = {"case": case, "asked_by": rosa, "asked_at": now}
    Approval.objects.create(
        **ask, kind="PLAN", digest="x", what={"a": "b"}, state="WITHDRAWN", remark="Falta la escuela"
    )
    elsewhere = OfficeFactory()
    Transfer.objects.create(
        **ask, sender=case.office, to_office=elsewhere, basis="PUBLIC_FUNCTION", reason="Se muda",
        summary="Una familia", state="WITHDRAWN", answer="No",
    )  # fmt: skip
    agreed = [Agreed("Visitar", rosa, now + timedelta(days=3))]
    cases.hold_conference(
        case=case, held_at=now, participants=[rosa], guests="La tía", minutes="Se habló", agreed=agreed, by=rosa, at=now
    )
    ComingOfAge.objects.create(case=case, days=30, on=date(2027, 1, 1), told_at=now)
    words = {"known": {"name": "Papá"}, "wish_words": "Quiero verlo", "safety": "El tío", "risk_words": "Poco"}
    tracing = Tracing.objects.create(
        case=case, sought_as="FATHER", wish="FOUND", basis="BEST_INTERESTS", urgency="ORDINARY", begun_by=rosa,
        begun_at=now, outcome_words="Se verá", **words,
    )  # fmt: skip
    father = PersonFactory(registered_by=rosa, given_name_1="Padre")
    # So that whoever is found is this person.
    actions.unindex(father)
    tracing.matches.create(person=father, noted_by=rosa, noted_at=now)
    tracing.verifications.create(source="DOCUMENT", agrees=True, said="La partida", recorded_by=rosa, recorded_at=now)
    BrokenGlass.objects.create(
        user=UserFactory(), reason=case.pk, why="Una urgencia", opened_at=now, until=now + timedelta(hours=1),
        verdict="JUSTIFIED", review="Sí", reviewed_by=rosa, reviewed_at=now,
    )  # fmt: skip


def _referral(case: Any) -> None:
    now = timezone.now()
    referral = send(case, ServiceFactory())
    link = AccessLink.objects.create(
        referral=referral, focal_point=FocalPointFactory(), token_hash="x" * 64, code_hash="y" * 64,
        made_at=now, expires_at=now + timedelta(hours=72),
    )  # fmt: skip
    LinkOpening.objects.create(link=link, event="OPENED", at=now, address_digest="abcd")
    Message.objects.create(referral=referral, kind="OUTCOME", text="Atendida", signature="Quien firma", written_at=now)
    referral.clock_events.create(kind="REMIND_ACK", at=now)
    referral.feedback.create(attended="YES", text="Me atendieron bien", at=now)
    referral.feedback_links.create(token_hash="z" * 64, made_by=case.caseworker, made_at=now, expires_at=now)
    ReferralDraft.objects.create(
        case=case, service=ServiceFactory(), typed={"reason": ["x"]}, by=case.caseworker, saved_at=now
    )
    Alert.objects.create(
        number="A-0000-0001-1", channel="WEB", topic="CHILD", urgency="WITHIN_24H", sensitivity="PROTECTED",
        office=case.office, sender_kind="SELF", sender_name="Vecina", sender_contact="900", who="Ella", text="Avisó",
        safety="De noche no", question="¿Dónde?", reply="Aquí", note="Nada", received_at=now, triage_by=now,
        person=case.person, taken_by=case.caseworker, taken_at=now, state="TAKEN",
    )  # fmt: skip
    application = ApplicationFactory(person=case.person, state="REJECTED", submitted_at=now, decided_at=now)
    ItemFactory(application=application, state="REJECTED", reason="Ilegible")
    day = localdate(now)
    application.reckonings.create(
        kind="OVERSTAY",
        since=day,
        until=day,
        amount=5,
        due=0,
        waiver="MF-EX-VUL",
        reason="Gestante",
        by=case.caseworker,
        at=now,
    )
    application.receipts.create(
        number="77", known_by="x", paid_on=day, amount=5, payment_code="07568", by=case.caseworker, at=now
    )
    queueing.arrive(
        office=application.office, comes=queueing.Comes(application=application, group="PREGNANT"), by=None,
        at=timezone.now(),
    )  # fmt: skip
    application.history.create(state="SUBMITTED", at=now)
    _decided(application, case.caseworker, now)
    _expected(case)
    card_of(case.person, case.caseworker)
    _told(case, now)
    call = application.service_calls.create(
        key=uuid4(), service="POLICE", purpose="RECORDS", legal_basis="DL 1246", by=case.caseworker, at=now,
        outcome="ANSWERED", milliseconds=9, item=application.items.get(),
    )  # fmt: skip
    Check.objects.create(call=call, item=call.item, finding="NO_RECORDS", reference="R-1", at=now)
    notices.queue_email(to="a@example.pe", subject="Derivación", text="Una derivación", about=referral.pk, at=now)
    Referral.objects.filter(pk=referral.pk).update(
        status="COMPLETED", answered_at=now, finished_at=now, result="SERVED"
    )


def _told(case: Any, now: Any) -> None:
    """What the person told the unit, joined to their case, and that they were asked how it was."""
    report = Report.objects.create(
        number="V-0000-0001-1", kind="COMPLAINT", category=waiting(), route="OFFICE", office=case.office, may_join=True,
        text="Esperé mucho", fingerprint="", case=case, received_at=now, answer_by=now, close_by=now,
    )  # fmt: skip
    report.receipts.create(
        number=report.number,
        code_hash="x",
        channel="WEB",
        name="Yusleidy",
        way="SMS",
        contact="+51999000111",
        made_at=now,
    )
    report.entries.create(step="ADDED", side="PERSON", text="Fue el martes", at=now)
    report.named.create(user=UserFactory(), at=now, ended_at=now, why="Es mi prima")
    report.concerned.create(user=UserFactory(), noted_by=case.caseworker, at=now)
    published = Publication.objects.create(
        month=localdate(now).replace(day=1), category=report.category, said="Se espera mucho", done="Otra ventanilla",
        written_by=case.caseworker, written_at=now,
    )  # fmt: skip
    published.reports.add(report)
    SurveyInvitation.objects.create(
        person=case.person, office=case.office, attention="TICKET", token_hash="v" * 64, asked_at=now, expires_at=now
    )
    call = CallRequest.objects.create(
        phone="987654321", phone_mark="m" * 64, name="Lucero", say="Somos de la zapatería", about="HURT", note="Habló",
        asked_at=now, closed_at=now, closed_by=case.caseworker, outcome="ACCOMPANIED", agrees=True, person=case.person,
        case=case,
    )  # fmt: skip
    CallAttempt.objects.create(call=call, by=case.caseworker, at=now, answered="PERSON", note="Contestó ella")
    CallNamed.objects.create(call=call, user=case.caseworker, at=now)


def _decided(application: Any, by: Any, now: Any) -> None:
    application.corrections.create(asked_by=by, asked_at=now, days=5, days_left=9, due_on=localdate(now), ended_at=now)
    application.deadlines.create(due_on=localdate(now), why="SUBMITTED", at=now)
    application.appeals.create(
        kind="APPEAL", state="FILED", grounds="No estoy de acuerdo", filed_by=by, filed_at=now, due_on=localdate(now)
    )
    application.expiry_notices.create(days=30, at=now, reached=False)
    Incomplete.objects.create(
        application=application, received_by=by, received_at=now, lacked=[1], due_on=localdate(now)
    )
    resolution = ResolutionFactory(application=application)
    paper = files.keep(drawn=drawn(shade=94), by=by, at=now)
    resolution.signings.create(by=by, begun_at=now, token_hash="f" * 64, offered=paper, signed=paper, signed_at=now)
    sent = Preregistration.objects.create(
        number="P-0000-0000-0", state="TAKEN_OVER", office=by.office, answers={"given_name_1": ["Yuli"]}, code_hash="x",
        begun_at=now, saved_at=now, application=application,
    )  # fmt: skip
    item = application.items.get()
    item.judgements.create(verdict="REJECTED", reason="Ilegible", by=by, at=now)
    sent.papers.create(
        requirement=item.requirement, file=files.keep(drawn=drawn(shade=93), by=None, at=now), added_at=now
    )
