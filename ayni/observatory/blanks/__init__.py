"""Blank tables that a municipality, a school network or a health network may adopt, so that its own system says of
which nationality people are, in the codes of ours. They hold no figure and no person."""
