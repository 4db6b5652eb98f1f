"""Reports: for whoever sees to them, and who that is."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ayni.access import queries as access
from ayni.access.models import Office, User
from ayni.access.permissions import Permission, Role
from ayni.cases.models import Case
from ayni.codelists.models import Listed
from ayni.lib.names import plain
from ayni.referrals import queries as referrals
from ayni.referrals.queries import token_hash

from .. import rules
from ..models import Category, Entry, Receipt, Report, Route, State

QUEUE_ORDER = ("answer_by", "id")
ENDED_ORDER = ("-received_at", "-id")
MOST_OF_A_CASE = 20
WITH = ("category", "office", "about_office", "taken_by")


def categories(kind: str) -> list[Category]:
    """Those that are offered for this kind, in their order."""
    rows = Category.objects.current().order_by("order", "code")
    return [one for one in rows if kind in one.kinds.split("|")]


def category_words(category: Category) -> str:
    """In the language of the page: our catalogues have the words of the list by their English ones."""
    is_spanish = (get_language() or "es").startswith("es") or not category.label_en
    return category.label_es if is_spanish else _(category.label_en)


def all_categories() -> QuerySet[Category]:
    return Category.objects.current().order_by("order", "code")


def offices_to_tell_of() -> QuerySet[Office]:
    """Those of our institution, closed ones too: it may be about what happened before."""
    return Office.objects.filter(organisation__in=access.own_institution()).order_by("name", "pk")


def office_for(about: Office | None) -> Office | None:
    """Where a report is counted: the office that it is about, if somebody supervises it; else whoever reaches it."""
    if about is not None and access.supervisors_of(about):
        return about
    return referrals.office_for(about.department if about else None)


def on_board(user: User) -> QuerySet[Report]:
    return Report.objects.visible_to(user).select_related(*WITH).defer("text")


def of_case(user: User, case: Case) -> list[Report]:
    """What the person agreed to join to this case, for whoever may see both. Nothing that is for named people: whoever
    works on the case may be whom it is about."""
    if not user.may(Permission.FEEDBACK_WORK):
        return []
    return list(on_board(user).filter(case=case).exclude(route=Route.NAMED).order_by(*ENDED_ORDER)[:MOST_OF_A_CASE])


def chosen(rows: QuerySet[Report], *, state: str, office: str, category: str, at: datetime) -> QuerySet[Report]:
    """What of the board is wanted: the very rows that each of its numbers counts."""
    rows = rows.filter(STATES[state]) if state in STATES else rows
    if state == "tarde":
        rows = rows.filter(late(at))
    if office.isascii() and office.isdecimal() and len(office) < 10:
        rows = rows.filter(office=int(office))
    return rows.filter(category__code=category) if category else rows


STATES = {
    "abiertos": Q(state__in=[State.RECEIVED, State.TAKEN, State.REOPENED]),
    "tarde": Q(state__in=[State.RECEIVED, State.TAKEN, State.REOPENED]),
    "respondidos": Q(state=State.ANSWERED),
    "terminados": Q(state__in=[State.CLOSED, State.DISCARDED]),
}
"""By the word of the address."""


def late(at: datetime) -> Q:
    """Nobody answered in time, or it was not closed in time."""
    return Q(first_answered_at__isnull=True, answer_by__lt=at) | Q(close_by__lt=at)


def board(user: User, at: datetime) -> dict[str, list[tuple[str, str, int, int]]]:
    """Of what is open: by office and by category, how many and how many of them late. Code, words and two numbers."""
    rows = Report.objects.visible_to(user).open()
    counts = {"number": Count("pk"), "late": Count("pk", filter=late(at))}
    by_office = rows.order_by("office__name").values_list("office", "office__name").annotate(**counts)
    by_category = rows.order_by("category__label_es").values_list("category__code", "category__label_es")
    return {
        "offices": [(str(pk), name, number, tardy) for pk, name, number, tardy in by_office],
        "categories": list(by_category.annotate(**counts)),
    }


def numbers(user: User, at: datetime) -> dict[str, int]:
    rows = Report.objects.visible_to(user)
    wanted = {
        word: Count("pk", filter=where & late(at) if word == "tarde" else where) for word, where in STATES.items()
    }
    found: dict[str, int] = rows.aggregate(**wanted)
    return found


def whole(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.select_related(*WITH, "voice", "picture", "case")


def entries_of(report: Report) -> list[Entry]:
    return list(report.entries.select_related("by").order_by("at", "id"))


def told_to_the_person(report: Report) -> list[Entry]:
    """What whoever told it may read again: what became of it, and what was answered."""
    inside = ["SORTED", "JOINED", "NAMED"]
    return list(report.entries.exclude(step__in=inside).order_by("at", "id"))


def receipt_of(number: str) -> Receipt | None:
    return Receipt.objects.select_related("report__category", "report__office").filter(number=number).first()


def code_hash(number: str, code: str) -> str:
    return token_hash("feedback", f"{number}:{code}")


def fingerprint(*, category: Listed, office: Office, text: str) -> str:
    words = "".join(plain(text).split())
    return token_hash("feedback-words", f"{category.code}:{office.pk}:{words}") if words else ""


def told_before(mark: str, text: str, at: datetime) -> Report | None:
    """The same words about the same office, not long ago; of few words, when many said them today. What is sensitive is
    heard on its own each time."""
    if not mark:
        return None
    alike = Report.objects.filter(fingerprint=mark).exclude(route=Route.NAMED)
    if len("".join(plain(text).split())) >= rules.LEAST_LETTERS:
        return alike.filter(received_at__gt=at - rules.SAME_WITHIN).order_by("received_at", "pk").first()
    today = list(
        alike.filter(received_at__gt=at - rules.SHORT_WITHIN).order_by("-received_at", "-pk")[: rules.SHORT_ALIKE]
    )
    return today[0] if len(today) == rules.SHORT_ALIKE else None


# Who sees to what.


def works_in(user: User) -> set[int]:
    """The offices that somebody belongs to or has a role in today."""
    offices = {m.office_id for m in user.active_memberships} | {user.office_id}
    return {office for office in offices if office}


def confidants(*, about_office: Office | None, concerned: Collection[int]) -> list[User]:
    """Who may receive a sensitive report about this office and these people."""
    everybody = {user.pk: user for user in access.holders_of(Permission.FEEDBACK_SENSITIVE)}
    found = rules.eligible(
        [(pk, works_in(user)) for pk, user in everybody.items()],
        about_office=about_office.pk if about_office else None, concerned=concerned,
    )  # fmt: skip
    return [everybody[pk] for pk in found]


def who_sees_to(report: Report) -> list[User]:
    """Everybody who could take it now."""
    if report.route == Route.NAMED:
        named = [row.user for row in report.named.filter(ended_at__isnull=True).select_related("user").order_by("pk")]
        return [user for user in named if user.is_active and user.may(Permission.FEEDBACK_SENSITIVE)]
    one = Report.objects.filter(pk=report.pk)
    supervisors = [user for user in access.holders_of(Permission.FEEDBACK_WORK) if Role.SUPERVISOR in user.active_roles]
    return [user for user in supervisors if one.visible_to(user).exists()]


def colleagues_of(report: Report, but: Collection[int] = ()) -> QuerySet[User]:
    """Whom a report may be about: whoever works in the office that it is about, or in our institution."""
    rows = User.objects.filter(is_active=True).exclude(pk__in=but)
    if report.about_office is not None:
        rows = rows.filter(Q(office=report.about_office) | Q(memberships__office=report.about_office)).distinct()
    else:
        rows = rows.filter(organisation__in=access.own_institution())
    return rows.order_by("last_name", "first_name", "pk")


def to_name(report: Report) -> QuerySet[User]:
    """Who else could be named for a sensitive report."""
    found = confidants(about_office=report.about_office, concerned=concerned_by(report))
    named = report.named.filter(ended_at__isnull=True).order_by().values("user")
    rows = User.objects.filter(pk__in=[user.pk for user in found]).exclude(pk__in=named)
    return rows.order_by("last_name", "first_name", "pk")


def concerned_by(report: Report) -> list[int]:
    return list(report.concerned.order_by("pk").values_list("user", flat=True))


def case_of_number(typed: str, user: User) -> Case | None:
    return Case.objects.visible_to(user).filter(number=typed).first()
