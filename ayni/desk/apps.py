from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "ayni.desk"

    def ready(self) -> None:
        # These need the models.
        from ayni.audit.words import WORDS  # noqa: PLC0415
        from ayni.people import hooks  # noqa: PLC0415

        from .queries.calling import whom_to_call  # noqa: PLC0415
        from .words import VERBS  # noqa: PLC0415

        WORDS.update(VERBS)
        hooks.WHOM_TO_CALL.append(whom_to_call)
