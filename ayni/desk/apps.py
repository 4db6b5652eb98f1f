from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "ayni.desk"

    def ready(self) -> None:
        # These need the models.
        from ayni.audit.words import WORDS  # noqa: PLC0415
        from ayni.directory.queries import who_is_where  # noqa: PLC0415
        from ayni.people import hooks  # noqa: PLC0415
        from ayni.results.hooks import KNOWN_OF_TERRITORY, WHO_IS_WHERE  # noqa: PLC0415

        from .queries.calling import whom_to_call  # noqa: PLC0415
        from .queries.known_territories import known_of_territory  # noqa: PLC0415
        from .words import VERBS  # noqa: PLC0415

        WORDS.update(VERBS)
        hooks.WHOM_TO_CALL.append(whom_to_call)
        WHO_IS_WHERE.append(who_is_where)
        KNOWN_OF_TERRITORY.append(known_of_territory)
