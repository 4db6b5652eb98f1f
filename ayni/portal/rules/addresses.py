"""Where a guide is read. An address that was printed or sent is never changed: so it is a rule, and `urls` is held to
it by a test."""

from ..models import Tongue


def path_of(word: str, language: str) -> str:
    return f"/guias/{word}/" if language == Tongue.ES else f"/{language}/guias/{word}/"
