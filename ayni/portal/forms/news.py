"""What whoever writes news fills in, and what confirms an address of the catalogue of links."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.fields import BaseForm, DayField
from ayni.outreach import queries as outreach
from ayni.outreach.models import Campaign, Session

from .. import queries
from ..actions import WrittenNews
from ..models import NewsDraft, NewsSaid, Tongue

PARTS = ("title", "summary", "body")


class NewNewsForm(BaseForm, forms.Form):
    title = forms.CharField(max_length=120, label=pgettext_lazy("news", "Title"))
    slug = forms.CharField(
        max_length=60, label=_("Address"),
        help_text=_("Small letters, digits and dashes, such as feria-de-empleo. It never changes afterwards."),
    )  # fmt: skip

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).strip().lower().strip("/")


def _codes(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(required=False, max_length=600, label=label, help_text=hint)


class NewsForm(BaseForm, forms.Form):
    """The Spanish text first, then the other languages, each of which may stay empty."""

    marks_optional: ClassVar[bool] = False

    figures = _codes(
        _("Published figures that it rests on"),
        _("Their codes, separated by commas, such as FIG-116. Each is shown with its source."),
    )
    guides = _codes(_("Guides that it leads to"), _("Their addresses, separated by commas, such as carne."))
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), required=False, label=_("Campaign"), empty_label=pgettext_lazy("news", "None")
    )
    session = forms.ModelChoiceField(
        Session.objects.none(), required=False, label=_("Session"), empty_label=pgettext_lazy("news", "None")
    )
    publish_on = DayField(required=False, label=_("From which day?"), help_text=_("Empty: as soon as it is published."))
    reason = forms.CharField(
        required=False, max_length=300, label=_("Why does it change?"), help_text=_("For whoever reads it over.")
    )

    def __init__(self, *args: Any, draft: NewsDraft, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_typed(draft), **kwargs)
        own = dict(self.fields)
        self.fields.clear()
        for tongue in Tongue:
            self.fields |= {f"{part}_{tongue}": field for part, field in _of_language(tongue).items()}
        self.fields |= own
        self._offer("campaign", outreach.public_campaigns(), draft.campaign)
        self._offer("session", queries.sessions_to_lead_to(), draft.session)

    def _offer(self, name: str, rows: Any, chosen: Any) -> None:
        """What is public, and what was chosen although it is not public any more: the page says so."""
        if chosen is not None:
            rows = rows.model.objects.filter(pk__in=[*rows.values_list("pk", flat=True)[:500], chosen.pk])
        field: Any = self.fields[name]
        field.queryset = rows
        field.label_from_instance = lambda one: one.title

    @property
    def by_language(self) -> list[tuple[Tongue, list[forms.BoundField], bool]]:
        """Language, its fields, and whether it is open: it has text, or errors."""
        found = []
        for tongue in Tongue:
            fields = [self[f"{part}_{tongue}"] for part in PARTS]
            found.append((tongue, fields, any(field.value() or field.errors for field in fields)))
        return found

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in type(self).base_fields]

    def written(self) -> WrittenNews:
        said = self.cleaned_data
        texts = {tongue.value: text for tongue in Tongue if (text := _text(said, tongue))}
        return WrittenNews(
            texts=texts, figures=_split(said["figures"].upper()), guides=_split(said["guides"].lower()),
            campaign=said["campaign"], session=said["session"], publish_on=said["publish_on"], reason=said["reason"],
        )  # fmt: skip


def _of_language(tongue: Tongue) -> dict[str, forms.Field]:
    say = f"{tongue.label}: " if tongue != Tongue.ES else ""
    area = forms.Textarea
    return {
        "title": forms.CharField(required=False, max_length=120, label=f"{say}{pgettext_lazy('news', 'Title')}"),
        "summary": forms.CharField(
            required=False, max_length=600, label=f"{say}{_('Summary')}", help_text=_("One or two sentences."),
            widget=area(attrs={"rows": 2, "lang": tongue.value}),
        ),
        "body": forms.CharField(
            required=False, max_length=8000, label=f"{say}{_('Text')}",
            widget=area(attrs={"rows": 8, "lang": tongue.value}),
            help_text=_(
                "An empty line between paragraphs. {figure:FIG-116} brings a published figure with its source."
            ),
        ),
    }  # fmt: skip


def _text(said: dict[str, Any], tongue: Tongue) -> dict[str, Any]:
    """What was filled in of a language; a language of which nothing is, is not there."""
    blocks = re.split(r"\n\s*\n", said[f"body_{tongue}"].replace("\r\n", "\n"))
    text = {
        "title": said[f"title_{tongue}"].strip(), "summary": " ".join(said[f"summary_{tongue}"].split()),
        "body": [" ".join(block.split()) for block in blocks if block.strip()],
    }  # fmt: skip
    return {name: value for name, value in text.items() if value}


def _split(typed: str) -> list[str]:
    return list(dict.fromkeys(code.strip() for code in typed.split(",") if code.strip()))


def _as_typed(said: NewsSaid) -> dict[str, Any]:
    typed: dict[str, Any] = {
        "figures": ", ".join(said.figures), "guides": ", ".join(said.guides), "campaign": said.campaign,
        "session": said.session, "publish_on": getattr(said, "publish_on", None), "reason": getattr(said, "reason", ""),
    }  # fmt: skip
    for tongue in Tongue:
        text = said.text(tongue)
        typed |= {f"{part}_{tongue}": text.get(part, "") for part in ("title", "summary")}
        typed[f"body_{tongue}"] = "\n\n".join(text.get("body") or [])
    return typed


class ConfirmForm(BaseForm, forms.Form):
    address = forms.URLField(label=_("Address"), max_length=300, assume_scheme="https")
    source = forms.CharField(
        label=_("Where it stands"), max_length=300, help_text=_("The document, letter or official page that gives it.")
    )
