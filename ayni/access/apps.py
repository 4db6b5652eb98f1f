from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "ayni.access"

    def ready(self) -> None:
        # These need the models. They listen to Django's, allauth's and axes' own signals; none of ours.
        from .signals import listen  # noqa: PLC0415

        listen()
