"""What is written beside the code keeps up with it: docs, translations, templates, `.env.example`."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation.template import templatize

from ayni.access.permissions import Permission, Role

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
STATES = {"Status", "TaskState", "State", "Sensitivity", "Urgency", "Birth"}
"""Enumerations whose every value has its line in the glossary."""

ENVIRONMENT = re.compile(r"""(?:env\.\w+|needed|environ\.get|getenv)\(\s*["']([A-Z][A-Z0-9_]+)["']""")
CALL = re.compile(r"(?:\b_g?|\b[np]{0,2}gettext)\((?:[^()'\"]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")*\)", re.DOTALL)
GETTEXT = {"_", "_g", "gettext", "gettext_lazy", "gettext_noop"}
"""`_g`: `gettext` beside a lazy `_`."""
NGETTEXT = {"ngettext", "ngettext_lazy"}
PGETTEXT = {"pgettext", "pgettext_lazy"}

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son(?!ce=)[a-z]+=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
# Written in two halves, so that this file does not find itself.
NOT_IN_OUR_FILES = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "debian" + ".org"]
OF_THE_WORKPLACE = re.compile(r"(?<![\w.}/])/" + r"work/|\.\./" + "shared")


def text(name: str) -> str:
    return (DOCS / name).read_text()


def templates() -> list[Path]:
    return sorted((ROOT / "ayni").rglob("*.html"))


def test_every_permission_and_role_is_explained():
    told = text("architecture.md")
    missing = [name for name in [*Permission, *Role.values] if f"`{name}`" not in told]
    assert not missing, f"Add a row to the tables of docs/architecture.md for: {missing}"


def test_every_app_is_on_the_map():
    told = text("architecture.md")
    ours = [app.name.split(".")[1] for app in apps.get_app_configs() if app.name.startswith("ayni.")]
    wrong = [app for app in [*ours, "lib"] if told.count(f" | `{app}` | ") != 1]
    assert not wrong, f"The map in docs/architecture.md needs one row for: {wrong}"


def choices(of: type[TextChoices]) -> Iterator[type[TextChoices]]:
    for kind in of.__subclasses__():
        if kind.__module__.startswith("ayni."):
            yield kind
        yield from choices(kind)


def test_every_state_has_its_line_in_the_glossary():
    told = text("glossary.md")
    found = [kind for kind in choices(TextChoices) if kind.__name__ in STATES]
    missing = [f"{kind.__module__}.{name}" for kind in found for name in kind.values if f"| `{name}` |" not in told]
    assert not missing, f"Add a line to «Every state» in docs/glossary.md for: {missing}"


def test_every_setting_is_in_the_example():
    read = {
        name
        for path in (ROOT / "ayni").rglob("*.py")
        if "tests" not in path.parts
        for name in ENVIRONMENT.findall(path.read_text())
    }
    told = set(re.findall(r"^([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    read.discard("DJANGO_SETTINGS_MODULE")
    assert read <= told, f"Say in .env.example what these are for: {sorted(read - told)}"
    unread = told - read - {"AYNI_KEYRING"}
    assert not unread, f"Nothing reads these; take them out of .env.example: {sorted(unread)}"


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def ids(tree: ast.AST) -> Iterator[tuple[str | None, str]]:
    """Every (context, msgid) that a tree hands to gettext."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name, words = called(node), [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if name in GETTEXT | NGETTEXT and words and isinstance(words[0], str):
            yield None, words[0]
        if name in PGETTEXT and len(words) > 1:
            yield str(words[0]), str(words[1])


def words_of(path: Path) -> Iterator[tuple[str | None, str]]:
    source = path.read_text()
    if path.suffix == ".py":
        yield from ids(ast.parse(source))
        return
    for call in CALL.findall(templatize(source)):
        yield from ids(ast.parse(call.strip(), mode="eval"))


def translated() -> set[tuple[str | None, str]]:
    known = set()
    for po in (ROOT / "ayni").rglob("locale/es/LC_MESSAGES/django.po"):
        with po.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            first = message.id if isinstance(message.id, str) else message.id[0]
            said = [message.string] if isinstance(message.string, str) else list(message.string)
            if all(said) and not message.fuzzy:
                known.add((message.context, first))
    return known


def test_one_word_has_one_spanish():
    """All apps share one catalogue at run time: of two translations of the same words, one would win by chance."""
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for po in sorted((ROOT / "ayni").rglob("locale/es/LC_MESSAGES/django.po")):
        with po.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    said.setdefault((message.context, str(message.id)), {})[str(message.string)] = po.parts[-5]
    torn = {key: said[key] for key in said if len(said[key]) > 1}
    assert not torn, f"Give these one translation, or a context (pgettext, `context`) to each meaning: {torn}"


def test_no_catalogue_says_the_same_words_twice():
    """A reader of catalogues takes one of the two and says nothing."""
    for po in sorted((ROOT / "ayni").rglob("locale/es/LC_MESSAGES/django.po")):
        said = re.findall(r"^((?:msgctxt .*\n)?msgid (?:.*\n)+?)msgstr", po.read_text(), flags=re.MULTILINE)
        twice = {words for words in said if said.count(words) > 1}
        assert not twice, f"{po.parts[-5]}: {twice}"


def apps_with_words() -> list[str]:
    return sorted(path.name for path in (ROOT / "ayni").iterdir() if (path / "__init__.py").exists())


@pytest.mark.parametrize("app", apps_with_words())
def test_every_word_has_its_spanish(app):
    known = translated()
    files = [path for kind in ("*.py", "*.html", "*.txt") for path in (ROOT / "ayni" / app).rglob(kind)]
    missing = [
        f"{path.relative_to(ROOT)}: {msgid!r}"
        for path in sorted(files)
        if not {"tests", "migrations", "node_modules"} & set(path.parts)
        for context, msgid in words_of(path)
        if (context, msgid) not in known
    ]
    assert not missing, (
        f"Type `make messages`, then write the Spanish into ayni/{app}/locale/es/LC_MESSAGES/django.po (nothing empty, "
        "nothing fuzzy):\n" + "\n".join(missing)
    )


def test_nothing_is_inline():
    """The content security policy allows nothing inline: it would be silently ignored."""
    wrong = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in templates()
        for what, pattern in INLINE.items()
        if pattern.search(path.read_text())
    ]
    assert not wrong, f"Move it into ayni/design (scss or js): {wrong}"


def test_no_file_names_a_registry_or_the_workplace():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    wrong = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if not path.is_file() or path.suffix in {".png", ".mo", ".gz"}:
            continue
        held = path.read_text(errors="replace")
        if any(host in held for host in NOT_IN_OUR_FILES) or OF_THE_WORKPLACE.search(held):
            wrong.append(name)
    assert not wrong, f"Take addresses of package registries and paths of this workplace out of: {wrong}"
