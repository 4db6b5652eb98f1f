"""What anybody may read stands under `/observatorio/` (`/en/observatorio/`), for programs under `/api/observatory/`.
Whoever prepares and signs a release works under `/observatorio/entregas/gestion/`."""

from django.urls import path
from django.urls.resolvers import URLPattern

from .views import gestion

app_name = "observatory"
WORK = "observatorio/entregas/gestion/"
ONE = f"{WORK}<uuid:release_id>/"

# Releases, for staff.
work: list[URLPattern] = [
    path(WORK, gestion.releases, name="releases"),
    path(f"{WORK}anunciar/", gestion.plan, name="release-plan"),
    path(f"{WORK}preparar/", gestion.prepare, name="release-prepare"),
    path(ONE, gestion.release, name="release"),
    path(f"{ONE}firmar/", gestion.sign, name="release-sign"),
    path(f"{ONE}publicar/", gestion.publish, name="release-publish"),
    path(f"{ONE}retirar/", gestion.withdraw, name="release-withdraw"),
]

urlpatterns: list[URLPattern] = [*work]
