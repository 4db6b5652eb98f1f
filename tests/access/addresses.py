"""The words of the addresses of pages, for a thing of a variant."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .guide_pages import words_of_guides
from .observatory_api import OBSERVATORY_API_WORDS as OF_THE_OBSERVATORY
from .session_pages import SESSION_PAGES
from .things import Things
from .whom import PUBLIC

KINDS_OF_FILES = {
    "case", "person", "screening", "inbox", "pair", "merge", "approval", "transfer", "tracing", "application",
    "fined",
}  # fmt: skip


KEPT = {
    "directory:confirm_focal_point": "focal point",
    "directory:end_focal_point": "focal point",
    "directory:name_substitute": "focal point",
    "directory:report_absence": "focal point",
    "directory:cancel_absence": "absence",
    "directory:remove_part": "hours",
    "directory:decide": "proposal",
}
"""Of what the address of a page names the key; of the others, a service."""


OF_A_CATALOGUE_DRAFT = (
    "catalogue-draft", "describe-catalogue-draft", "submit-catalogue-draft", "approve-catalogue-draft",
    "return-catalogue-draft", "discard-catalogue-draft", "add-catalogue-part", "change-catalogue-part",
)  # fmt: skip
OF_SESSIONS = [name for name, one in SESSION_PAGES.items() if one.who == PUBLIC]
EXPECTING = {
    "procedures:booking-offices", "procedures:booking-days", "procedures:booking-hours", "procedures:booking-list",
    "procedures:booking-book",
}  # fmt: skip
OF_APPOINTMENTS = {"appointment", "calendar", "campaign", "kept campaign", "slot"}


@dataclass(frozen=True)
class Addresses:
    things: Things

    def word(self, name: str, word: str, of: str, variant: str) -> Any:
        """One word of the address of a page, for a thing of this variant."""
        if name.startswith(("desk:", "governance:", "procedures:", "referrals:")) and name.endswith("-in"):
            return "pt" if word == "language" else self.word(name.removesuffix("-in"), word, of, variant)
        if name in EXPECTING or of in OF_APPOINTMENTS:
            return self.things.expecting.word(name, word, variant)
        if name in (fixed := self._of_pages()):
            return fixed[name].get(word, fixed[name].get("pk"))
        ways = self._ways()
        if of in ways and (found := ways[of](name, word, variant)) is not None:
            return found
        return self._else(name, word, variant)

    def _ways(self) -> dict[str, Callable[[str, str, str], Any]]:
        """Kind of thing → page, word and variant → the word; None: not of the thing."""
        return {
            **dict.fromkeys(KINDS_OF_FILES, lambda name, word, variant: self.things.files[variant].ids.get(word)),
            "user": lambda name, word, variant: self.things.users[variant][word],
            "import": lambda name, word, variant: {
                "batch_id": self.things.imports[variant].pk, "number": 2, "state": "held"}[word],
            "kept": self._of_kept,
            "proposal": lambda name, word, variant: self.things.kept["cem"]["proposal"],
            "preregistration": lambda name, word, variant: self.things.preregistration[word],
            "alert": lambda name, word, variant: self.things.alerts[variant].pk,
            "report": lambda name, word, variant: {
                "report_id": self.things.reports[variant].pk, "which": "foto"}[word],
            "session": lambda name, word, variant: self.things.sessions[variant][word],
            **{kind: lambda name, word, variant, of=of: of[variant].pk for kind, of in self.things.campaigns.items()},
            "call": lambda name, word, variant: self.things.calls[variant].pk,
            "own alert": lambda name, word, variant: self.things.own_alert.pk,
            "ticket": lambda name, word, variant: self.things.tickets[variant].pk,
            "window": lambda name, word, variant: self.things.windows[variant].pk,
            "device": lambda name, word, variant: self.things.device.pk,
            "agreed": lambda name, word, variant: self.things.cast.oim.code,
            "agreement": lambda name, word, variant: self.things.agreement.pk,
            "keeper": lambda name, word, variant: getattr(self.things.cast, variant).pk,
            "absence": lambda name, word, variant: getattr(self.things.cast, variant.split()[1]).pk,
            "batch": lambda name, word, variant: {"batch_id": self.things.cards[variant].batch_id, "part": 1}[word],
            "card": lambda name, word, variant: self.things.cards[variant].pk,
            "power": lambda name, word, variant: {
                "card_id": self.things.cards[variant].pk,
                "proxy_id": self.things.cards[variant].person.card_proxies.get().pk}[word],
            "card object": lambda name, word, variant: self.things.cards[variant].pk,
            "carded application": lambda name, word, variant: self.things.cards[variant].application_id,
            "box": lambda name, word, variant: self.things.box.pk,
            "asked": lambda name, word, variant: self.things.files[variant].ids[
                {"application_id": "asked_id", "item_id": "asked_item_id"}[word]],
            "glass": lambda name, word, variant: self.things.glass["protected"].pk,
            "review": lambda name, word, variant: self.things.glass[variant].pk,
            "breach": lambda name, word, variant: {
                "breach_id": self.things.breaches[variant].pk, "step": "assess"}[word],
            "tracing": lambda name, word, variant: {
                **self.things.files[variant].ids, "step": "wish",
                "person_id": self.things.files["free"].person.pk}.get(word),
        }  # fmt: skip

    def _of_pages(self) -> dict[str, dict[str, Any]]:
        """Pages that show one thing to everybody who may open them."""
        return {
            "directory:address": {"pk": self.things.location.pk},
            "directory:location": {"pk": self.things.location.pk},
            "desk:counted-rows": {"measure": "expected"},
            "procedures:regime": {"code": self.things.fined.regime.code},
            "procedures:procedure": {"code": self.things.fined.code},
            "procedures:procedure-version": {"code": self.things.fined.code, "version": 1},
            "procedures:start-catalogue-draft": {"code": self.things.fined.code, "kind": "tramite"},
            **{f"procedures:{name}": self.things.catalogue_draft for name in OF_A_CATALOGUE_DRAFT},
            **dict.fromkeys(OF_SESSIONS, {**self.things.sessions["of sede central"], "language": "pt"}),
            **self.things.words_of_campaigns,
            **OF_THE_OBSERVATORY,
            **dict.fromkeys(("observatory:series-theme", "observatory:series-theme-en"), {"word": "retorno"}),
            **dict.fromkeys(("observatory:blank", "observatory:blank-en"), {"word": "resumen", "suffix": "csv"}),
            **words_of_guides(
                self.things.guide_draft.pk,
                self.things.service.hsds_id,
                self.things.cast.sede_central.code,
                self.things.guide_picture,
            ),
            "directory:end_mark": {"pk": self.things.mark.pk},
            **self.things.results,
            # Of nobody who looked: as an address that somebody else opens.
            "procedures:status-paper": {"item_id": self.things.draft.pk},
            "procedures:status-resolution": {"resolution_id": self.things.draft.pk},
            "directory:service": {"pk": self.things.service.pk},
            "directory:edit": {"pk": self.things.service.pk, "kind": "servicios"},
            "directory:agreement": {"pk": self.things.agreement.pk},
        }

    def _of_kept(self, name: str, word: str, variant: str) -> Any:
        same = {"code": self.things.kept[variant]["code"], "kind": "servicios", "table": "phone", "part": "horarios"}
        return same.get(word) or self.things.kept[variant][KEPT.get(name, "service")]

    def _else(self, name: str, word: str, variant: str) -> Any:
        fixed = (
            {
                "draft_id": self.things.draft.pk,
                "mail_id": self.things.draft.pk,
                "sweep_id": self.things.sweep.pk,
                "token": "x" * 43,
                "ticket": "x" * 22,
                "proof": "x" * 20,
                "uidb36": "1",
                "provider_id": "estado",
                "key": "abc-def",
                "version": 1,
                "purpose": "register",
                "measure": "late",
                "which": "firmada",
                "slug": "ocupaciones" if name != "feedback:question" else "tipo",
                "kind": "OCCUPATION",
                "quarter": "2026-T3",
                "number": "2026-09.1",
                "field": "district",
                "thing": "foto",
                "pk": 1,
                "requirement_id": 1,
                "code": "VP-INDOC",
            }
            | self.things.norms
            | self.things.participation
        )
        codes = {
            "desk:number": variant,
            "desk:screening-form": self.things.form.code,
            "desk:form-times": self.things.case_form.code,
            "desk:instrument": self.things.case_form.code,
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
