import ast
import re

import pytest
from django.conf import settings

from ayni.audit.models import Event
from ayni.cases.models import Outcome, SkipReason
from ayni.desk import words
from ayni.referrals.models import LinkOpening, Status

VERB = re.compile(r"[a-z]+\.[a-z_]+")
FAMILIES = {"referral.": Status.values, "link.": LinkOpening.Event.values}
"""Verbs that are put together when they are recorded: `referral.` and the status that it came to."""
OTHERWISE = {"referral.SENT", "referral.ASKED", "referral.EXPIRED", "referral.CLOSED"}
"""What a referral becomes by a verb of its own, whose name is written out."""


def files_of_verbs():
    apps = [app for app in sorted(settings.BASE_DIR.glob("ayni/*")) if app.name != "audit"]
    return [path for app in apps for path in [*sorted(app.glob("actions/**/*.py")), *app.glob("actions.py")]]


def recorded_with_a_thread():
    """(verb, file) of every call that writes a line of some case's or person's timeline."""
    for path in files_of_verbs():
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and writes_a_line(node, tree):
                yield from ((verb, path.name) for verb in verbs(node.args[0], tree))


def writes_a_line(call, tree):
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "_record":
        own = [ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "_record"]
        return "thread=" in "".join(own)
    return name == "record" and any(keyword.arg == "thread" for keyword in call.keywords)


def verbs(said, tree):
    if isinstance(said, ast.Constant):
        return [said.value]
    if isinstance(said, ast.JoinedStr):
        head = said.values[0].value
        return [head + value.lower() for value in FAMILIES[head] if head + value not in OTHERWISE]
    assigned = [n.value for n in ast.walk(tree) if isinstance(n, ast.Assign) and is_named(n, said.id)]
    texts = [n.value for value in assigned for n in ast.walk(value) if isinstance(n, ast.Constant)]
    return [text for text in texts if VERB.fullmatch(str(text))]


def is_named(assignment, name):
    return isinstance(assignment.targets[0], ast.Name) and assignment.targets[0].id == name


def test_every_verb_that_is_recorded_with_a_thread_has_words():
    found = list(recorded_with_a_thread())
    assert len(found) > 25
    missing = [f"{verb} ({file})" for verb, file in found if verb not in words.VERBS]
    assert not missing, "Give these a sentence in ayni/desk/words.py: " + ", ".join(missing)


def test_what_a_code_says_is_said():
    closed = Event(verb="case.closed", details={"outcome": "SOLVED"})
    assert words.sentence(closed) == f"Cerró el caso: {Outcome.SOLVED.label}"
    skipped = Event(verb="task.skipped", details={"reason": "PERSON_DECLINED"})
    assert words.sentence(skipped, "Orientar") == f"Omitió una tarea: Orientar · {SkipReason.PERSON_DECLINED.label}"


def test_a_verb_without_words_is_shown_and_not_hidden():
    assert words.sentence(Event(verb="moon.landed", details={})) == "moon.landed"


@pytest.mark.parametrize(
    ("by", "who"), [("system", "Ayni"), ("link:019a", "enlace de una institución"), ("77", "ya no tiene cuenta")]
)
def test_who_was_no_user_is_said_too(by, who):
    assert who in words.somebody(by)
