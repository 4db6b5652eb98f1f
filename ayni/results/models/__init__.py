from .frameworks import Alignment, FormerVision, Framework, FrameworkVersion, Level, Node
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
from .matrices import MatrixRow, ProjectWriting, Rung, StageMove, WritingKind
from .projects import Activity, Currency, Cycle, Marker, Marking, Project, Stage
from .reports import Report, ReportState

__all__ = [
    "Activity", "Alignment", "Contribution", "Currency", "Cycle", "Marker", "Marking", "MatrixRow", "Project",
    "ProjectWriting", "Rung", "Stage", "StageMove", "WritingKind", "Counts", "Definition", "FormerVision", "Framework",
    "FrameworkVersion", "Indicator", "Level", "Measure", "Node", "Origin", "Period", "Report", "ReportState", "Target",
    "Threshold", "Unit", "Value", "ValueState",
]  # fmt: skip
