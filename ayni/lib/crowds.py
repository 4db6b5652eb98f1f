"""A public form that a crowd may send: so many at once from one address, then each takes a little work or time, then
none. Nobody is shut out for being many behind one address, and nothing typed is lost."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now

from . import effort
from .limits import address_digest, used, within


class Way(Enum):
    """How it is with somebody who sends the form now."""

    OPEN = auto()
    SLOW = auto()
    """Some work, or some seconds, first."""
    SHUT = auto()


@dataclass(frozen=True)
class Crowd:
    name: str
    free: int
    most: int
    seconds: int

    def _key(self, request: HttpRequest) -> str:
        return f"{self.name}:{address_digest(request)}"

    def way(self, request: HttpRequest) -> Way:
        """Counts this sending."""
        before = used(self._key(request))
        if not within(self._key(request), most=self.most, seconds=self.seconds):
            return Way.SHUT
        asked, proof = request.POST.get("effort", ""), request.POST.get("proof", "")
        is_slow = before >= self.free and not effort.is_given(asked, proof, now())
        return Way.SLOW if is_slow else Way.OPEN

    def page(self, request: HttpRequest) -> dict[str, Any]:
        """What the form shows: a challenge, where one is needed."""
        if used(self._key(request)) < self.free:
            return {}
        asked = effort.again(request.POST.get("effort", ""), now())
        return {"effort": asked, "bits": effort.BITS, "wait": effort.WAIT}
