from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ayni.people"

    def ready(self) -> None:
        """Join our own openings: what becomes of our tables, and how long they are kept."""
        from . import erasing, hooks, own_words  # noqa: PLC0415 - the models are loaded only now
        from .actions.ending import SWEEPERS  # noqa: PLC0415

        hooks.ERASERS.extend(erasing.ERASERS)
        hooks.REPOINTERS.extend(erasing.REPOINTERS)
        hooks.NO_ERASER.update(erasing.NO_ERASER)
        hooks.SWEEPERS.update({sweeper.kind: sweeper for sweeper in SWEEPERS})
        hooks.tell_own_data(*own_words.TABLES)
