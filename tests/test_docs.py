"""What README and docs say exists: commands, pages, and where links lead."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from typer.main import get_command

from ayni.config.commands import commands as made

ROOT = Path(settings.BASE_DIR)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "bench/README.md", ROOT / "data/README.md"]


def named(pattern: str) -> list[tuple[str, str]]:
    """What a pattern finds, and in which page: every one once."""
    found = {(at, page) for page in PAGES for at in re.findall(pattern, page.read_text(), re.MULTILINE)}
    return sorted((at, str(page.relative_to(ROOT))) for at, page in found)


def commands(group: Any, begin: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of each command, and of each group of them."""
    for name, command in group.commands.items():
        yield (*begin, name)
        if hasattr(command, "commands"):
            yield from commands(command, (*begin, name))


def test_each_command_that_is_named_exists():
    ours = set(commands(get_command(made())))
    groups = {words[:-1] for words in ours}
    wrong = [
        f"{page}: ayni {said}"
        for said, page in named(r"(?:`|^    )(?:\.venv/bin/)?ayni ([a-z-]+(?: [a-z-]+)?)")
        if (words := tuple(said.split())) not in ours and (words[:1] not in ours or words[:1] in groups)
    ]
    assert not wrong, wrong


def test_each_page_that_the_readme_names_is_there():
    gone = []
    for address in re.findall(r"`(/[a-z/-]*)`", (ROOT / "README.md").read_text()):
        try:
            resolve(address if address.endswith("/") else f"{address}/")
        except Resolver404:
            gone.append(address)
    assert not gone, gone


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_link_leads_to_a_file(page):
    there = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
    gone = [at for at in there if not (page.parent / at).exists()]
    assert not gone, gone
