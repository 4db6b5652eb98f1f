from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ayni.people"

    def ready(self) -> None:
        from ayni.people import attaching  # noqa: PLC0415 - the models are loaded only now

        attaching.declare()
