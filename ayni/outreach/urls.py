"""The calendar stands under `/sesiones/`, in other languages under `/en/sesiones/` and so on; whoever keeps it works
under `/extension/`."""

from django.urls import path
from django.urls.resolvers import URLPattern

from ayni.lib.tongues import in_every_language

from .views import keeping, public

app_name = "outreach"


urlpatterns: list[URLPattern] = [
    *in_every_language("sesiones/", public.calendar, "calendar"),
    *in_every_language("sesiones/calendario.ics", public.feed, "feed"),
    *in_every_language("sesiones/mi-inscripcion/", public.mine, "mine"),
    *in_every_language("sesiones/<uuid:session_id>/", public.session, "session"),
    *in_every_language("sesiones/<uuid:session_id>/inscribirse/", public.sign_up, "sign-up"),
    *in_every_language("sesiones/<uuid:session_id>/sesion.ics", public.one_ics, "ics"),
    path("extension/sesiones/", keeping.sessions, name="sessions"),
    path("extension/sesiones/nueva/", keeping.new_session, name="new"),
    path("extension/sesiones/<uuid:session_id>/", keeping.kept, name="kept"),
    path("extension/sesiones/<uuid:session_id>/cambiar/", keeping.change, name="change"),
]
