"""The world of the journeys: the reference data and a small demo world, as `make run` makes them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from ayni.access.models import User
from ayni.config.commands.setting_up import load_reference
from ayni.desk.demo import make_world
from tests.journeys.kept import KeptWorld


@pytest.fixture(scope="session")
def kept_world() -> Iterator[KeptWorld]:
    kept = KeptWorld()
    yield kept
    kept.forget()


@pytest.fixture
def demo(transactional_db: None, kept_world: KeptWorld) -> dict[str, User]:
    """The users of the demo world, by username."""
    if not kept_world.bring_back():
        at = datetime.now(UTC)
        load_reference()
        make_world(people=60, seed=11, at=at)
        kept_world.keep(at)
    timezone.activate(settings.TIME_ZONE)
    return {user.username: user for user in User.objects.order_by("pk")}


@pytest.fixture(params=["with scripts", "without scripts"])
def browser_context_args(browser_context_args: dict[str, Any], request: pytest.FixtureRequest) -> dict[str, Any]:
    return {**browser_context_args, "java_script_enabled": request.param == "with scripts"}
