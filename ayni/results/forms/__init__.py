from .viewing import FILTERS, AttentionForm, CapacityForm, ChoiceForm, FlowForm, RowsForm, ScoreForm, VoiceForm

__all__ = ["FILTERS", "AttentionForm", "CapacityForm", "ChoiceForm", "FlowForm", "RowsForm", "ScoreForm", "VoiceForm"]
