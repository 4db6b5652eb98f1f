"""Rules of the house that a linter cannot see. Each failure says what to do."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from ayni.access.permissions import Permission
from ayni.people import hooks

ROOT = Path(__file__).parents[1]
NOT_OURS_TO_SIZE = {"migrations"}

ALWAYS_A_WRITE = {"bulk_create", "bulk_update", "update_or_create", "get_or_create", "create"}
A_WRITE_WITHOUT_POSITION = {"save", "delete", "update"}
"""`hash.update(data)` and `cache.delete(key)` are not writes of rows; a queryset's take keywords or nothing."""
MAY_WRITE: dict[str, str] = {
    "ayni/access/sessions.py": "a session engine of Django's: it writes its own table, before any verb",
    "ayni/config/commands/second_factors.py": "writes the same secrets under another key; nobody did anything",
    "ayni/desk/demo/staff.py": "the demo world writes users and rows in bulk, and the lines of the trail with them",
}
"""Beside actions: the path, and why."""

PERSONAL_APPS = {"people", "cases", "referrals", "procedures", "feedback", "instruments", "notices", "files"}

# Pages of allauth: it guards them itself, and they carry Django's mark.
PUBLIC_OF_OTHERS = {
    "account_login", "account_logout", "account_signup", "account_inactive", "account_confirm_email",
    "account_email_verification_sent", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_confirm_login_code",
    "mfa_authenticate",
}  # fmt: skip
SIGNED_IN_OF_OTHERS = {
    "account_reauthenticate", "account_email", "account_change_password", "account_set_password", "mfa_index",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
}  # fmt: skip


def layers() -> list[set[str]]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return [{name.strip(" ()") for name in layer.split("|")} for layer in contracts[0]["layers"]]


def height(model: type[models.Model]) -> int:
    app = model.__module__.split(".")[1]
    return next(-i for i, names in enumerate(layers()) if app in names)


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("ayni.")]


def sources(*, with_tests: bool = False) -> Iterator[Path]:
    for path in sorted((ROOT / "ayni").rglob("*.py")):
        parts = set(path.parts)
        if not parts & NOT_OURS_TO_SIZE and (with_tests or "tests" not in parts):
            yield path


def pages(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def test_foreign_keys_point_down_the_map():
    """A string foreign key ('cases.Case') hides from import-linter; this finds it."""
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model.__module__.startswith("ayni.")
        if height(model) < height(field.related_model)
    ]
    assert not wrong, f"These foreign keys point up the map; let the higher app hold them: {wrong}"


def test_only_actions_write():
    wrong = []
    for path in sources():
        name = str(path.relative_to(ROOT))
        if path.name == "actions.py" or "actions" in path.parts or name in MAY_WRITE:
            continue
        wrong += [
            f"{name}:{node.lineno} .{node.func.attr}("
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_a_write(node)
        ]
    assert not wrong, f"Move these writes into a verb of an actions.py: {wrong}"


def is_a_write(call: ast.Call) -> bool:
    name = call.func.attr  # type: ignore[attr-defined]
    if name == "create" and call.args:
        return False
    return name in ALWAYS_A_WRITE or (name in A_WRITE_WITHOUT_POSITION and not call.args)


def test_whoever_may_write_beside_actions_is_still_there():
    gone = [name for name in MAY_WRITE if not (ROOT / name).exists()]
    assert not gone, f"Take these out of MAY_WRITE: {gone}"


def test_every_page_is_guarded():
    wrong = []
    for address, page in pages(get_resolver().url_patterns):
        mark = getattr(page.callback, "permission", None)
        is_ours = page.callback.__module__.startswith("ayni.")
        if isinstance(mark, Permission) or mark in {"public", "signed in"}:
            continue
        if is_ours or page.name not in PUBLIC_OF_OTHERS | SIGNED_IN_OF_OTHERS:
            wrong.append(f"/{address} ({page.name})")
    assert not wrong, (
        "Guard our views with @requires(Permission.…), @signed_in or @public; list a page of another package in "
        f"tests/test_architecture.py, in the set that fits: {wrong}"
    )


def test_pages_of_other_packages_ask_for_a_session_as_listed():
    listed = {page.name: page.callback for _, page in pages(get_resolver().url_patterns)}
    wrong = [
        name
        for name in SIGNED_IN_OF_OTHERS & set(listed)
        if not getattr(listed[name], "login_required", True) and name not in PUBLIC_OF_OTHERS
    ]
    assert not wrong, f"These pages are open to everybody: {wrong}"


