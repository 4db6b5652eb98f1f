from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FactsConfig(AppConfig):
    name = "ayni.facts"

    def ready(self) -> None:
        """Every app's `facts.py` registers its tables when it is imported."""
        autodiscover_modules("facts")
