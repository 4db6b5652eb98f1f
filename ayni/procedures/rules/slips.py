"""What a slip says to a reader of QR codes: a number and the secret that goes with it. No link: a telephone that reads
it opens nothing."""

import secrets

from ayni.lib.ids import ALPHABET, read_number

PREFIX = "K"
"""Of an appointment's number."""
WAIT_PREFIX = "L"
"""Of a number on the waiting list."""

SECRET_LETTERS = 8
"""40 bits."""

_SAID_FOR = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_secret() -> str:
    return "".join(secrets.choice(ALPHABET) for _each in range(SECRET_LETTERS))


def read_secret(typed: str) -> str:
    """As we write it, from what was typed in any case and spacing."""
    return "".join(c for c in typed.upper().translate(_SAID_FOR) if c.isalnum())[:20]


def slip_text(number: str, secret: str) -> str:
    """What the QR of a slip holds."""
    return f"{number}/{secret}"


def read_slip(text: str) -> tuple[str, str] | None:
    """Number and secret, from what a reader of QR codes typed; None if it is no slip of ours. Readers with another
    keyboard type other signs for `-` and `/`: only letters and digits count."""
    bare = "".join(c for c in text.upper() if c.isalnum())
    if not bare.startswith(PREFIX) or len(bare) != len(PREFIX) + 9 + SECRET_LETTERS:
        return None
    number = read_number(PREFIX, bare[: len(PREFIX) + 9])
    return (number, read_secret(bare[len(PREFIX) + 9 :])) if number else None
