from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "ayni.cases"

    def ready(self) -> None:
        from ayni.cases.finding import find_by_number  # noqa: PLC0415 - the models are loaded only now
        from ayni.cases.repointing import REPOINTERS  # noqa: PLC0415
        from ayni.people import hooks  # noqa: PLC0415

        hooks.NUMBER_FINDERS.append(find_by_number)
        hooks.REPOINTERS.extend(REPOINTERS)
