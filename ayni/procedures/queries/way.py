"""What the pages of the route finder that anybody opens show, in the language of whoever reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from babel import Locale
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext, pgettext_lazy

from ayni.access.models import Organisation
from ayni.codelists.models import Country

from ..hooks import PUBLIC_SITE, Call, GuideLink
from ..models import Applies, Procedure, RequirementKind
from ..questionnaire import SOURCE, Phrase, Questionnaire, questionnaire
from ..rules import routes
from ..rules.questions import NONE, QUESTIONS
from ..rules.way import UNSAID, Kind, Question, Said, Step, Way, walk
from . import places
from . import routes as catalogue

SURE = frozenset({"high", "stated"})
NEAREST = {"ht": "fr"}
"""In which language countries are named where nobody wrote down their names in that of the page."""

NO_COUNTRY: dict[str, Any] = {
    "XXA": pgettext_lazy("nationality", "Stateless: no country recognises me"),
    "XXB": pgettext_lazy("nationality", "Refugee"),
    "XXX": pgettext_lazy("nationality", "It is not known"),
}
# What is asked of whoever went through something says so to whoever finds the list: it is asked without its reason.
WHOM: dict[str, Any] = {
    Applies.ADULTS: pgettext_lazy("way", "from 18 years on"),
    Applies.CHILDREN: pgettext_lazy("way", "under 18 years"),
    Applies.REPRESENTED: pgettext_lazy("way", "under 18 years, or if somebody decides for you"),
    Applies.OTHERS: pgettext_lazy("way", "only in some cases"),
}
HOW: dict[str, Any] = {
    RequirementKind.DECLARATION: pgettext_lazy("way", "you sign it"),
    RequirementKind.PAYMENT: pgettext_lazy("way", "you pay, and keep the receipt"),
    RequirementKind.FORM: pgettext_lazy("way", "a form to fill in"),
    RequirementKind.BIOMETRICS: pgettext_lazy("way", "photo, signature and finger, on the day of your appointment"),
    RequirementKind.CONDITION: pgettext_lazy("way", "at the office they look whether it is so"),
}


def html(phrase: Phrase, *, is_sure: bool = True) -> SafeString:
    lang = format_html(' lang="{}"', phrase.language) if phrase.language else ""
    said = format_html("<span{}>{}</span>", lang, phrase.text) if lang else format_html("{}", phrase.text)
    if is_sure:
        return said
    template = '<span class="ay-unsure">{}</span> <span class="ay-unsure__note">{}</span>'
    return format_html(template, said, _("(to be confirmed)"))


@dataclass
class Finder:
    """The catalogue of one day, asked once for a page."""

    on: date
    asked: Questionnaire = field(default_factory=questionnaire)

    @cached_property
    def offers(self) -> list[routes.Offer]:
        return catalogue.offers(self.on)

    @cached_property
    def rules(self) -> list[routes.Rule]:
        return catalogue.rules(self.on)

    def walk(self, said: Said, *, to_the_end: bool = False) -> Way:
        return walk(self.asked.questions, self.offers, self.rules, said, self.on, to_the_end=to_the_end)

    def route(self, way: Way) -> routes.Route:
        return routes.find_route(self.offers, self.rules, way.answers)


def countries(language: str) -> dict[str, str]:
    """By code, in the order of their names; what is no country comes first."""
    rows = Country.objects.current().order_by("code").values_list("code", "alpha2", "label_es", "label_en")
    named = {code: _no_country(code, language) or _country(alpha2, es, en, language) for code, alpha2, es, en in rows}
    return dict(sorted(named.items(), key=lambda one: (not one[0].startswith("XX"), one[1])))


def _no_country(code: str, language: str) -> str:
    """Codes of passports that name none: no list of territories has words for them."""
    with override(language):
        return str(NO_COUNTRY.get(code, ""))


def _country(alpha2: str, es: str, en: str, language: str) -> str:
    own = {SOURCE: es, "en": en}.get(language)
    return own or _territories(NEAREST.get(language, language)).get(alpha2) or es


@lru_cache(maxsize=8)
def _territories(language: str) -> Mapping[str, str]:
    return dict(Locale(language).territories)


@dataclass(frozen=True)
class Choice:
    code: str
    words: SafeString
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question, ready to be printed."""

    question: Question
    number: int
    title: SafeString
    hint: SafeString
    why: SafeString
    choices: list[Choice]
    none: Choice | None
    typed: tuple[str, ...]

    @property
    def written(self) -> str:
        return self.typed[0] if self.typed else ""


