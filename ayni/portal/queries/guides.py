"""Which guides there are, in which language, and what waits for whom."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ayni.access import queries as access
from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.codelists.rules import fold

from ..models import Confidence, Guide, GuideDraft, GuideHelp, GuideVersion, NewsDraft, Service, Tongue
from ..rules import guides as rules
from ..rules import pictures
from ..rules.addresses import path_of
from ..rules.texts import whole_text


@dataclass(frozen=True)
class Shown:
    """A guide as somebody reads it in a language: in Spanish where it is not translated."""

    guide: Guide
    source: GuideVersion
    """The Spanish text: what is the same in every language stands with it."""
    said: GuideVersion
    languages: tuple[str, ...]
    """In which it can be read."""

    @property
    def is_translated(self) -> bool:
        return self.said.language != Tongue.ES

    @property
    def is_outdated(self) -> bool:
        return self.is_translated and rules.is_outdated(self.said.meaning, self.source.meaning)

    @property
    def is_discreet(self) -> bool:
        return bool(self.source.fact("discreet"))

    @property
    def service(self) -> Service:
        return self.source.service

    @property
    def order(self) -> tuple[int, str]:
        return int(self.source.fact("order", 100)), self.guide.slug

    @property
    def title(self) -> str:
        return self.said.title

    @property
    def summary(self) -> str:
        return str(self.said.text.get("summary", ""))

    @property
    def address(self) -> str:
        return address_of(self.guide, self.said.language, discreet=self.is_discreet)


def address_of(guide: Guide, language: str, *, discreet: bool) -> str:
    """Where it is read. Of a guide that may betray somebody the address is a number: it stands in the history of the
    browser and in whatever is sent on."""
    return path_of(str(guide.pk) if discreet else guide.slug, language)


def whole_address(path: str) -> str:
    return str(settings.PUBLIC_URL) + path


def begun(on: date) -> QuerySet[GuideVersion]:
    """Of each guide that stands, in each language: the text of that day."""
    newest = (
        GuideVersion.objects.begun(on)
        .filter(guide=OuterRef("guide"), language=OuterRef("language"))
        .order_by("-number")
        .values("pk")[:1]
    )
    return GuideVersion.objects.filter(pk=Subquery(newest), guide__withdrawn_at__isnull=True).select_related("guide")


def _shown(versions: Iterable[GuideVersion], language: str) -> list[Shown]:
    """A translation whose Spanish text is gone is shown to nobody."""
    by_guide: dict[int, dict[str, GuideVersion]] = {}
    for version in versions:
        by_guide.setdefault(version.guide_id, {})[version.language] = version
    found = []
    for said in by_guide.values():
        source = said.get(Tongue.ES)
        if source is not None:
            languages = tuple(one for one in Tongue.values if one in said)
            found.append(Shown(source.guide, source, said.get(language, source), languages))
    return sorted(found, key=lambda one: one.order)


def shelves(language: str, on: date) -> dict[Service, list[Shown]]:
    """All that is published, by service, in the order of the services; what is in the language comes before what is
    only in Spanish."""
    rows = _shown(begun(on).order_by("guide", "language"), language)
    rows.sort(key=lambda one: one.said.language != language)
    return {service: [one for one in rows if one.service == service] for service in Service}


def shown(guide: Guide, language: str, on: date) -> Shown | None:
    """One guide as it is read that day; None: it is not published."""
    return next(iter(_shown(begun(on).filter(guide=guide).order_by("language"), language)), None)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))


def search(language: str, on: date, words: str) -> list[Shown]:
    """Guides in which every word begins some word, without minding accents; those that have it in the title first."""
    wanted = sorted(_words(words[:100]))[:8]
    if not wanted:
        return []
    found = []
    for one in _shown(begun(on).order_by("guide", "language"), language):
        title = _words(one.title)
        rest = title | _words(whole_text(one.said.text)) | _words(str(one.service.label))
        if all(any(word.startswith(want) for word in rest) for want in wanted):
            hits = sum(any(word.startswith(want) for word in title) for want in wanted)
            found.append((-hits, one.order, one))
    return [one for _hits, _order, one in sorted(found, key=lambda row: row[:2])]


def latest(guide: Guide, language: str) -> GuideVersion | None:
    """The newest version, also if its day is still to come."""
    return GuideVersion.objects.filter(guide=guide, language=language).order_by("-number").first()


def meaning_of(guide: Guide) -> int | None:
    """What the Spanish text says now; None: it has none, or was withdrawn."""
    if guide.withdrawn_at is not None:
        return None
    newest = latest(guide, Tongue.ES)
    return newest.meaning if newest else None


def keeper_of(user: User) -> str:
    """Who vouches for a guide, as readers see it: an institution, and nobody's name."""
    return user.organisation.name if user.organisation else ""


