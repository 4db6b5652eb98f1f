from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ayni.people"

    def ready(self) -> None:
        # These need the models.
        from . import erasing, hooks, own_words, repointing  # noqa: PLC0415
        from .actions.ending import SWEEPERS  # noqa: PLC0415
        from .actions.imports import working  # noqa: PLC0415

        hooks.REPOINTERS.extend(repointing.REPOINTERS)
        hooks.ERASERS.extend(erasing.ERASERS)
        hooks.NO_ERASER.update(erasing.NO_ERASER)
        hooks.SWEEPERS.update({sweeper.kind: sweeper for sweeper in [*SWEEPERS, *working.SWEEPERS]})
        hooks.tell_own_data(*own_words.TABLES)
