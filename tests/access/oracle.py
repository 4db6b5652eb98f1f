"""What should happen: whoever lacks the role for a page gets 403; whoever has it and may not see the thing gets 404."""

from .pages import PAGES
from .whom import PUBLIC, SEES, STRANGER_GETS_403


def expected(who: str, name: str, variant: str) -> str:
    """`open`, `sign in`, `second factor`, `forbidden` or `not found`."""
    page = PAGES[name]
    if page.who == PUBLIC:
        return "open"
    if who == "anonymous":
        return "sign in"
    if who == "passwordonly":
        return "open" if name == "access:enrol" else "second factor"
    if who not in page.who:
        return "forbidden"
    if page.of and who not in SEES[page.of][variant]:
        return "forbidden" if page.of in STRANGER_GETS_403 else "not found"
    return "open"
