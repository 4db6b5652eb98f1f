"""Lists of people may bring cases along: how `people` hands their columns over."""

from ayni.people.hooks import Taker

from . import actions
from .queries import taking

TAKER = Taker(check=taking.faults, take=actions.take_case, undo=actions.undo_taking)
