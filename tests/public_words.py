"""Which words a page may show that is answered in five languages: found by following what its view names, through
forms, verbs, rules and templates. What is only named (a member of a list, a table) shows nothing; its labels do."""

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.test_words import ROOT, ids, words_of

SPEAKS = {"spoken", "spoken_anew", "sent_or_spoken_anew"}
"""Decorators of a view that answers in the language of its address."""
PART = r"([\w/]+)"
LABELS = {"choices", "labels", "label"}
NOT_SHOWN = {
    # Verbs of the public tell colleagues, who work in Spanish.
    "ayni.access.models", "ayni.access.permissions", "ayni.feedback.actions.telling.tell_of_report",
    "ayni.feedback.actions.telling.tell_users", "ayni.feedback.actions.calls._tell",
    "ayni.referrals.actions.alerts._call_for_help", "ayni.referrals.actions.alerts.tell_of_alert",
    "ayni.feedback.models.categories.Route", "ayni.governance.models.protocols.DeadlineUnit",
    # The public site says these in words of its own.
    "ayni.directory.models", "ayni.procedures.models.catalogue.Silence", "ayni.procedures.models.routes.Effect",
    "ayni.procedures.rules.questions.QUESTIONS",
    # Asked of whoever accompanies a person; the person's own page has looked before.
    "ayni.referrals.rules.feedback.check_feedback", "ayni.referrals.rules.feedback.check_may_ask_the_person",
    # Of the file of a person: nothing of these is asked here.
    "ayni.people.queries.words", "ayni.people.models", "ayni.people.rules.attachments.check_document",
    "ayni.people.rules.attachments.check_place",
    "ayni.people.rules.attachments.check_taken",
    # Verbs name these to the trail and to each other; pages of anybody say states in words of their own.
    "ayni.procedures.models.applications", "ayni.procedures.models.appointments.Origin",
    "ayni.procedures.models.catalogue", "ayni.procedures.models.custody", "ayni.procedures.models.decisions",
    "ayni.procedures.models.devices", "ayni.procedures.models.enrolment", "ayni.procedures.models.fines",
    "ayni.procedures.models.queue.Kind", "ayni.procedures.models.queue.Lane", "ayni.procedures.models.queue.ScreenKind",
    "ayni.procedures.models.queue.TicketState", "ayni.procedures.rules.seals",
    # A resolution is in Spanish, whoever takes it.
    "procedures/applications/resolution.html",
    # For whoever writes the reference data.
    "ayni.procedures.rules.conditions",
    # What is wrong with a form is told to whoever brings it; who answers meets only forms that were read.
    "ayni.instruments.xlsform.expressions",
    # Saved drafts are on pages of staff: no form of the public has `draft`.
    "cotton/form.html",
}  # fmt: skip
"""Modules, names and templates on the way that show nobody anything there, and why."""

Node = tuple[str, str]
"""Module and name."""
Words = tuple[str | None, str]


@dataclass
class Module:
    names: dict[str, list[ast.AST]] = field(default_factory=lambda: defaultdict(list))
    imports: dict[str, Node] = field(default_factory=dict)


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(found: Module, statement: ast.AST, package: list[str]) -> None:
    if isinstance(statement, ast.Import):
        for one in statement.names:
            found.imports[one.asname or one.name.split(".")[0]] = (one.name, "")
    elif isinstance(statement, ast.ImportFrom):
        base = package[: len(package) - statement.level + 1] if statement.level else []
        source = ".".join([*base, *([statement.module] if statement.module else [])])
        for one in statement.names:
            found.imports[one.asname or one.name] = (source, one.name)


def _named(statement: ast.AST) -> list[str]:
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [name.id for target in targets for name in ast.walk(target or ast.Pass()) if isinstance(name, ast.Name)]


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in sorted((ROOT / "ayni").rglob("*.py")):
        if {"tests", "migrations", "demo"} & set(path.parts):
            continue
        name = module_of(path)
        package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
        module = found[name] = Module()
        for statement in ast.parse(path.read_text()).body:
            _imports(module, statement, package)
            for named in _named(statement):
                module.names[named].append(statement)
    return found


