from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "ayni.cases"

    def ready(self) -> None:
        """The search box of people finds cases by their number."""
        from ayni.people.hooks import NUMBER_FINDERS  # noqa: PLC0415 - the models are loaded only now

        from .queries.numbers import find_case  # noqa: PLC0415

        NUMBER_FINDERS.append(find_case)
