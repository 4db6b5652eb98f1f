"""Small frameworks and indicators for tests, without the files of `data/`."""

from datetime import UTC, date, datetime
from typing import Any

from ayni.results.models import Contribution, Definition, Framework, FrameworkVersion, Indicator, Node, Threshold

AT = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)


def framework(code: str = "ZZ", nodes: tuple[tuple[str, str, str], ...] = (("Z1", "", "objective"),)) -> Framework:
    """`nodes`: code, code above, level."""
    made = Framework.objects.create(code=code, name=f"Marco {code}")
    FrameworkVersion.objects.create(framework=made, number=1, valid_from=date(2022, 1, 1), made_at=AT)
    for order, (one, parent, level) in enumerate(nodes):
        Node.objects.create(
            framework=made, code=one, parent_code=parent, level=level, order=order, label_es=f"Dice {one}"
        )
    return made


def indicator(code: str = "X-01", *, nodes: tuple[str, ...] = ("Z1",), **fields: Any) -> Definition:
    """Referrals answered in time, unless told otherwise."""
    said = {
        "name": f"Indicador {code}", "definition": "Lo que dice.", "unit": "PERCENT", "table": "referrals",
        "month": "month", "measure": "SHARE", "numerator": "answer: ON_TIME",
        "denominator": "answer: ON_TIME, LATE, OVERDUE", "dimensions": "urgency", "baseline": 0.5,
        "baseline_month": date(2025, 12, 1), "valid_from": date(2026, 1, 1), "made_at": AT,
    }  # fmt: skip
    one = Indicator.objects.create(code=code)
    for node in nodes:
        Contribution.objects.create(indicator=one, node_code=node)
    return Definition.objects.create(indicator=one, **said | fields)


def collected(code: str = "X-02", **fields: Any) -> Definition:
    said = {"origin": "FORM", "table": "", "month": "", "numerator": "", "denominator": "", "dimensions": ""}
    return indicator(code, **said | fields)


def thresholds() -> None:
    Threshold.objects.bulk_create([Threshold(light=light, at_least=n) for light, n in (("green", 0.9), ("amber", 0.6))])
