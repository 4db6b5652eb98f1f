"""What anybody may read stands under `/observatorio/` (`/en/observatorio/`), for programs under `/api/observatory/`.
Whoever prepares and signs a release works under `/observatorio/entregas/gestion/`, whoever keeps the library of studies
under `/observatorio/estudios/gestion/`."""

from django.urls import path
from django.urls.resolvers import URLPattern

from .api import urls as api
from .models import Kind
from .views import (
    blanks,
    bulletins,
    following,
    gestion,
    library,
    programs,
    releases,
    series,
    studies,
    subscribing,
    tables,
    using,
)  # fmt: skip
from .views.speaking import in_both
from .views.using import counted

app_name = "observatory"

urlpatterns: list[URLPattern] = []

# Pages that anybody reads.
TABLE, EMBED, SERIES = counted(Kind.TABLE), counted(Kind.EMBED), counted(Kind.SERIES)
STUDY, BLANK = counted(Kind.STUDY), counted(Kind.DOWNLOAD)
BULLETIN, PAPER, RELEASE = counted(Kind.BULLETIN), counted(Kind.PAPER), counted(Kind.RELEASE)
PLACE = "observatorio/boletines/<str:code>/"
urlpatterns += [
    *in_both("observatorio/", tables.start, "start"),
    *in_both("observatorio/buscar/", tables.search, "search"),
    *in_both("observatorio/tablas/", tables.to_tables, "tables"),
    *in_both("observatorio/tablas/<str:code>/", TABLE(tables.table), "table"),
    *in_both("observatorio/tablas/<str:code>/cambios/", releases.changes, "changes"),
    *in_both("observatorio/incrustar/tablas/<str:code>/", EMBED(tables.embed), "embed"),
    *in_both("observatorio/series/", series.themes, "series"),
    *in_both("observatorio/series/tema/<slug:word>/", SERIES(series.theme), "series-theme"),
    *in_both("observatorio/series/<str:code>/", SERIES(series.figure), "figure"),
    *in_both("observatorio/estudios/", studies.studies, "studies"),
    *in_both("observatorio/estudios/<study:code>/", STUDY(studies.study), "study"),
    *in_both("observatorio/entregas/", releases.releases, "calendar"),
    *in_both("observatorio/entregas/<release:number>/", RELEASE(releases.release), "issue"),
    *in_both("observatorio/metodo/", releases.method, "method"),
    *in_both("observatorio/condiciones/", releases.terms, "terms"),
    *in_both("observatorio/programas/", programs.programs, "programs"),
    *in_both("observatorio/boletines/", bulletins.bulletins, "bulletins"),
    *in_both(PLACE, BULLETIN(bulletins.bulletin), "bulletin"),
    *in_both(f"{PLACE}boletin.pdf", PAPER(bulletins.paper), "bulletin-pdf"),
    *in_both(f"{PLACE}seguir/", following.follow, "follow"),
    *in_both("observatorio/convenios/", following.agreements, "agreements"),
    *in_both("observatorio/plantillas/", blanks.blanks, "blanks"),
    *in_both("observatorio/plantillas/<slug:word>.<str:suffix>", BLANK(blanks.file), "blank"),
    *in_both(f"{PLACE}recibir/", subscribing.subscribe, "subscribe"),
    *in_both(f"{PLACE}<str:quarter>/", BULLETIN(bulletins.bulletin), "bulletin-of"),
    *in_both(f"{PLACE}<str:quarter>/boletin.pdf", PAPER(bulletins.paper), "bulletin-pdf-of"),
    *in_both("observatorio/suscripcion/<str:token>/", subscribing.confirm, "confirm"),
    *in_both("observatorio/suscripcion/<str:token>/terminar/", subscribing.unsubscribe, "unsubscribe"),
    *in_both("observatorio/para-que/", subscribing.purpose, "purpose"),
    path("observatorio/uso/", using.board, name="use"),
]

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
urlpatterns += work

LIBRARY = "observatorio/estudios/gestion/"
A_STUDY = f"{LIBRARY}<study:code>/"

# The library of studies, for staff.
kept: list[URLPattern] = [
    path(LIBRARY, library.library, name="library"),
    path(f"{LIBRARY}nuevo/", library.write, name="library-write"),
    path(A_STUDY, library.study, name="library-study"),
    path(f"{A_STUDY}corregir/", library.correct, name="library-correct"),
    path(f"{A_STUDY}publicar/", library.publish, name="library-publish"),
    path(f"{A_STUDY}devolver/", library.give_back, name="library-return"),
    path(f"{A_STUDY}retirar/", library.withdraw, name="library-withdraw"),
    path(f"{A_STUDY}reponer/", library.bring_back, name="library-bring-back"),
]
urlpatterns += kept

__all__ = ["api", "app_name", "urlpatterns"]
