BLOCKED = frozenset({401, 403, 429})
"""There is something, which lets nobody in who is no browser."""


def answers(status: int | None) -> bool:
    return status is not None and (status < 400 or status in BLOCKED)