def asked(step: Step, number: int, typed: tuple[str, ...], language: str, names: Mapping[str, str]) -> Asked:
    one, say = step.question, questionnaire().say
    if one.kind == Kind.COUNTRY:
        choices = [Choice(code, format_html("{}", name), code in typed) for code, name in names.items()]
    else:
        choices = [
            Choice(code, html(say(f"{one.code}.{code}", language)), code in typed)
            for code in dict.fromkeys([*step.offered, *(code for code in typed if code in one.choices)])
        ]
    none = Choice(NONE, html(say(f"{one.code}.{NONE}", language)), NONE in typed) if one.kind == Kind.MANY else None
    words = [html(say(one.code + part, language)) for part in ("", ".hint", ".why")]
    return Asked(one, number, words[0], words[1], words[2], choices, none, typed)


@dataclass(frozen=True)
class Answered:
    """An answer in the list of them, with the words that change it."""

    code: str
    title: SafeString
    answer: SafeString


def answered(steps: Sequence[Step], language: str, names: Mapping[str, str]) -> list[Answered]:
    say = questionnaire().say
    return [Answered(one.question.code, html(say(one.question.code, language)), in_words(one, language, names))
            for one in steps]  # fmt: skip


def in_words(step: Step, language: str, names: Mapping[str, str]) -> SafeString:
    one, value = step.question, step.said
    if value in {"", UNSAID}:
        return format_html("{}", pgettext("way", "Not answered"))
    plain: dict[Kind, Callable[[str], str]] = {
        Kind.NUMBER: str,
        Kind.DAY: lambda day: "/".join(reversed(day.split("-"))),
        Kind.COUNTRY: lambda code: names.get(code, code),
    }
    if one.kind in plain:
        return format_html("{}", plain[one.kind](value))
    said = [html(questionnaire().say(f"{one.code}.{code}", language)) for code in value.split("|")]
    return format_html_join(mark_safe("; "), "{}", ((one,) for one in said))


def is_quiet(steps: Sequence[Step]) -> bool:
    """Whether somebody answered what may betray them."""
    return any(one.question.is_quiet and one.said not in {"", UNSAID, NONE, "no"} for one in steps)


def plain(steps: Sequence[Step]) -> list[Step]:
    """What may stand on a sheet of paper that somebody else may find."""
    return [one for one in steps if not one.question.is_quiet]


@dataclass(frozen=True)
class Paper:
    words: SafeString
    notes: str


@dataclass(frozen=True)
class Card:
    """One procedure, for whoever may apply for it."""

    code: str
    title: SafeString
    says: SafeString
    depends_on: list[SafeString]
    missing: list[Paper]
    at_hand: list[Paper]
    to_do: list[Paper]
    spared: list[tuple[SafeString, str]]
    """What is not asked for, and by which norm."""
    costs: list[SafeString]
    is_free: bool
    time: SafeString
    rule: str
    norms: list[str]
    authority: Organisation | None
    guides: list[GuideLink]
    can_book: bool
    instead: list[SafeString]
    closed_on: date | None


@dataclass(frozen=True)
class Told:
    """All that the rules say, ready to be printed."""

    advice: list[tuple[SafeString, str, bool]]
    """The sentence, its norm, and whether it may stand on a sheet of paper that somebody else may find."""
    possible: list[Card]
    maybe: list[Card]
    blocked: list[Card]
    closed: list[Card]
    is_alone: bool
    is_national: bool

    @property
    def plain_advice(self) -> bool:
        return any(is_plain for _says, _norm, is_plain in self.advice)


