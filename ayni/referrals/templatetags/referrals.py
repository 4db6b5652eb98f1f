"""Where a referral stands: `{{ referral|situation }}`, `{{ referral|to_do }}`, `{{ referral|tone }}`."""

from django import template
from django.utils.timezone import now

from ayni.referrals import words
from ayni.referrals.models import Change, Referral

register = template.Library()


@register.filter
def situation(referral: Referral) -> str:
    return words.situation(referral, now())


@register.filter
def to_do(referral: Referral) -> str:
    return words.to_do(referral, now())


@register.filter
def tone(referral: Referral) -> str:
    return words.tone(referral, now())


@register.filter
def detail(change: Change) -> str:
    return words.detail(change.detail)
