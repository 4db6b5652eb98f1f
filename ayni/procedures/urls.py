from django.urls import path, register_converter

from ayni.lib.tongues import in_every_language

from . import views
from .days import DayConverter
from .views import (
    appointments,
    batches,
    boxes,
    cards,
    catalogue,
    catalogue_drafts,
    comparing,
    deliveries,
    devices,
    enrolment,
    fines,
    incomplete,
    powers,
    route,
    signing,
    status,
    taking,
    verify,
    way,
)

app_name = "procedures"
urlpatterns = [
    path("tramites/", views.front, name="front"),
]

# The catalogue, the route finder and fines.
DRAFT = "tramites/catalogo/borradores/<int:draft_number>/"
urlpatterns += [
    path("tramites/catalogo/", catalogue.catalogue, name="catalogue"),
    path("tramites/catalogo/trabajar/", catalogue.work_documents, name="work-documents"),
    path("tramites/catalogo/regimen/<slug:code>/", catalogue.regime, name="regime"),
    path("tramites/catalogo/tramite/<slug:code>/", catalogue.procedure, name="procedure"),
    path("tramites/catalogo/tramite/<slug:code>/<int:version>/", catalogue.procedure, name="procedure-version"),
    path("tramites/catalogo/borradores/", catalogue_drafts.catalogue_drafts, name="catalogue-drafts"),
    path("tramites/catalogo/borradores/nuevo/", catalogue_drafts.new_catalogue_draft, name="new-catalogue-draft"),
    path(
        "tramites/catalogo/<str:kind>/<slug:code>/version/",
        catalogue_drafts.start_catalogue_draft,
        name="start-catalogue-draft",
    ),
    path(DRAFT, catalogue_drafts.catalogue_draft, name="catalogue-draft"),
    path(f"{DRAFT}describir/", catalogue_drafts.describe_catalogue_draft, name="describe-catalogue-draft"),
    path(f"{DRAFT}enviar/", catalogue_drafts.submit_catalogue_draft, name="submit-catalogue-draft"),
    path(f"{DRAFT}aprobar/", catalogue_drafts.approve_catalogue_draft, name="approve-catalogue-draft"),
    path(f"{DRAFT}devolver/", catalogue_drafts.return_catalogue_draft, name="return-catalogue-draft"),
    path(f"{DRAFT}descartar/", catalogue_drafts.discard_catalogue_draft, name="discard-catalogue-draft"),
    path(f"{DRAFT}parte/<str:part>/", catalogue_drafts.catalogue_part, name="add-catalogue-part"),
    path(f"{DRAFT}parte/<str:part>/<int:place>/", catalogue_drafts.catalogue_part, name="change-catalogue-part"),
    path("tramites/ruta/", route.route, name="route"),
    path("tramites/multas/", fines.fines, name="fines"),
    path("tramites/multas/<uuid:application_id>/", fines.application_fines, name="application-fines"),
    path("tramites/multas/<uuid:application_id>/multa/", fines.record_fine, name="record-fine"),
    path("tramites/multas/<uuid:application_id>/recibo/", fines.record_receipt, name="record-receipt"),
]

