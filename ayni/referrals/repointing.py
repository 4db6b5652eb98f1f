"""Alerts move with a person when two files become one."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.people.hooks import Repointer

from .models import Alert


def _alert(alert: Alert) -> str:
    return alert.number


def _told(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    return rows.filter(pk__in=Alert.objects.visible_to(user).order_by().values("pk"))


REPOINTERS = (Repointer("referrals.Alert", "person", name=_("Alerts"), describe=_alert, told=_told),)
