"""What anybody may read stands under `/observatorio/` (`/en/observatorio/`), for programs under `/api/observatory/`.
Whoever prepares and signs a release works under `/observatorio/entregas/gestion/`."""

from django.urls.resolvers import URLPattern

from .api import urls as api

app_name = "observatory"

urlpatterns: list[URLPattern] = []

__all__ = ["api", "app_name", "urlpatterns"]
