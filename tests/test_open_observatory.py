"""Which modules of the observatory anybody's page is made of, and that the contract on imports holds all of them."""

import tomllib
from pathlib import Path

from django.conf import settings

HOUSE = Path(settings.BASE_DIR) / "ayni" / "observatory"
CONTRACT = "What anybody may read of the observatory"
INSIDE = {
    "actions": "its verbs are named one by one: those of releases count",
    "actions.keys": "keeps the key of the noise",
    "actions.loading": "brings the studies of the reference in, at set-up",
    "actions.planning": "a release, for staff",
    "actions.preparing": "counts and protects",
    "actions.signing": "publishes",
    "actions.studies": "the library, for staff",
    "apps": "loads the app",
    "closed_list": "which cubes are counted",
    "counting": "counts",
    "forms": "named one by one",
    "forms.gestion": "a release, for staff",
    "forms.studies": "the library, for staff",
    "listed": "which cubes are counted",
    "lists": "code lists for counting",
    "migrations": "tables",
    "noise": "protects",
    "protecting": "protects",
    "reference": "the file of studies, at set-up",
    "release_page": "what gates did, for staff who sign",
    "releasing": "counts, protects, writes",
    "tests": "tests",
    "urls": "names pages of staff, too",
    "variables": "which cubes are counted",
    "views": "named one by one",
    "views.gestion": "a release, for staff",
    "views.library": "the library, for staff",
}
"""Modules that may know a true count, or the pages of whoever may: none of them answers the public."""


def contract() -> dict:
    told = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())
    [found] = [one for one in told["tool"]["importlinter"]["contracts"] if one["name"].startswith(CONTRACT)]
    return found


def modules() -> set[str]:
    """Of the first level, and one deeper where these are named one by one."""
    first = {one.stem for one in HOUSE.iterdir() if one.suffix == ".py" or (one / "__init__.py").exists()}
    deeper = {
        f"{name}.{one.stem}"
        for name in ("actions", "forms", "views")
        for one in (HOUSE / name).glob("*.py")
        if one.stem != "__init__"
    }
    return (first | deeper) - {"__init__"}


def test_every_module_of_the_observatory_is_open_by_contract_or_inside_with_a_reason():
    held = {one.removeprefix("ayni.observatory.") for one in contract()["source_modules"]}
    assert held | set(INSIDE) == modules()
    assert not held & set(INSIDE)


def test_what_is_open_imports_neither_facts_nor_people_nor_cases_nor_a_count():
    forbidden = {one.removeprefix("ayni.") for one in contract()["forbidden_modules"]}
    assert {
        "facts",
        "people",
        "cases",
        "observatory.noise",
        "observatory.counting",
        "observatory.releasing",
    } <= forbidden
    assert not contract().get("ignore_imports")
    assert not contract().get("allow_indirect_imports")
