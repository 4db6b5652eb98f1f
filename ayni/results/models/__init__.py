from .drafts import DefinitionDraft
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
from .profiles import Aspect, Assessment, InPlace, Tier
from .projects import Activity, Currency, Cycle, Marker, Marking, Project, Stage
from .reports import Report, ReportState

__all__ = [
    "Activity", "Alignment", "Aspect", "Assessment", "Contribution", "Currency", "Cycle", "Marker", "Marking",
    "MatrixRow", "Project", "ProjectWriting", "Rung", "Stage", "StageMove", "WritingKind", "Counts", "Definition",
    "DefinitionDraft", "FormerVision", "Framework", "FrameworkVersion", "InPlace", "Indicator", "Level", "Measure",
    "Node", "Origin", "Period", "Report", "ReportState", "Target", "Threshold", "Tier", "Unit", "Value", "ValueState",
]  # fmt: skip
