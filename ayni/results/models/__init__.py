from .frameworks import Alignment, Framework, FrameworkVersion, Level, Node
from .indicators import (
    Contribution,
    Counts,
    Definition,
    Indicator,
    Measure,
    Origin,
    Period,
    Target,
    Threshold,
    Unit,
    Value,
    ValueState,
)
from .projects import Activity, Currency, Cycle, Marker, Marking, Project
from .reports import Report, ReportState

__all__ = [
    "Activity", "Alignment", "Contribution", "Currency", "Cycle", "Marker", "Marking", "Project", "Counts",
    "Definition", "Framework", "FrameworkVersion", "Indicator", "Level", "Measure", "Node", "Origin", "Period",
    "Report", "ReportState", "Target", "Threshold", "Unit", "Value", "ValueState",
]  # fmt: skip
