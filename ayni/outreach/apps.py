from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "ayni.outreach"

    def ready(self) -> None:
        """Join the openings that the apps below left for us."""
        from ayni.people import hooks  # noqa: PLC0415 - the models are loaded only now

        from . import erasing, own_words, repointing  # noqa: PLC0415
        from .actions.ending import SWEEPERS  # noqa: PLC0415

        hooks.SWEEPERS.update({sweeper.kind: sweeper for sweeper in SWEEPERS})
        hooks.REPOINTERS.extend(repointing.REPOINTERS)
        hooks.ERASERS.extend(erasing.ERASERS)
        hooks.NO_ERASER.update(erasing.NO_ERASER)
        hooks.tell_own_data(*own_words.TABLES)
