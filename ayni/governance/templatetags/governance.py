"""Codes of the lists, said in words."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.codelists.models import Confidence, approach_labels
from ayni.governance.models import Urgency
from ayni.governance.words import topic_name
from ayni.people.models import Sensitivity

register = template.Library()

SURE = {Confidence.STATED, Confidence.HIGH}


@register.filter
def urgency_name(code: str) -> str:
    return str(Urgency(code).label) if code in Urgency.values else code


@register.filter
def sensitivity_name(code: str) -> str:
    return str(Sensitivity(code).label) if code in Sensitivity.values else code


@register.filter
def confidence(code: str) -> SafeString:
    """What is not well known looks so. A text that no reviewed table knows stands as it is."""
    label = str(Confidence(code).label) if code in Confidence.values else code
    return conditional_escape(label) if code in SURE else format_html('<span class="ay-unsure">{}</span>', label)


@register.filter
def norm_kind(code: str) -> str:
    """What stands before the number of a norm."""
    kinds = {
        "ley": _("Law"),
        "dl": _("Legislative decree"),
        "ds": _("Supreme decree"),
        "rs": _("Resolution"),
        "directiva": _("Directive"),
        "ordenanza": _("Ordinance"),
        "lineamiento": _("Guideline"),
        "instructivo": _("Instruction"),
        "protocolo": _("Protocol"),
        "procedimiento": _("Internal procedure"),
        "constitucion": "",
        "internacional": "",
        "otro": "",
    }
    return kinds.get(code, code)


@register.filter
def norm_type(code: str) -> str:
    """What kind of norm it is, also of those that have no word before their number."""
    bare = {
        "constitucion": _("Constitution"),
        "internacional": _("International instrument"),
        "otro": _("Another kind"),
    }
    return bare.get(code) or norm_kind(code)


@register.filter
def topic(code: str) -> str:
    return topic_name(code) if code else ""


@register.filter
def approach_names(codes: str) -> str:
    """The differential approaches of a review, in words."""
    return ", ".join(approach_labels(codes))


@register.filter
def people(users: Iterable[User]) -> str:
    """Colleagues, by name."""
    return ", ".join(sorted(user.display_name for user in users))


@register.filter
def of_kind(counted: Mapping[str, int], kind: str) -> int:
    """How much evidence of a kind."""
    return counted.get(kind, 0)


@register.filter
def column_name(column: str) -> str:
    """What a column of two versions is called on the page."""
    names = {
        "name": _("name"),
        "profiles": _("profiles"),
        "approaches": _("differential approaches"),
        "norms": _("norms"),
        "action": _("what is done"),
        "plain": _("what the person is told"),
        "actor": _("who does it"),
        "order": _("place in the order"),
        "deadline": _("deadline"),
        "measured": _("how the deadline is measured"),
        "kind": _("kind of deadline"),
        "urgency": _("urgency"),
        "consent": _("consent"),
        "basis": _("legal basis"),
        "confidence": _("confidence"),
    }
    return names.get(column, column)