# Applications.
urlpatterns += [
    path("tramites/solicitudes/", views.applications, name="applications"),
    path("tramites/solicitudes/siguiente/", views.take_next, name="take-next"),
    path("tramites/solicitudes/nueva/<uuid:person_id>/", views.begin_application, name="begin-application"),
    path("tramites/solicitudes/<uuid:application_id>/", views.application, name="application"),
    path("tramites/solicitudes/<uuid:application_id>/entregar/", views.hand_in, name="hand-in"),
    path(
        "tramites/solicitudes/<uuid:application_id>/desistir/", views.withdraw_application, name="withdraw-application"
    ),
    path("tramites/solicitudes/<uuid:application_id>/evaluador/", views.name_evaluator, name="name-evaluator"),
    path("tramites/solicitudes/<uuid:application_id>/papel/<uuid:item_id>/", views.present_item, name="present-item"),
    path("tramites/solicitudes/<uuid:application_id>/papel/<uuid:item_id>/ver/", views.paper, name="item-paper"),
    path("tramites/solicitudes/<uuid:application_id>/tomar/", views.take, name="take-application"),
    path("tramites/solicitudes/<uuid:application_id>/evaluar/", views.evaluate, name="evaluate"),
    path("tramites/solicitudes/<uuid:application_id>/evaluar/fin/", views.end_evaluation, name="end-evaluation"),
    path("tramites/solicitudes/<uuid:application_id>/decidir/", views.decide, name="decide"),
    path("tramites/solicitudes/<uuid:application_id>/recurso/", views.file_appeal, name="file-appeal"),
    path(
        "tramites/solicitudes/<uuid:application_id>/recurso/<uuid:appeal_id>/",
        views.decide_appeal,
        name="decide-appeal",
    ),
    path(
        "tramites/solicitudes/<uuid:application_id>/recurso/<uuid:appeal_id>/cargo/",
        views.appeal_note,
        name="appeal-note",
    ),
    path(
        "tramites/solicitudes/<uuid:application_id>/resolucion/<uuid:resolution_id>/",
        views.resolution,
        name="resolution",
    ),
    path(
        "tramites/solicitudes/<uuid:application_id>/resolucion/<uuid:resolution_id>/entregada/",
        views.hand_over,
        name="hand-over-resolution",
    ),
    path(
        "tramites/solicitudes/<uuid:application_id>/resolucion/<uuid:resolution_id>/casilla/",
        views.notify,
        name="notify-resolution",
    ),
    path(
        "tramites/solicitudes/<uuid:application_id>/incompleta/",
        incomplete.receive_incomplete,
        name="receive-incomplete",
    ),
    path(
        "tramites/solicitudes/<uuid:application_id>/incompleta/constancia/",
        incomplete.incomplete_note,
        name="incomplete-note",
    ),
    path(
        "tramites/solicitudes/<uuid:application_id>/resolucion/<uuid:resolution_id>/firmar/",
        signing.sign_resolution,
        name="sign-resolution",
    ),
    path(
        "tramites/solicitudes/<uuid:application_id>/resolucion/<uuid:resolution_id>/archivo/<str:which>/",
        signing.signed_resolution,
        name="signed-resolution",
    ),
    path("firma/<str:token>/documento/", signing.signing_paper, name="signing-paper"),
    path("firma/<str:token>/firmado/", signing.signing_return, name="signing-return"),
    path("tramites/vencimientos/", views.expiries, name="expiries"),
    *in_every_language("resolucion/<str:proof>/", views.resolution_proof, "resolution-proof"),
]

# Preregistration: pages of anybody, then those of staff.
urlpatterns += [
    *in_every_language("mi-tramite/preparar/", views.own_start, "own-start"),
    *in_every_language("mi-tramite/seguir/", views.own_return, "own-return"),
    *in_every_language("mi-tramite/enlace/<str:token>/", views.own_link, "own-link"),
    *in_every_language("mi-tramite/paso/<slug:slug>/", views.own_question, "own-question"),
    *in_every_language("mi-tramite/papel/<int:requirement_id>/", views.own_paper, "own-paper"),
    *in_every_language("mi-tramite/revisar/", views.own_check, "own-check"),
    *in_every_language("mi-tramite/enviada/", views.own_sent, "own-sent"),
    path("mi-tramite/quiosco/<str:token>/", views.own_kiosk, name="own-kiosk"),
    path("quiosco/abrir/<str:token>/", views.own_waiting_room, name="own-waiting-room"),
    *in_every_language("mi-tramite/salir/", views.own_leave, "own-leave"),
    path("tramites/preinscripciones/", views.preregistrations, name="preregistrations"),
    path("tramites/preinscripciones/invitar/", views.invite, name="invite"),
    path("tramites/preinscripciones/<uuid:preregistration_id>/", views.preregistration, name="preregistration"),
    path(
        "tramites/preinscripciones/<uuid:preregistration_id>/papel/<uuid:paper_id>/",
        views.preregistration_paper,
        name="preregistration-paper",
    ),
    path("tramites/quioscos/", views.stations, name="stations"),
]