def reaches_a_person(model: type[models.Model], seen: set[type[models.Model]] | None = None) -> bool:
    seen = seen or set()
    if model in seen:
        return False
    seen.add(model)
    ends = [field.related_model for field in model._meta.concrete_fields if field.is_relation]
    return model._meta.label == "people.Person" or any(reaches_a_person(end, seen) for end in ends if end is not model)


def personal_models() -> list[type[models.Model]]:
    return [
        model
        for model in our_models()
        if model._meta.app_label in PERSONAL_APPS or hasattr(model, "Privacy") or reaches_a_person(model)
    ]


def test_every_model_with_a_person_in_reach_declares_its_privacy():
    wrong = [model._meta.label for model in personal_models() if not hasattr(model, "Privacy")]
    assert not wrong, f"Add `class Privacy: personal = {{…}}; open = {{…}}` with every field: {wrong}"


@pytest.mark.parametrize("model", [m for m in personal_models() if hasattr(m, "Privacy")], ids=lambda m: m._meta.label)
def test_every_field_is_either_personal_or_open(model):
    many = [field for field in model._meta.many_to_many if field.related_model.__module__.startswith("ayni.")]
    fields = {field.name for field in [*model._meta.concrete_fields, *many]}
    personal, open_ = set(model.Privacy.personal), set(model.Privacy.open)
    assert fields == personal | open_, f"{model._meta.label}.Privacy: sort out {fields ^ (personal | open_)}"
    assert not personal & open_, f"{model._meta.label}.Privacy: decide about {personal & open_}"


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_functions_are_short():
    wrong = [f"{name}: {length} lines" for path in sources() for name, length in functions(path) if length > 40]
    assert not wrong, f"Over 40 lines; name the parts: {wrong}"


def test_views_are_shorter():
    """A view translates; it does not decide."""
    found = [path for path in sources() if path.name == "views.py" or "views" in path.parts]
    wrong = [f"{name}: {length} lines" for path in found for name, length in functions(path) if length > 25]
    assert not wrong, f"Over 25 lines; move what decides into an action, a query or a rule: {wrong}"


def test_files_are_short():
    tests = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("bench/**/*.py")]
    lengths = {path: len(path.read_text().splitlines()) for path in [*sources(with_tests=True), *tests]}
    wrong = [f"{path.relative_to(ROOT)}: {length} lines" for path, length in lengths.items() if length > 400]
    assert not wrong, f"Over 400 lines; make a package of it: {wrong}"


def test_every_key_to_a_person_says_how_it_follows_when_two_files_become_one():
    keys = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label == "people.Person"
    }
    said = [(way.model, way.field) for way in hooks.REPOINTERS]
    assert not keys - set(said), (
        "Declare a Repointer for each, in one line of the app's repointing.py (docs/howto/merge-a-new-table.md): "
        f"{sorted(keys - set(said))}"
    )
    assert sorted(said) == sorted(keys), "Take out Repointers of columns that are gone, or that stand twice."


OF_A_MOMENT = {
    "is_visible", "is_hidden", "is_checked", "is_enabled", "is_disabled", "is_editable", "input_value", "inner_text",
    "inner_html", "text_content", "all_inner_texts", "all_text_contents", "content",
}  # fmt: skip
"""What a browser says of this very moment: the page that was asked for may still be on its way."""


def does_not_wait(asked: ast.AST) -> bool:
    if isinstance(asked, ast.Attribute) and asked.attr == "url":
        return isinstance(asked.value, ast.Name) and asked.value.id.endswith("page")
    if not (isinstance(asked, ast.Call) and isinstance(asked.func, ast.Attribute)):
        return False
    is_count = asked.func.attr == "count" and any(part in ast.unparse(asked) for part in ("locator(", "get_by_"))
    return is_count or (asked.func.attr in OF_A_MOMENT and not asked.args)


def test_a_test_waits_for_what_it_expects_of_a_page():
    """One that does not fails on whatever machine is busier than that of whoever wrote it."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in [*sources(with_tests=True), *sorted(ROOT.glob("tests/**/*.py"))]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assert) and any(does_not_wait(asked) for asked in ast.walk(node.test))
    ]
    assert not wrong, f"Say it with `expect(…)` of Playwright, which waits: {wrong}"
