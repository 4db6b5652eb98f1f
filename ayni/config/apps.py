from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "ayni.config"
    label = "ayni_config"