# Appointments: booked by anybody under /citas/, kept by staff under /tramites/citas/.
register_converter(DayConverter, "day")
urlpatterns += [
    *in_every_language("citas/", appointments.start, "booking"),
    *in_every_language("citas/jornadas/", appointments.campaign_days, "campaign-days"),
    *in_every_language("citas/codigo/", appointments.ask_code, "booking-code"),
    *in_every_language("citas/en-lista/", appointments.listed, "booking-listed"),
    *in_every_language("citas/mia/", appointments.own, "own-appointment"),
    *in_every_language("citas/mia/ver/", appointments.own_shown, "own-shown"),
    *in_every_language("citas/mia/cambiar/", appointments.own_move, "own-move"),
    *in_every_language("citas/mia/papel/", appointments.own_slip, "own-slip"),
    *in_every_language("citas/mia/calendario/", appointments.own_calendar, "own-calendar"),
    *in_every_language("citas/mia/espera/", appointments.own_wait, "own-wait"),
    *in_every_language("citas/t/<str:code>/", appointments.offices, "booking-offices"),
    *in_every_language("citas/t/<str:code>/<str:place>/", appointments.days, "booking-days"),
    *in_every_language("citas/t/<str:code>/<str:place>/lista/", appointments.join, "booking-list"),
    *in_every_language("citas/t/<str:code>/<str:place>/<day:day>/", appointments.hours, "booking-hours"),
    *in_every_language("citas/t/<str:code>/<str:place>/hora/<int:slot_id>/", appointments.book, "booking-book"),
    path("tramites/citas/", appointments.day_list, name="appointments"),
    path("tramites/citas/nueva/", appointments.find_hour, name="appointment-new"),
    path("tramites/citas/nueva/<str:code>/<int:slot_id>/", appointments.staff_book, name="appointment-book"),
    path("tramites/citas/calendarios/", appointments.calendars, name="calendars"),
    path("tramites/citas/calendarios/nuevo/", appointments.write_calendar, name="calendar-new"),
    path("tramites/citas/calendarios/<int:pk>/", appointments.calendar, name="calendar"),
    path("tramites/citas/calendarios/<int:pk>/cambiar/", appointments.write_calendar, name="calendar-edit"),
    path("tramites/citas/cierres/", appointments.closures, name="closures"),
    path("tramites/citas/ventanillas/", appointments.windows, name="windows"),
    path("tramites/citas/ventanillas/<int:pk>/", appointments.windows, name="window"),
    path("tramites/citas/jornadas/", appointments.campaigns, name="campaigns"),
    path("tramites/citas/jornadas/nueva/", appointments.plan_campaign, name="campaign-new"),
    path("tramites/citas/jornadas/<uuid:campaign_id>/", appointments.campaign, name="campaign"),
    path("tramites/citas/jornadas/<uuid:campaign_id>/fin/", appointments.end_campaign, name="campaign-end"),
    path("tramites/citas/<uuid:appointment_id>/", appointments.appointment, name="appointment"),
    path("tramites/citas/<uuid:appointment_id>/mover/", appointments.staff_move, name="appointment-move"),
    path("tramites/citas/<uuid:appointment_id>/papel/", appointments.staff_slip, name="appointment-slip"),
]

# The queue.
urlpatterns += [
    path("tramites/cola/", views.queue, name="queue"),
    path("tramites/cola/tablero/", views.queue_board, name="queue-board"),
    path("tramites/cola/puesta/", views.queue_setup, name="queue-setup"),
    path("tramites/cola/turnos/<uuid:ticket_id>/", views.queue_ticket, name="queue-ticket"),
    path("tramites/cola/ventanillas/<int:window_id>/", views.queue_window, name="queue-window"),
    path("pantalla/<str:token>/", views.screen, name="screen"),
    path("pantalla/<str:token>/vivo/", views.screen_live, name="screen-live"),
    path("pantalla/<str:token>/estado/", views.screen_state, name="screen-state"),
    path("llegada/<str:token>/", views.kiosk, name="kiosk"),
    path("llegada/<str:token>/<str:ticket>/", views.kiosk_ticket, name="kiosk-ticket"),
    *in_every_language("turno/<str:token>/", views.turn, "turn"),
]

