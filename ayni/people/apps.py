from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ayni.people"

    def ready(self) -> None:
        """How our own tables follow a merge and an erasure."""
        from . import hooks  # noqa: PLC0415 - the models are loaded only now
        from .actions import following  # noqa: PLC0415

        hooks.REPOINTERS += following.REPOINTERS
        hooks.ERASERS += following.ERASERS
