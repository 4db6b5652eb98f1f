from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_migrate
from django.utils.module_loading import autodiscover_modules


def before_migrations(plan: list[Any], **_of_django: Any) -> None:
    """A migration finds the tables without our triggers (`changes.take_down`)."""
    from .changes import take_down  # noqa: PLC0415 - models are loaded by now

    if plan:
        take_down()


class FactsConfig(AppConfig):
    name = "ayni.facts"

    def ready(self) -> None:
        """Every app's `facts.py` registers its tables when it is imported."""
        autodiscover_modules("facts")
        pre_migrate.connect(before_migrations, sender=self)