# --- enrolment and its devices ---
_STATION = "tramites/enrolamiento/<uuid:session_id>/"
urlpatterns += [
    path("tramites/enrolamiento/", enrolment.enrolments, name="enrolments"),
    path("tramites/enrolamiento/equipos/", devices.devices, name="devices"),
    path("tramites/enrolamiento/equipos/nuevo/", devices.device_new, name="device-new"),
    path("tramites/enrolamiento/equipos/<uuid:device_id>/", devices.device, name="device"),
    path("tramites/enrolamiento/equipos/<uuid:device_id>/baja/", devices.device_retire, name="device-retire"),
    path("tramites/enrolamiento/equipos/<uuid:device_id>/emparejar/", devices.device_pair, name="device-pair"),
    path(_STATION, enrolment.enrolment, name="enrolment"),
    path(f"{_STATION}zona/", taking.zone, name="enrolment-zone"),
    path(f"{_STATION}documento/", taking.scan, name="enrolment-scan"),
    path(f"{_STATION}foto/", taking.photo, name="enrolment-photo"),
    path(f"{_STATION}firma/", taking.signature, name="enrolment-signature"),
    path(f"{_STATION}huellas/", taking.prints_page, name="enrolment-prints"),
    path(f"{_STATION}huellas/una/", taking.finger, name="enrolment-finger"),
    path(f"{_STATION}falta/<slug:thing>/", enrolment.missing, name="enrolment-missing"),
    path(f"{_STATION}terminar/", enrolment.ending, {"how": "terminar"}, name="enrolment-finish"),
    path(f"{_STATION}dejar/", enrolment.ending, {"how": "dejar"}, name="enrolment-leave"),
]

# Cards: made, carried, counted, handed over under /tramites/carnes/; verified by anybody under /verificar/.
urlpatterns += [
    path("tramites/carnes/", cards.cards, name="cards"),
    path("tramites/carnes/lotes/", batches.batches, name="card-batches"),
    path("tramites/carnes/lotes/<uuid:batch_id>/", batches.batch, name="card-batch"),
    path("tramites/carnes/lotes/<uuid:batch_id>/impresion/<int:part>/", batches.print_file, name="card-print"),
    path("tramites/carnes/encargo/<uuid:application_id>/", batches.keepers, name="card-keepers"),
    path("tramites/carnes/cajas/", boxes.boxes, name="card-boxes"),
    path("tramites/carnes/cajas/<uuid:box_id>/", boxes.box, name="card-box"),
    path("tramites/carnes/cajas/<uuid:box_id>/etiqueta/", boxes.label, name="card-box-label"),
    path("tramites/carnes/perdidos/", cards.lost, name="cards-lost"),
    path("tramites/carnes/entregas/", deliveries.waiting, name="card-deliveries"),
    path("tramites/carnes/<uuid:card_id>/", cards.card, name="card"),
    path("tramites/carnes/<uuid:card_id>/entregar/", deliveries.hand_over, name="card-hand-over"),
    path("tramites/carnes/<uuid:card_id>/apoderado/", powers.proxy, name="card-proxy"),
    path("tramites/carnes/<uuid:card_id>/apoderado/<uuid:proxy_id>/", powers.power, name="card-power"),
    path("tramites/carnes/<uuid:card_id>/huella/", comparing.finger, name="card-finger"),
    path("tramites/carnes/<uuid:card_id>/huella/preguntar/", comparing.ask_finger, name="card-finger-ask"),
    path("tramites/carnes/<uuid:card_id>/huella/respuesta/", comparing.finger_answer, name="card-finger-answer"),
    *in_every_language("verificar/", verify.verify, "verify"),
    path("verificar/claves.json", verify.keys, name="verify-keys"),
    *in_every_language("verificar/<str:proof>/", verify.verify_card, "verify-card"),
]

# The services of the State.
urlpatterns += [
    path("tramites/solicitudes/<uuid:application_id>/consultas/", views.state_questions, name="state-questions"),
    path(
        "tramites/solicitudes/<uuid:application_id>/consultas/<uuid:item_id>/pago/",
        views.check_payment,
        name="check-payment",
    ),
    path("tramites/servicios/", views.service_log, name="service-log"),
]

# How my application stands: for whoever has number, birth and the code that is sent to them.
urlpatterns += [
    *in_every_language("mi-tramite/", status.ask_status, "status-ask"),
    *in_every_language("mi-tramite/codigo/", status.status_code, "status-code"),
    *in_every_language("mi-tramite/estado/", status.status, "status"),
    *in_every_language("mi-tramite/estado/presentar/", status.status_hand_in, "status-hand-in"),
    *in_every_language("mi-tramite/estado/cita/", status.status_appointment, "status-appointment"),
    *in_every_language("mi-tramite/estado/salir/", status.status_leave, "status-leave"),
    *in_every_language("mi-tramite/estado/papel/<uuid:item_id>/", status.status_paper, "status-paper"),
    *in_every_language(
        "mi-tramite/estado/resolucion/<uuid:resolution_id>/", status.status_resolution, "status-resolution"
    ),
]

# What can I do? For anybody, in five languages.

urlpatterns += in_every_language("que-puedo-hacer/", way.way, "way")
