from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "ayni.procedures"

    def ready(self) -> None:
        """Join the openings that the apps below left for us."""
        from ayni.people import hooks  # noqa: PLC0415 - the models are loaded only now
        from ayni.procedures.finding import find_by_number  # noqa: PLC0415

        from . import erasing, own_words, repointing  # noqa: PLC0415
        from . import hooks as ours  # noqa: PLC0415
        from .actions import biometrics, ending  # noqa: PLC0415

        hooks.REPOINTERS.extend(repointing.REPOINTERS)
        hooks.ERASERS.extend(erasing.ERASERS)
        hooks.NO_ERASER.update(erasing.NO_ERASER)
        hooks.NUMBER_FINDERS.append(find_by_number)
        hooks.SWEEPERS.update({sweeper.kind: sweeper for sweeper in (*ending.SWEEPERS, *biometrics.SWEEPERS)})
        hooks.tell_own_data(*own_words.TABLES)
        ours.FINGER.append(biometrics.last_comparison)
