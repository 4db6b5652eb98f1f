from django.urls import path

from .views import call_me, calls, desk, following, own, participation, publishing

app_name = "feedback"
urlpatterns = [
    # For anybody.
    path("voz/", own.start, name="start"),
    path("voz/revisar/", own.check, name="check"),
    path("voz/listo/", own.done, name="done"),
    path("voz/salir/", own.leave, name="leave"),
    path("voz/quiosco/<str:token>/", own.kiosk, name="kiosk"),
    path("voz/seguimiento/", following.follow, name="follow"),
    path("voz/estado/", following.state, name="state"),
    path("voz/defensoria/", following.ombudsman, name="ombudsman"),
    path("voz/defensoria/carta.pdf", following.letter, name="letter"),
    path("voz/p/<slug:slug>/", own.question, name="question"),
    path("voz/hicimos/", participation.told, name="told"),
    path("voz/consultas/", participation.consultations, name="consultations"),
    path("voz/consultas/gracias/", participation.took_part, name="took-part"),
    path("voz/consultas/<uuid:consultation_id>/", participation.consultation, name="consultation"),
    path("voz/opinion/gracias/", participation.opinion_thanks, name="opinion-thanks"),
    path("voz/opinion/<str:token>/", participation.opinion, name="opinion"),
    # Whoever asks to be called, safely.
    path("llamenme/", call_me.call_me, name="call-me"),
    path("llamenme/listo/", call_me.call_noted, name="call-noted"),
    # For whoever sees to it.
    path("voces/", desk.board, name="board"),
    path("voces/escribir/", desk.write_down, name="write-down"),
    path("voces/opiniones/", publishing.opinions, name="opinions"),
    path("voces/publicado/", publishing.publications, name="publications"),
    path("voces/publicado/<uuid:publication_id>/", publishing.publication, name="publication"),
    path("voces/consultas/", publishing.consultations_kept, name="consultations-kept"),
    path("voces/consultas/<uuid:consultation_id>/", publishing.consultation_kept, name="consultation-kept"),
    path("voces/llamadas/", calls.calls, name="calls"),
    path("voces/llamadas/<uuid:call_id>/", calls.call, name="call"),
    path("voces/<uuid:report_id>/", desk.report, name="report"),
    path("voces/<uuid:report_id>/<str:which>/", desk.attached, name="attached"),
]
