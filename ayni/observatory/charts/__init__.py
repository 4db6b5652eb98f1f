"""Drawings of tables: plain numbers in, plain pieces out; `observatory/drawing.html` writes them as SVG. Each is drawn
twice, for a desk and for a telephone, and each stands beside its table. What is withheld is drawn as withheld, and
never as nothing."""

from .choosing import Chart, chart, offered

__all__ = ["Chart", "chart", "offered"]
