from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ayni.people"

    def ready(self) -> None:
        # These need the models.
        from . import attaching, hooks  # noqa: PLC0415
        from .actions.repointing import ERASERS, REPOINTERS  # noqa: PLC0415

        hooks.REPOINTERS.extend(REPOINTERS)
        hooks.ERASERS.extend(ERASERS)
        attaching.declare()
