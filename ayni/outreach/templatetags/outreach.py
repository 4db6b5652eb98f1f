"""Numbers of campaigns in words."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ..models import Perception
from ..queries.campaigns import share_of
from ..rules.perception import Difference

register = template.Library()


@register.filter
def grouped(value: int) -> str:
    """A whole number with its thousands apart."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


@register.filter
def percent_said(one: Perception) -> str:
    """The share with its margin, such as "40,0 % (de 35,2 % a 45,0 %)"."""
    share = share_of(one)
    low, high = (number_format(end, 1) for end in share.margin)
    said = _("%(share)s %% (from %(low)s %% to %(high)s %%)")
    return said % {"share": number_format(share.percent, 1), "low": low, "high": high}


@register.filter
def change(one: Difference) -> str:
    """In percentage points, with its margin."""
    points, low, high = (f"{'+' if end > 0 else ''}{number_format(end, 1)}" for end in (one.points, one.low, one.high))
    return _("%(points)s points (from %(low)s to %(high)s)") % {"points": points, "low": low, "high": high}
