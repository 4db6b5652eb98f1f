from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ayni.people"

    def ready(self) -> None:
        # These need the models.
        from . import attaching, erasing, hooks, own_words  # noqa: PLC0415
        from .actions import following, repointing  # noqa: PLC0415
        from .actions.ending import SWEEPERS  # noqa: PLC0415
        from .actions.imports import following as lists  # noqa: PLC0415
        from .actions.imports import working  # noqa: PLC0415

        attaching.declare()
        hooks.REPOINTERS.extend([*repointing.REPOINTERS, *following.REPOINTERS, *lists.REPOINTERS, *erasing.REPOINTERS])
        hooks.ERASERS.extend([*repointing.ERASERS, *following.ERASERS, *lists.ERASERS, *erasing.ERASERS])
        hooks.NO_ERASER.update(erasing.NO_ERASER | lists.NO_ERASER)
        hooks.SWEEPERS.update({sweeper.kind: sweeper for sweeper in [*SWEEPERS, *working.SWEEPERS]})
        hooks.tell_own_data(*own_words.TABLES)
