"""The calendar stands under `/sesiones/`, in other languages under `/en/sesiones/` and so on; whoever keeps it works
under `/extension/`."""

from django.urls import path
from django.urls.resolvers import URLPattern

from ayni.lib.tongues import in_every_language

from .views import (
    answers,
    around,
    assisting,
    attending,
    campaigns,
    certificates,
    context,
    keeping,
    probes,
    promises,
    public,
    sheets,
    studies,
    years,
)

app_name = "outreach"


urlpatterns: list[URLPattern] = [
    *in_every_language("sesiones/", public.calendar, "calendar"),
    *in_every_language("sesiones/calendario.ics", public.feed, "feed"),
    *in_every_language("sesiones/mi-inscripcion/", public.mine, "mine"),
    *in_every_language("sesiones/<uuid:session_id>/", public.session, "session"),
    *in_every_language("sesiones/<uuid:session_id>/inscribirse/", public.sign_up, "sign-up"),
    *in_every_language("sesiones/<uuid:session_id>/sesion.ics", public.one_ics, "ics"),
    *in_every_language("sesiones/p/<str:token>/", probes.probe, "probe"),
    *in_every_language("sesiones/constancia/<str:proof>/", certificates.proof, "certificate-proof"),
    *in_every_language("encuestas/<str:token>/", studies.answer, "answer"),
    *in_every_language("encuestas/<str:token>/<str:draft>/", studies.answer, "answer-draft"),
    path("extension/estudios/", studies.studies, name="studies"),
    path("extension/estudios/<uuid:study_id>/", studies.study, name="study"),
    *(
        path(f"extension/estudios/<uuid:study_id>/respuestas.{kind}", studies.responses, {"kind": kind},
             name=f"responses-{kind}")
        for kind in ("csv", "xlsx")
    ),
    path("extension/estudios/<uuid:study_id>/archivos/", answers.files, name="answer-files"),
    path("extension/estudios/<uuid:study_id>/archivos/<uuid:file_id>/", answers.file, name="answer-file"),
    path(
        "extension/estudios/<uuid:study_id>/archivos/<uuid:file_id>/por-corregir.csv", answers.to_mend,
        name="answers-to-mend",
    ),
    path("extension/hallazgos/", context.findings, name="findings"),
    path("extension/hallazgos.csv", context.findings_csv, name="findings-csv"),
    path("extension/contexto/", context.events, name="events"),
    path("extension/contexto.csv", context.events_csv, name="events-csv"),
    path("extension/contexto/nuevo/", context.event, name="new-event"),
    path("extension/contexto/<uuid:event_id>/", context.event, name="event"),
    path("extension/comunidades/", context.communities, name="communities"),
    path("extension/comunidades.csv", context.communities_csv, name="communities-csv"),
    path("extension/comunidades/nueva/", context.community, name="new-community"),
    path("extension/comunidades/<uuid:community_id>/", context.community, name="community"),
    path("extension/sesiones/", years.sessions, name="sessions"),
    path("extension/sesiones/lista.csv", years.table, name="table"),
    path("extension/sesiones/numeros/", years.numbers, name="numbers"),
    path("extension/sesiones/numeros.csv", years.numbers_csv, name="numbers-csv"),
    path("extension/sesiones/realizada/", years.write_down, name="write-down"),
    path("extension/series/", years.all_series, name="all-series"),
    path("extension/series/<uuid:series_id>/", years.series, name="series"),
    path("extension/sesiones/nueva/", keeping.new_session, name="new"),
    path("extension/sesiones/<uuid:session_id>/", keeping.kept, name="kept"),
    path("extension/sesiones/<uuid:session_id>/cambiar/", keeping.change, name="change"),
    path("extension/sesiones/<uuid:session_id>/asistencia/", attending.door, name="door"),
    path("extension/sesiones/<uuid:session_id>/conteo/", attending.heads, name="heads"),
    path("extension/sesiones/<uuid:session_id>/hojas/", sheets.sheets, name="sheets"),
    path("extension/sesiones/<uuid:session_id>/hoja.xlsx", sheets.empty_sheet, name="empty-sheet"),
    path("extension/hojas/<uuid:sheet_id>/", sheets.sheet, name="sheet"),
    path("extension/sesiones/<uuid:session_id>/cerrar/", around.close, name="close"),
    path("extension/sesiones/<uuid:session_id>/invitar/", around.invite, name="invite"),
    path("extension/sesiones/<uuid:session_id>/repetir/", around.repeat, name="repeat"),
    path("extension/sesiones/<uuid:session_id>/materiales/", around.materials, name="materials"),
    path("extension/materiales/<uuid:material_id>/", around.material, name="material"),
    path("extension/materiales/<uuid:material_id>/quitar/", around.remove_material, name="remove-material"),
    *(
        path(f"extension/sesiones/<uuid:session_id>/{which}.pdf", around.paper, {"which": which}, name=f"paper-{which}")
        for which in around.PAPERS
    ),
    path("extension/sesiones/<uuid:session_id>/formularios/", probes.probes, name="probes"),
    path(
        "extension/sesiones/<uuid:session_id>/formularios/<str:kind>/<int:instrument_id>/", probes.right,
        name="probe-right",
    ),
    path("extension/sesiones/<uuid:session_id>/constancias/", certificates.certificates, name="certificates"),
    path("extension/asistencias/<uuid:attendance_id>/constancia/", certificates.certificate, name="certificate"),
    path(
        "extension/asistencias/<uuid:attendance_id>/anular/", certificates.withdraw_certificate,
        name="withdraw-certificate",
    ),
    path("extension/asistencia-tecnica/", assisting.assistances, name="assistances"),
    path("extension/asistencia-tecnica/lista.csv", assisting.assistances_csv, name="assistances-csv"),
    path("extension/asistencia-tecnica/nueva/", assisting.begin, name="begin-assistance"),
    path("extension/asistencia-tecnica/<uuid:assistance_id>/", assisting.assistance, name="assistance"),
    path("extension/hitos/<uuid:milestone_id>/", assisting.milestone, name="milestone"),
    path("extension/hitos/<uuid:milestone_id>/evidencia/", assisting.evidence, name="evidence"),
]  # fmt: skip

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
