"""What is asked where cards are made, carried, counted and handed over. Scanners type into the first box of a page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.design.fields import BaseForm, DayField
from ayni.files.fields import PAPERS, PICTURES, PictureForm, picture_field
from ayni.files.preparing import Kind

from ..actions.deliveries import Handing, Power
from ..models import Card, CardSeries, IdentityCheck, Printing, Proxy, RevokeReason, WhyUnscanned
from ..queries import cards as queries
from ..rules.cards import MOST_IN_A_BATCH
from ..rules.custody import MOST_IN_A_BOX

LONGEST_SCAN = 600
"""Of one code. The large one has about 300 characters."""


class BatchForm(BaseForm, forms.Form):
    series = forms.ModelChoiceField(CardSeries.objects.none(), label=_("What is printed"), empty_label=None)
    wanted = forms.IntegerField(label=_("How many at most"), min_value=1, max_value=MOST_IN_A_BATCH, initial=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = queries.series_in_use()  # type: ignore[attr-defined]


class AgainForm(BaseForm, forms.Form):
    reason = forms.ChoiceField(
        label=_("Why it is printed again"), choices=[c for c in Printing.Reason.choices if c[0] != "FIRST"]
    )


class ScanForm(BaseForm, forms.Form):
    scanned = forms.CharField(
        label=_("Scan the code, or type the number"),
        max_length=LONGEST_SCAN,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )


class ManyScansForm(BaseForm, forms.Form):
    scanned = forms.CharField(
        label=_("Scan the codes, one after another"),
        help_text=_("Each on a line of its own: a scanner ends the line by itself. Numbers may be typed too."),
        max_length=MOST_IN_A_BOX * LONGEST_SCAN,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )

    def lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["scanned"].splitlines() if line.strip()][:MOST_IN_A_BOX]


class CountForm(BaseForm, forms.Form):
    counted = forms.IntegerField(label=_("How many cards you counted"), min_value=0, max_value=10_000)


class BoxForm(BaseForm, forms.Form):
    destination = forms.ModelChoiceField(Card.objects.none(), label=_("Office or mobile unit that it goes to"))
    is_return = forms.BooleanField(label=_("It brings back cards that nobody came for"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].queryset = queries.offices_to_send_to(user)  # type: ignore[attr-defined]


class RevokeForm(BaseForm, forms.Form):
    reason = forms.ChoiceField(label=_("Why it counts no more"), choices=[("", _("Choose one")), *RevokeReason.choices])
    with_another = forms.BooleanField(label=_("Make another one with a new number"), required=False, initial=True)


class ExplainForm(BaseForm, forms.Form):
    alert = forms.IntegerField(widget=forms.HiddenInput)
    explanation = forms.CharField(label=_("What it was"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


class HandOverForm(PictureForm):
    """One screen: who stands there, how it was made sure, that they signed; a photo of it, if they like."""

    needs_file = False

    receiver = forms.ChoiceField(label=_("Who receives it"), widget=forms.RadioSelect)
    check_kind = forms.ChoiceField(label=_("How you made sure who it is"), widget=forms.RadioSelect)
    signed = forms.BooleanField(label=_("They signed the receipt"), required=False)

    picture = picture_field(PICTURES, _("JPEG, PNG or WebP, up to 10 MB."))
    field_order = ("receiver", "check_kind", "signed", "picture", "camera")

    HOLDER = "holder"

    def __init__(self, *args: Any, proxies: Iterable[Proxy], may_compare: bool, **kwargs: Any) -> None:
        # How it was made sure is said, never assumed: in a hurry everybody would have shown a document.
        kwargs.setdefault("initial", {"receiver": self.HOLDER})
        super().__init__(*args, **kwargs)
        self.fields["picture"].label = _("Photo of the hand-over, if one is taken")
        self.proxies = {str(proxy.pk): proxy for proxy in proxies}
        bearers = [(pk, _("Proxy: %(name)s") % {"name": proxy.name}) for pk, proxy in self.proxies.items()]
        self.fields["receiver"].choices = [(self.HOLDER, _("The holder")), *bearers]  # type: ignore[attr-defined]
        checks = [c for c in IdentityCheck.choices if may_compare or c[0] != IdentityCheck.FINGERPRINT]
        self.fields["check_kind"].choices = checks  # type: ignore[attr-defined]
        self.may_compare = may_compare

    def handing(self) -> Handing:
        said = self.cleaned_data
        proxy = self.proxies.get(said["receiver"])
        return Handing(check_kind=said["check_kind"], signed=said["signed"], proxy=proxy, photo=self.drawn)


class ProxyForm(PictureForm):
    """Whom the power names, and the paper of it: scanned, or why not."""

    drawing = Kind.SCAN
    needs_file = False

    name = forms.CharField(label=_("Name of the proxy"), max_length=200)
    document = forms.CharField(label=_("Document of the proxy that you saw: kind and number"), max_length=120)
    power = forms.CharField(label=_("The power of attorney: who certified it, number and date"), max_length=500)
    scope = forms.ChoiceField(label=_("What it is for"), choices=Proxy.Scope.choices, widget=forms.RadioSelect)
    valid_from = DayField(label=_("In force from"))
    valid_to = DayField(label=_("In force until"))
    picture = picture_field(
        PAPERS, _("JPEG, PNG or WebP, or a PDF of up to 20 pages; up to 10 MB. Only how it looks is kept.")
    )
    why_unscanned = forms.ChoiceField(
        label=_("If it is not scanned: why"),
        choices=[("", _("It is scanned")), *WhyUnscanned.choices],
        required=False,
    )
    field_order = (
        "name", "document", "power", "scope", "valid_from", "valid_to", "picture", "camera", "why_unscanned",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].label = _("Scan of the power of attorney")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        has_file = data.get("picture") is not None or data.get("camera") is not None
        if not has_file and not data.get("why_unscanned"):
            self.add_error("picture", _("Scan the power of attorney, or say why it is not scanned."))
        return data

    def given(self) -> Power:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"picture", "camera"}}
        return Power(**said, paper=self.drawn)


class KeepersForm(BaseForm, forms.Form):
    users = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Who prints it and hands it over"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["users"].queryset = queries.who_can_be_named(by)  # type: ignore[attr-defined]
        self.fields["users"].label_from_instance = lambda user: user.display_name  # type: ignore[attr-defined]


class ProofForm(BaseForm, forms.Form):
    code = forms.CharField(
        label=_("Code printed under the small square"),
        max_length=LONGEST_SCAN,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
