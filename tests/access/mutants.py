"""Every place where code narrows rows to what somebody may see, each of which can be taken out: a mutant.

The code of `ayni` is compiled once more with each such place going through `NARROWED`, and put into the functions that
are already loaded. Nothing changes until a place is taken out by its number.
"""

import ast
import builtins
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from django.db.models import Q, QuerySet

import ayni

ROOT = Path(ayni.__file__).parent
METHODS = frozenset({"visible_to", "addressed_to", "within"})
"""Of querysets and managers. A method of this name that gives no rows is left alone."""
CONDITIONS = frozenset({"seen_by", "is_within", "is_within_reach", "wholly_within"})
"""Functions that give the condition itself."""
NARROWED = "rows, narrowed"
"""A name that stands in no module: none can be written so."""


@dataclass(frozen=True, order=True)
class Place:
    file: str
    function: str
    line: int
    call: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}: {self.call}"


@dataclass
class Mutants:
    places: list[Place] = field(default_factory=list)
    out: frozenset[int] = frozenset()
    """The places that are taken out now."""
    met: set[int] = field(default_factory=set)
    """Places whose filter gave rows or a condition since this was emptied."""
    remembering: list[Any] = field(default_factory=list)
    """Functions of ours that remember what they answered."""

    def names(self) -> list[str]:
        """What each place is called whatever line it stands on: `file function call`, and the how-manieth of these."""
        seen: dict[str, int] = {}
        found = []
        for place in self.places:
            name = f"{place.file} {place.function} {place.call}"
            seen[name] = seen.get(name, 0) + 1
            found.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
        return found

    def narrowed(self, place: int, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        found = call(*args, **kwargs)
        if not isinstance(found, (QuerySet, Q)):
            return found
        self.met.add(place)
        if place not in self.out:
            return found
        return Q() if isinstance(found, Q) else call.__self__.all()  # type: ignore[attr-defined]

    @contextmanager
    def without(self, *places: int) -> Iterator[None]:
        """Statements that were remembered for a scope are forgotten before and after."""
        self.forget_statements()
        self.out = frozenset(places)
        try:
            yield
        finally:
            self.out = frozenset()
            self.forget_statements()

    def forget_statements(self) -> None:
        for one in self.remembering:
            one.cache_clear()


class _Through(ast.NodeTransformer):
    """`rows.visible_to(user)` becomes `NARROWED(7, rows.visible_to, user)`."""

    def __init__(self, file: str, places: list[Place]) -> None:
        self.file, self.places, self.inside = file, places, list[str]()

    def _named(self, node: Any) -> Any:
        self.inside.append(node.name)
        self.generic_visit(node)
        self.inside.pop()
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _named

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        is_method = isinstance(node.func, ast.Attribute) and node.func.attr in METHODS
        if not is_method and not (isinstance(node.func, ast.Name) and node.func.id in CONDITIONS):
            return node
        self.places.append(Place(self.file, ".".join(self.inside), node.lineno, ast.unparse(node.func)))
        number = ast.Constant(len(self.places) - 1)
        changed = ast.Call(ast.Name(NARROWED, ast.Load()), [number, node.func, *node.args], node.keywords)
        return ast.fix_missing_locations(ast.copy_location(changed, node))


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


def _key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _rewritten(places: list[Place]) -> Iterator[tuple[Path, ast.Module]]:
    """Each file with a place in it, going through `narrowed`; the places are added to the list."""
    for path in sorted(ROOT.rglob("*.py")):
        name = str(path.relative_to(ROOT))
        source = path.read_text()
        is_ours = "/tests/" not in name and "/migrations/" not in name
        if is_ours and any(f"{word}(" in source for word in METHODS | CONDITIONS):
            before = len(places)
            tree = _Through(name, places).visit(ast.parse(source))
            if len(places) > before:
                yield path, tree


def filters() -> list[str]:
    """What the places are called: see `names`. Nothing is loaded or changed."""
    mutants = Mutants()
    for _file in _rewritten(mutants.places):
        pass
    return mutants.names()


@contextmanager
def planted() -> Iterator[Mutants]:
    """The loaded code, with every place going through `narrowed`."""
    mutants, changed = Mutants(), dict[tuple[str, str, int], CodeType]()
    for path, tree in _rewritten(mutants.places):
        # What is not loaded yet would be loaded later as it is written.
        name = str(path.relative_to(ROOT)).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        import_module(f"ayni.{name}")
        changed |= {_key(code): code for code in _codes(compile(tree, str(path), "exec"))}
    loaded = [f for f in gc.get_objects() if type(f) is FunctionType and _key(f.__code__) in changed]
    kept = [(function, function.__code__) for function in loaded]
    setattr(builtins, NARROWED, mutants.narrowed)
    try:
        for function in loaded:
            function.__code__ = changed[_key(function.__code__)]
        mutants.remembering = [
            one
            for one in gc.get_objects()
            if type(one) is _lru_cache_wrapper and str(getattr(one, "__module__", "")).startswith("ayni.")
        ]
        mutants.forget_statements()
        yield mutants
    finally:
        for function, code in kept:
            function.__code__ = code
        mutants.forget_statements()
        delattr(builtins, NARROWED)
