"""The calendar stands under `/sesiones/`, in other languages under `/en/sesiones/` and so on; whoever keeps it works
under `/extension/`."""

from django.urls import path
from django.urls.resolvers import URLPattern

from ayni.lib.tongues import in_every_language

from .views import campaigns, keeping, promises, public

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

# Whoever communicates, and whoever asks them to.
urlpatterns += [
    path("extension/campanas/", campaigns.campaigns, name="campaigns"),
    path("extension/campanas/nueva/", campaigns.new_campaign, name="new-campaign"),
    path("extension/campanas/<uuid:campaign_id>/", campaigns.campaign, name="campaign"),
    path("extension/campanas/<uuid:campaign_id>/cambiar/", campaigns.change_campaign, name="change-campaign"),
    path("extension/pedidos/", promises.requests, name="requests"),
    path("extension/pedidos/nuevo/", promises.ask_for, name="ask-for"),
    path("extension/pedidos/<uuid:request_id>/", promises.asked, name="asked"),
    path("extension/pedidos/<uuid:request_id>/responder/", promises.answer_request, name="answer-request"),
    path("extension/compromisos/", promises.commitments, name="commitments"),
    path("extension/compromisos/nuevo/", promises.new_commitment, name="new-commitment"),
    path("extension/compromisos/<uuid:commitment_id>/", promises.commitment, name="commitment"),
    path("extension/estrategias/", promises.strategies, name="strategies"),
    path("extension/estrategias/<int:strategy_id>/", promises.strategy, name="strategy"),
]
