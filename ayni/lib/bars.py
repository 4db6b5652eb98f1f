"""Several codes in one cell, as the tables of the data hold them: “gender|childhood”."""


def between_bars(text: str) -> list[str]:
    """Each of them; of an empty cell none."""
    return [code for code in text.split("|") if code]
