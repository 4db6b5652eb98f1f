"""The words of the addresses of pages, for a thing of a variant."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .things import Things

KINDS_OF_FILES = {
    "case", "person", "screening", "inbox", "pair", "merge", "approval", "transfer", "tracing"
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


@dataclass(frozen=True)
class Addresses:
    things: Things

    def word(self, name: str, word: str, of: str, variant: str) -> Any:
        """One word of the address of a page, for a thing of this variant."""
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
            "alert": lambda name, word, variant: self.things.alerts[variant].pk,
            "own alert": lambda name, word, variant: self.things.own_alert.pk,
            "agreed": lambda name, word, variant: self.things.cast.oim.code,
            "agreement": lambda name, word, variant: self.things.agreement.pk,
            "keeper": lambda name, word, variant: getattr(self.things.cast, variant).pk,
            "absence": lambda name, word, variant: getattr(self.things.cast, variant.split()[1]).pk,
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
            "directory:end_mark": {"pk": self.things.mark.pk},
            "directory:service": {"pk": self.things.service.pk},
            "directory:edit": {"pk": self.things.service.pk, "kind": "servicios"},
            "directory:agreement": {"pk": self.things.agreement.pk},
        }

    def _of_kept(self, name: str, word: str, variant: str) -> Any:
        same = {"code": self.things.kept[variant]["code"], "kind": "servicios", "table": "phone", "part": "horarios"}
        return same.get(word) or self.things.kept[variant][KEPT.get(name, "service")]

    def _else(self, name: str, word: str, variant: str) -> Any:
        fixed = {
            "draft_id": self.things.draft.pk,
            "mail_id": self.things.draft.pk,
            "sweep_id": self.things.sweep.pk,
            "token": "x" * 43,
            "proof": "x" * 20,
            "uidb36": "1",
            "key": "abc-def",
            "version": 1,
            "purpose": "register",
            "measure": "late",
            "slug": "ocupaciones",
            "kind": "OCCUPATION",
            "field": "district",
            "pk": 1,
            "code": "VP-INDOC",
        } | self.things.norms
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
