"""What of the indicators to see. It lives in the address."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from .. import spans, words
from ..models import Node, Period
from ..spans import Span, span_of
from .viewing import _ViewForm


class BoardForm(_ViewForm):
    node = forms.ChoiceField(label=_("Part of a framework"), required=False)
    department = forms.ChoiceField(label=words.DIMENSIONS["department"], required=False)
    period = forms.ChoiceField(label=pgettext_lazy("months", "Period"), required=False)

    def __init__(
        self, *args: Any, today: date, nodes: dict[str, Node], departments: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        named = [(node.code, f"{node.code} {node.label_es}"[:90]) for node in nodes.values()]
        self._offer("node", [("", pgettext("masculine", "All")), *named])
        self._offer("department", [("", _("The whole country")), *departments])
        self._offer("period", [(span.code, span.label) for span in spans.offered(today)])
        self.is_valid()

    @property
    def span(self) -> Span:
        """What was chosen; the quarter that is running if nothing was."""
        chosen = span_of(str(self.cleaned_data.get("period") or ""))
        return chosen or spans.holding(Period.QUARTER, self.today)

    @property
    def node_code(self) -> str:
        return str(self.cleaned_data.get("node") or "")

    @property
    def place(self) -> str:
        return str(self.cleaned_data.get("department") or "")

    @property
    def asked(self) -> dict[str, str]:
        """As the address says it, for links to what the same question opens."""
        said = {"period": self.span.code, "department": self.place, "node": self.node_code}
        return {name: value for name, value in said.items() if value}


class PartOfBoardForm(BoardForm):
    """The same, of one indicator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, nodes={}, **kwargs)
        del self.fields["node"]
