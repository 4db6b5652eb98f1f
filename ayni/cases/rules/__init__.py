"""What may happen to a screening, a case and its plan. Plain functions over plain values; no database, no clock."""
