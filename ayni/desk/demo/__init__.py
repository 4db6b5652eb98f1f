"""The demo world: synthetic people whose make-up follows the published figures, and two years of work with them."""

from .world import PASSWORD, World, make_world

__all__ = ["PASSWORD", "World", "make_world"]
