"""Of one application: what it asks for, who had a hand in it, what was sealed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate

from ayni.access import queries as access
from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.cases.models import Case, Status
from ayni.lib.keys import keyring
from ayni.lib.together import read_together
from ayni.people.models import ContactPoint, Person
from ayni.people.rules.ages import youngest_age
from ayni.people.rules.contacts import TELEPHONES

from .. import rules
from ..models import (
    OPEN_STATES,
    Application,
    Fee,
    Incomplete,
    Item,
    ItemState,
    Judgement,
    Procedure,
    Resolution,
    State,
    StateService,
)
from ..rules.catalogue import asked_of
from ..rules.routes import FEE, FINE
from .appeals import of_appeals
from .catalogue import open_procedures, route_rules
from .services import door, in_mailbox
from .signing import signed

BY_MESSAGE = TELEPHONES | {ContactPoint.Kind.EMAIL}


def is_ours(procedure: Procedure) -> bool:
    """Whether our own institution decides about it."""
    return procedure.authority_id is not None and procedure.authority_id in access.own_institution()


def has_open_one(person: Person, procedure: Procedure) -> bool:
    """Whether this person waits for the same already: in whichever version it was begun."""
    rows = Application.objects.filter(person=person, procedure__code=procedure.code, state__in=OPEN_STATES)
    return rows.exists()


def missing_of(application: Application) -> QuerySet[Item]:
    """What the person has to present and has not."""
    return application.items.filter(
        state=ItemState.MISSING, requirement__mandatory=True, requirement__kind__in=rules.PRESENTED_BY_THE_PERSON
    ).order_by("requirement__order")


def items_of(application: Application) -> QuerySet[Item]:
    """Its checklist, with the papers."""
    return application.items.select_related("requirement", "attachment__file").order_by("requirement__order")


def unsettled(application: Application) -> int:
    """How many requirements have no verdict yet."""
    rows = application.items.values_list("state", "requirement__mandatory").order_by()
    return sum(not rules.is_settled(state=state, mandatory=mandatory) for state, mandatory in rows)


def rejected(application: Application) -> int:
    return application.items.filter(state=ItemState.REJECTED, requirement__mandatory=True).count()


def safe_contact(person: Person) -> ContactPoint | None:
    """The way that the person said is safe for a message; the latest, if there are several."""
    rows = person.contacts.filter(ended_at__isnull=True, is_safe=True, kind__in=BY_MESSAGE)
    return rows.order_by("-since", "-pk").first()


def documents_in_words(person: Person) -> list[str]:
    rows = person.documents.filter(ended_at__isnull=True).exclude(number="").select_related("type").order_by("pk")
    return [f"{document.type.label_es} {document.number}" for document in rows]


def who_took_part(application: Application) -> set[int | None]:
    """Everybody who had a hand in it. Whoever was only named to decide had none yet: a decision is in the history."""
    took: set[int | None] = {application.evaluator_id, application.begun_by_id}
    took.update(application.history.order_by().values_list("by", flat=True))
    took.update(application.items.order_by().values_list("looked_at_by", flat=True))
    took.update(application.corrections.order_by().values_list("asked_by", flat=True))
    took.update(application.appeals.order_by().values_list("filed_by", flat=True))
    took.update(application.appeals.order_by().values_list("decider", flat=True))
    return took - {None}


def who_judged(application: Application) -> set[int | None]:
    """Whoever put it together, evaluates it, or gave a verdict on one of its papers: none of them decides."""
    judged = application.items.order_by().values_list("looked_at_by", flat=True)
    return {application.evaluator_id, application.begun_by_id, *judged} - {None}


def told_on(application: Application) -> date | None:
    """The day on which the person learned of the last decision; none if nobody told them yet."""
    last = application.resolutions.order_by("-made_at", "-pk").first()
    return localdate(last.told_at) if last is not None and last.told_at is not None else None


def open_case_of(application: Application) -> Case | None:
    """The case that asked for it, while it is open."""
    case = application.case
    return case if case is not None and case.status == Status.OPEN else None


def seal_seed() -> bytes:
    """Of the key that signs resolutions: made from a secret of the keyring that never rotates, and for nothing else."""
    return keyring(settings.AYNI_HOME).digest("audit", "ayni-resolution-key")


def seal_key() -> str:
    """The public half: whoever has it checks a resolution without us."""
    return rules.public_key(seal_seed())


def resolution_of_proof(proof: str) -> Resolution | None:
    return Resolution.objects.filter(proof=proof).defer("sealed").first()


def is_genuine(resolution: Resolution) -> bool:
    """Whether what is stored is what was signed. Without the sealed words, which an erasure empties, the digest is."""
    return rules.is_signed(seal_key(), rules.resolution_statement(resolution.digest), resolution.signature)


def whole(applications: QuerySet[Application]) -> QuerySet[Application]:
    """With all that the head of its pages shows, in one statement. `applications`: what the user may see."""
    return applications.select_related(
        "procedure__regime", "person__sex", "office", "evaluator", "approver", "begun_by", "case", "incomplete"
    )


def received_by_us(day: date) -> QuerySet[Procedure]:
    """What is applied for here on that day."""
    return open_procedures(day).filter(authority__in=access.own_institution())


def facts_shown(application: Application, items: Iterable[Item]) -> dict[str, Any]:
    """What stands beside the papers: who the person is, as the file says it, and how far the checklist is."""
    items = list(items)
    return {
        "documents": documents_in_words(application.person),
        "settled": sum(rules.is_settled(state=item.state, mandatory=item.requirement.mandatory) for item in items),
        "observed": sum(item.state == ItemState.OBSERVED for item in items),
    }


def page_of(application: Application, user: User, at: datetime) -> dict[str, Any]:
    """What the page of an application shows, and what this user may do there."""
    history, resolutions, appeals, deadlines, corrections, judgements, fees = read_together(
        application.history.select_related("by"),
        application.resolutions.defer("sealed").select_related("made_by"),
        application.appeals.defer("grounds").select_related("decider", "filed_by"),
        application.deadlines.all(),
        application.corrections.all(),
        judgements_of(application),
        application.procedure.fees.order_by("applies"),
    )
    items = list(items_of(application))
    appealing = of_appeals(application, resolutions, appeals, localdate(at))
    mailbox, signatures = in_mailbox(resolutions), signed(resolutions)
    return {
        "application": application, "items": items, "history": history,
        "resolutions": [
            (one, mailbox[one.pk], signatures.get(one.pk), _may_sign(one, user)) for one in resolutions
        ],
        "deadlines": deadlines, "today": localdate(at),
        "correction": next((one for one in corrections if one.ended_at is None), None),
        "pathway": rules.PATHWAY if application.state == State.APPROVED else (),
        **appealing, "took_part": appealing["appeal_waits"] and user.pk in who_took_part(application),
        "incomplete": received_incomplete(application), "judgements": judgements,
        **cost_of(application, fees, localdate(at)),
        "may": _may(application, user, appealing)
        | {"receive_incomplete": may_be_incomplete(application, items, user)},
        **facts_shown(application, items),
    }  # fmt: skip


def _may_sign(resolution: Resolution, user: User) -> bool:
    is_theirs = resolution.made_by_id in {None, user.pk} and resolution.annulled_at is None
    return is_theirs and user.may(Permission.APPLICATION_DECIDE)


def cost_of(application: Application, fees: Iterable[Fee], day: date) -> dict[str, Any]:
    """What it costs this person, as far as their age says, in the version that they applied under; and the rules by
    which somebody does not pay the fee or the fine. What is known only through a case is for the evaluator to see."""
    person = application.person
    age = youngest_age(person.birth_date, person.birth_precision, localdate(application.begun_at))
    facts = rules.facts_of(age=age, circumstances=())
    found = [rule for rule in route_rules(application.procedure.code, day) if rule.exempts]
    return {
        "fees": asked_of(fees, facts),
        "waiving": [rule for rule in found if {FEE, FINE} & set(rule.exempts.split("|"))],
        "is_fee_waived": any(FEE in rule.exempts.split("|") for rule in found),
    }


def received_incomplete(application: Application) -> Incomplete | None:
    """That it was taken although papers lacked; also when that is over."""
    return getattr(application, "incomplete", None)


def may_be_incomplete(application: Application, items: Iterable[Item], user: User) -> bool:
    lacks = any(
        item.state == ItemState.MISSING
        and item.requirement.mandatory
        and item.requirement.kind in rules.PRESENTED_BY_THE_PERSON
        for item in items
    )
    is_new = application.state == State.GATHERING and received_incomplete(application) is None
    return lacks and is_new and user.may(Permission.APPLICATION_RECEIVE)


def judgements_of(application: Application) -> QuerySet[Judgement]:
    """Every verdict that was ever given on its papers, the oldest first."""
    rows = Judgement.objects.filter(item__application=application).select_related("item__requirement", "by")
    return rows.order_by("at", "pk")


def _may(application: Application, user: User, appealing: dict[str, Any]) -> dict[str, bool]:
    """Which buttons there are. The verbs check again."""
    state = application.state
    receives, evaluates = user.may(Permission.APPLICATION_RECEIVE), user.may(Permission.APPLICATION_EVALUATE)
    is_mine, is_there = application.evaluator_id == user.pk, application.person.erased_at is None
    return {
        "receive": receives,
        "present": receives and state in rules.OPEN_TO_PAPERS,
        "withdraw": receives and application.is_open,
        "name": receives and (state in {State.SUBMITTED, State.EVALUATED} or appealing["appeal_waits"]),
        "take": evaluates and state == State.SUBMITTED and (is_mine or application.evaluator_id is None),
        "evaluate": evaluates and state == State.EVALUATING and is_mine,
        "decide": user.may(Permission.APPLICATION_DECIDE) and state == State.EVALUATED and not is_mine,
        "appeal": receives and appealing["may_file"],
        "decide_appeal": user.may(Permission.APPLICATION_DECIDE),
        "hand_over": receives and is_there,
        "notify": receives and is_there and bool(door(StateService.MAILBOX).url),
    }
