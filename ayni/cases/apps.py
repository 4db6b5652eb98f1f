from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "ayni.cases"

    def ready(self) -> None:
        from ayni.cases.finding import find_by_number  # noqa: PLC0415 - the models are loaded only now
        from ayni.people.hooks import NUMBER_FINDERS  # noqa: PLC0415

        NUMBER_FINDERS.append(find_by_number)