class Teller:
    """Finds words for what the rules found."""

    def __init__(self, finder: Finder, language: str) -> None:
        self.finder, self.language = finder, language
        self.say, self.say_rule = finder.asked.say, finder.asked.say_rule
        rows = Procedure.objects.in_force(finder.on).select_related("authority").order_by("code")
        self.procedures = {row.code: row for row in rows}
        self.bookable = set(places.bookable().order_by().values_list("code", flat=True))
        self.guides = PUBLIC_SITE[0].guides(language, finder.on) if PUBLIC_SITE else []

    def tell(self, way: Way) -> Told:
        route = self.finder.route(way)
        advice = [
            (self._rule(rule), rule.legal_basis, all(one.field != "profiles" for one in rule.when))
            for rule in route.advice
        ]
        return Told(
            advice=advice,
            possible=self._cards(route.possible),
            maybe=self._cards(route.maybe),
            blocked=self._cards(route.blocked),
            closed=self._cards(route.closed),
            is_alone=way.answers.alone == "yes" and (way.answers.age is None or way.answers.age < 18),
            is_national=way.answers.situation == "NATIONAL",
        )

    def _rule(self, rule: routes.Rule) -> SafeString:
        return html(self.say_rule(rule.says, self.language), is_sure=rule.confidence in SURE)

    def _name(self, offer: routes.Offer) -> SafeString:
        row = self.procedures.get(offer.code)
        if self.language == "en" and row and row.label_en:
            return format_html("{}", row.label_en)
        return html(self._spanish(offer.label))

    def _spanish(self, text: str) -> Phrase:
        """As the office calls it, in whatever language the page is."""
        return Phrase(text, "" if self.language == SOURCE else SOURCE)

    def _cards(self, found: Sequence[routes.Found]) -> list[Card]:
        return [self._card(one) for one in found]

    def _card(self, one: routes.Found) -> Card:
        row = self.procedures.get(one.offer.code)
        guides = [guide for guide in self.guides if one.offer.code in guide.procedures]
        depends = dict.fromkeys(self._question(name) for name in one.unknown)
        return Card(
            code=one.offer.code, title=self._name(one.offer), says=self._rule(one.rule), depends_on=list(depends),
            missing=[self._paper(need) for need in one.missing], at_hand=[self._paper(need) for need in one.at_hand],
            to_do=[self._paper(need, how=True) for need in one.to_do],
            spared=[(self._rule(each.rule), each.rule.legal_basis) for each in one.exempt],
            costs=[self._cost(cost) for cost in one.costs], is_free=one.free_by is not None, time=self._time(one.offer),
            rule=one.rule.code, norms=list(dict.fromkeys(filter(None, (one.rule.legal_basis, one.offer.legal_basis)))),
            authority=row.authority if row else None,
            # The fewer it speaks of, the more it says of this one.
            guides=sorted(guides, key=lambda guide: len(guide.procedures))[:3],
            can_book=one.offer.code in self.bookable, instead=[self._name(other) for other in one.instead],
            closed_on=one.offer.window.closes_on,
        )  # fmt: skip

    def _question(self, field: str) -> SafeString:
        """By what a person is asked, and by what staff are asked where a person is not."""
        wanted = "entered" if field == "days_here" else field
        found = next((one for one in self.finder.asked.questions if one.field == wanted), None)
        return html(self.say(found.code, self.language)) if found else format_html("{}", QUESTIONS.get(wanted, wanted))

    def _paper(self, need: routes.Needed, *, how: bool = False) -> Paper:
        notes = [] if need.mandatory else [_("only if there is one")]
        notes += [WHOM.get(need.applies, ""), HOW.get(need.kind, "") if how else ""]
        return Paper(
            html(self._spanish(need.label), is_sure=need.confidence in SURE), "; ".join(filter(None, map(str, notes)))
        )

    def _cost(self, cost: routes.Cost) -> SafeString:
        said = " · ".join(filter(None, (_soles(cost.amount), str(WHOM.get(cost.applies, "")))))
        return html(Phrase(said), is_sure=cost.confidence in SURE)

    def _time(self, offer: routes.Offer) -> SafeString:
        said = ngettext("%(n)s working day", "%(n)s working days", offer.days) % {"n": offer.days}
        return html(Phrase(said), is_sure=offer.days_confirmed)


def _soles(amount: Decimal) -> str:
    return pgettext("fee", "Free") if amount == 0 else f"S/ {amount:,.2f}"


def calls(language: str) -> list[Call]:
    return PUBLIC_SITE[0].calls(language) if PUBLIC_SITE else []


def first_page(language: str) -> str:
    return PUBLIC_SITE[0].start(language) if PUBLIC_SITE else ""


def where_to_go(language: str) -> str:
    return PUBLIC_SITE[0].where_to_go(language) if PUBLIC_SITE else ""
