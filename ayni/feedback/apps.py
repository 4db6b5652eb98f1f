from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "ayni.feedback"

    def ready(self) -> None:
        """Join the openings that the apps below left for us."""
        from ayni.people import hooks  # noqa: PLC0415 - the models are loaded only now

        from . import erasing, finding, own_words, repointing  # noqa: PLC0415
        from .actions.ending import SWEEPERS  # noqa: PLC0415

        hooks.REPOINTERS.extend(repointing.REPOINTERS)
        hooks.ERASERS.extend(erasing.ERASERS)
        hooks.NO_ERASER.update(erasing.NO_ERASER)
        hooks.NUMBER_FINDERS.append(finding.find_by_number)
        hooks.SWEEPERS.update({sweeper.kind: sweeper for sweeper in SWEEPERS})
        hooks.tell_own_data(*own_words.TABLES)
