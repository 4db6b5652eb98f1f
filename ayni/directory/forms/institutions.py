from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm

from .. import queries
from ..models import Level


class FilterForm(BaseForm, forms.Form):
    """What the list of institutions is narrowed to. It lives in the address."""

    marks_optional = False

    q = forms.CharField(required=False, max_length=100, label=_("Name, code or role"))
    sector = forms.ChoiceField(required=False, label=_("Sector"))
    level = forms.ChoiceField(required=False, choices=[("", _("All")), *Level.choices], label=_("Level"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sector = self.fields["sector"]
        assert isinstance(sector, forms.ChoiceField)  # noqa: S101 - declared above
        sector.choices = [("", _("All")), *((name, name) for name in queries.sectors())]