def as_if_published(draft: GuideDraft, today: date) -> Shown:
    """A draft as its page would be: what it does not say itself is taken from the Spanish text."""
    source = latest(draft.guide, Tongue.ES) if draft.language != Tongue.ES else None
    confidence = draft.confidence or Confidence.LOW
    said = GuideVersion(
        guide=draft.guide, language=draft.language, text=draft.text, facts=draft.facts, meaning=draft.meaning,
        confidence=confidence, checked_on=today, checked_by=keeper_of(draft.started_by), published_on=today,
    )  # fmt: skip
    return Shown(draft.guide, source or said, said, (draft.language,))


def history(guide: Guide) -> QuerySet[GuideVersion]:
    rows = GuideVersion.objects.filter(guide=guide).select_related("approved_by")
    return rows.order_by("language", "-number")


@dataclass(frozen=True)
class Translation:
    """How a guide stands in a language."""

    language: Tongue
    version: GuideVersion | None
    draft: GuideDraft | None
    is_outdated: bool
    lacks_words: bool
    """Of a picture: it is not shown in this language until somebody says what it shows."""


def translations(guide: Guide, user: User) -> list[Translation]:
    newest = {row.language: row for row in GuideVersion.objects.filter(guide=guide).order_by("number")}
    drafts = {row.language: row for row in GuideDraft.objects.visible_to(user).open().filter(guide=guide)}
    source = newest.get(Tongue.ES)
    return [
        Translation(
            language,
            said := newest.get(language),
            drafts.get(language),
            bool(said and source and language != Tongue.ES and rules.is_outdated(said.meaning, source.meaning)),
            bool(said and source and pictures.without_words(source.facts, said.text)),
        )
        for language in Tongue
    ]


def due(on: date, *, within: int = 0) -> list[GuideVersion]:
    """Spanish texts of that day that are due to be checked against their sources, the longest due first."""
    rows = begun(on).filter(language=Tongue.ES, check_by__lte=on + timedelta(days=within))
    return list(rows.order_by("check_by", "guide__slug"))


def outdated(on: date) -> list[GuideVersion]:
    """Translations that no longer say what the Spanish text says."""
    rows = list(begun(on).order_by("guide__slug", "language"))
    meanings = {row.guide_id: row.meaning for row in rows if row.language == Tongue.ES}
    return [
        row
        for row in rows
        if row.language != Tongue.ES and rules.is_outdated(row.meaning, meanings.get(row.guide_id, row.meaning))
    ]


def drafts_open(user: User) -> QuerySet[GuideDraft]:
    rows = GuideDraft.objects.visible_to(user).open().select_related("guide", "started_by")
    return rows.order_by("state", "guide__slug", "language")


def finished_drafts(user: User) -> QuerySet[GuideDraft]:
    rows = GuideDraft.objects.visible_to(user).exclude(state__in=["WRITING", "SUBMITTED"])
    return rows.select_related("guide", "started_by", "version").order_by("-started_at", "-pk")[:50]


def draft_of(guide: Guide, language: str, user: User) -> GuideDraft | None:
    return GuideDraft.objects.visible_to(user).open().filter(guide=guide, language=language).first()


def waiting_for(user: User) -> QuerySet[GuideDraft]:
    """Drafts that this user could publish."""
    wrote = GuideDraft.authors.through._default_manager.filter(guidedraft=OuterRef("pk"), user=user)
    rows = GuideDraft.objects.visible_to(user).filter(~Exists(wrote), state="SUBMITTED")
    return rows.select_related("guide").order_by("submitted_at", "pk")


def publishers_of(draft: GuideDraft | NewsDraft) -> QuerySet[User]:
    """Whoever may publish it and can be told so."""
    own = access.holders_of(Permission.GUIDE_APPROVE).filter(organisation__in=access.own_institution())
    return own.exclude(pk__in=draft.authors.order_by().values("pk")).exclude(email="")


def help_counts(guide: Guide) -> QuerySet[GuideHelp]:
    """How many said that it was of use, and how many that it was not: the last months, the newest first."""
    return GuideHelp.objects.filter(guide=guide).order_by("-month", "language")[:24]