@cache
def resolved(module: str, name: str) -> Node | None:
    """Where it is written: through imports, as often as it is handed on. A module: its name, and nothing."""
    for _hop in range(8):
        here = modules().get(module)
        if here is None:
            return None
        if name in here.names:
            return module, name
        if f"{module}.{name}" in modules() and name not in here.imports:
            return f"{module}.{name}", ""
        if name not in here.imports:
            return None
        source, inner = here.imports[name]
        if not inner:
            return (source, "") if source in modules() else None
        if f"{source}.{inner}" in modules() and inner not in getattr(modules().get(source), "names", {}):
            return f"{source}.{inner}", ""
        module, name = source, inner
    return None


def is_list(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases)


def is_table(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(
        ast.unparse(base).split("[")[0] in {"models.Model", "models.QuerySet"} for base in node.bases
    )


@cache
def labels_of_fields() -> dict[str, set[Node]]:
    """`kind` → lists that a field of this name has its labels from, for `get_kind_display`."""
    found: dict[str, set[Node]] = defaultdict(set)
    for name, module in modules().items():
        for nodes in module.names.values():
            for one in [one for node in nodes if is_table(node) for one in node.body]:  # type: ignore[attr-defined]
                if isinstance(one, ast.Assign) and isinstance(one.value, ast.Call):
                    for word in one.value.keywords:
                        if word.arg == "choices" and isinstance(word.value, ast.Attribute):
                            target = _of_expression(name, word.value.value)
                            if target:
                                found[ast.unparse(one.targets[0])].add(target)
    return found


def _of_expression(module: str, expression: ast.expr) -> Node | None:
    """`Kind`, or `models.Kind`."""
    if isinstance(expression, ast.Name):
        return resolved(module, expression.id)
    if isinstance(expression, ast.Attribute):
        inner = _of_expression(module, expression.value)
        if inner and not inner[1]:
            return resolved(inner[0], expression.attr)
    return None


def pattern_of(text: ast.JoinedStr) -> str:
    return "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else PART for p in text.values)


@dataclass
class Reached:
    nodes: set[Node] = field(default_factory=set)
    labels: set[Node] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    strings: set[str] = field(default_factory=set)
    """What views hand on: names of templates among them."""
    made: set[str] = field(default_factory=set)
    todo: list[Node] = field(default_factory=list)

    def add(self, target: Node | None) -> None:
        if target and target[1] and target not in self.nodes:
            self.nodes.add(target)
            self.todo.append(target)

    def follow(self) -> None:
        while self.todo:
            module, name = self.todo.pop()
            for node in modules()[module].names[name]:
                if not is_table(node) and not is_list(node):
                    self._look(module, node)
        self._follow_templates()
        if self.todo:
            self.follow()

    def _look(self, module: str, node: ast.AST) -> None:
        for one in ast.walk(node):
            if isinstance(one, ast.Name | ast.Attribute):
                self.add(_of_expression(module, one))
            if isinstance(one, ast.Attribute) and one.attr in LABELS:
                inner = one.value.func if isinstance(one.value, ast.Call) else one.value
                self._add_labels(_of_expression(module, inner))
            if isinstance(one, ast.Call):
                if ".views" in module:
                    told = [word for arg in one.args for word in ast.walk(arg)]
                    self._hear(told)
                self._add_labels(_of_expression(module, one.func))
                shown = re.fullmatch(r"get_(\w+)_display", getattr(one.func, "attr", ""))
                if shown:
                    self._display(shown[1], module)
            if isinstance(one, ast.Constant) and str(one.value).endswith((".html", ".txt")):
                self.patterns.add(re.escape(one.value))
            if isinstance(one, ast.JoinedStr) and ast.unparse(one).rstrip("\"'").endswith((".html", ".txt")):
                self.patterns.add(pattern_of(one))

    def _hear(self, told: list[ast.AST]) -> None:
        """`page_of(request, "ask")`, and `f"own/{template}"` that is handed on."""
        for word in told:
            if isinstance(word, ast.Constant) and isinstance(word.value, str):
                self.strings.add(word.value)
            if isinstance(word, ast.JoinedStr):
                self.made.add(pattern_of(word))

    def _is_told(self, name: str) -> bool:
        matches = [re.fullmatch(pattern, name) for pattern in self.made if pattern != PART]
        return name in self.strings or any(self.strings.issuperset(match.groups()) for match in matches if match)

    def _add_labels(self, target: Node | None) -> None:
        if target and target[1] and any(is_list(node) for node in modules()[target[0]].names[target[1]]):
            self.labels.add(target)

    def _display(self, name: str, module: str) -> None:
        app = module.split(".")[1]
        self.labels |= {one for one in labels_of_fields()[name] if one[0].split(".")[1] == app}

    def _follow_templates(self) -> None:
        for pattern in self.patterns:
            for name in templates():
                match = re.fullmatch(pattern, name)
                if match and all(self._is_told(part) for part in match.groups()):
                    self._read(name)

    def _read(self, name: str) -> None:
        if name in self.templates or name not in templates():
            return
        self.templates.add(name)
        source = templates()[name].read_text()
        for other in re.findall(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""", source):
            self._read(other)
        for tag in re.findall(r"<c-([\w-]+)", source):
            self._read(f"cotton/{tag.replace('-', '_')}.html")
        used = set(re.findall(r"\|\s*(\w+)", source)) | set(re.findall(r"\{%\s*(\w+)", source))
        app = str(templates()[name].relative_to(ROOT)).split("/")[1]
        for module in (m for m in modules() if ".templatetags." in m):
            for word in used & set(modules()[module].names):
                if module.split(".")[-1] in source.split("{% load ")[-1].split("%}")[0] + " ayni ":
                    self.add((module, word))
        for shown in re.findall(r"get_(\w+)_display", source):
            self._display(shown, f"ayni.{app}")


@cache
def templates() -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / "ayni").glob("*/templates/**/*")):
        if path.is_file():
            found[str(path.relative_to(ROOT)).split("/templates/")[1]] = path
    return found


def speaking_views(app: str) -> list[Node]:
    found = []
    for name, module in modules().items():
        if not name.startswith(f"ayni.{app}.views"):
            continue
        for word, nodes in module.names.items():
            for node in nodes:
                marks = {ast.unparse(one).split("(")[0].split(".")[-1] for one in getattr(node, "decorator_list", [])}
                if marks & SPEAKS or marks & kiosks(module):
                    found.append((name, word))
    return found


def kiosks(module: Module) -> set[str]:
    """Decorators of a module of its own that speak."""
    return {
        word for word, nodes in module.names.items() for node in nodes
        if isinstance(node, ast.FunctionDef) and word not in SPEAKS and not node.decorator_list
        and any(isinstance(one, ast.Call) and getattr(one.func, "id", "") in SPEAKS for one in ast.walk(node))
    }  # fmt: skip


@cache
def words_shown(app: str) -> dict[Words, str]:
    """Every (context, msgid) that speaking pages of an app may show, and one place where each is written."""
    reached = Reached()
    for view in speaking_views(app):
        reached.add(view)
    reached.follow()
    found: dict[Words, str] = {}
    for module, name in sorted(reached.nodes | reached.labels):
        if module in NOT_SHOWN or f"{module}.{name}" in NOT_SHOWN or module.rpartition(".")[0] in NOT_SHOWN:
            continue
        for node in modules()[module].names[name]:
            if (is_list(node) and (module, name) not in reached.labels) or is_table(node):
                continue
            for words in ids(node):
                found.setdefault(words, f"{module}.{name}")
    for name in sorted(reached.templates - NOT_SHOWN):
        for words in words_of(templates()[name]):
            found.setdefault(words, name)
    return found
