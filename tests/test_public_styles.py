"""Public pages load small stylesheets of their own: a class that they know nothing of does nothing."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1] / "ayni"
BUILT = ROOT / "design" / "static" / "design" / "dist"
PUBLIC = {
    "portal": ("portal.css", "print.css", "way.css", "observatory.css"),
    "observatory": ("portal.css", "observatory.css"),
}
"""App → what its public pages load, some of it on some of them."""
LIKE = "govuk-checkboxes"
"""The frame around a group of boxes: its parts are in the stylesheet, and it needs nothing itself."""
CODE = re.compile(r"\{[{%].*?[%}]\}")


def classes(template: Path) -> set[str]:
    text = template.read_text()
    if "design/staff.html" in text:
        return set()
    named = (CODE.sub(" ", attribute).split() for attribute in re.findall(r'class="([^"]*)"', text))
    return {name for names in named for name in names if name.startswith("govuk-")}


def known(name: str, styles: str) -> bool:
    escaped = re.sub(r"([!:])", r"\\\1", name)
    return re.search(re.escape("." + escaped) + r"(?![\w-])", styles) is not None


def test_every_class_of_the_design_system_on_a_public_page_is_in_its_stylesheets():
    missing = {
        f"{template.relative_to(ROOT)}: {name}"
        for app, files in PUBLIC.items()
        for template in (ROOT / app / "templates").rglob("*.html")
        for name in classes(template)
        if name != LIKE and not known(name, "".join((BUILT / file).read_text() for file in files))
    }
    assert missing == set()
