from .viewing import (
    FILTERS,
    AttendedForm,
    AttentionForm,
    CapacityForm,
    ChoiceForm,
    FlowForm,
    RowsForm,
    ScoreForm,
    VoiceForm,
)

__all__ = [
    "FILTERS",
    "AttendedForm",
    "AttentionForm",
    "CapacityForm",
    "ChoiceForm",
    "FlowForm",
    "RowsForm",
    "ScoreForm",
    "VoiceForm",
]
