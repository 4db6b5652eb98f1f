"""Agreements on data with local governments."""

from django.db.models import QuerySet

from ..models import DataSharing


def sharings(department: str = "") -> QuerySet[DataSharing]:
    """By territory, the newest first; of a department, with its provinces and districts."""
    rows = DataSharing.objects.select_related("territory__parent__parent", "ours", "theirs", "norm", "written_by")
    return rows.filter(territory__code__startswith=department).order_by("territory__code", "-valid_from", "pk")


def sharings_of(code: str) -> list[DataSharing]:
    """Of the local government of this very territory, by its ubigeo."""
    return list(sharings().filter(territory__code=code))


def open_sharings() -> list[DataSharing]:
    """Those that anybody may know of."""
    return list(sharings().filter(is_open=True))
