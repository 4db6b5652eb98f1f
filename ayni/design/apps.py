from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "ayni.design"
