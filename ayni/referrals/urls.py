from django.urls import path

from ayni.lib.tongues import in_every_language

from . import views

app_name = "referrals"
urlpatterns = [
    path("cases/<uuid:case_id>/refer/", views.refer, name="refer"),
    path("referrals/<uuid:referral_id>/", views.sent, name="sent"),
    path("referrals/<uuid:referral_id>/letter/", views.letter, name="letter"),
    *in_every_language("avisar/", views.tell, "tell"),
    *in_every_language("avisar/estado/", views.alert_state, "alert-state"),
    *in_every_language("avisar/e/<str:token>/", views.alert_by_link, "alert-by-link"),
    path("avisos/", views.alerts, name="alerts"),
    path("avisos/enlace/", views.make_alert_link, name="make-alert-link"),
    path("avisos/<uuid:alert_id>/", views.alert, name="alert"),
    path("mis-avisos/", views.my_alerts, name="my-alerts"),
    path("mis-avisos/nuevo/", views.send_alert, name="send-alert"),
    path("mis-avisos/<uuid:alert_id>/", views.my_alert, name="my-alert"),
    path("referrals/<uuid:referral_id>/cita.ics", views.sent_appointment, name="sent-appointment"),
    path("inbox/<uuid:referral_id>/cita.ics", views.appointment, name="appointment"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/plazos/", views.clock, name="clock"),
    path("inbox/<uuid:referral_id>/", views.referral, name="referral"),
    path("r/", views.link_referral, name="link-referral"),
    path("r/gracias/", views.answered, name="answered"),
    path("r/pedido/", views.asked_again, name="asked-again"),
    path("r/cita.ics", views.link_appointment, name="link-appointment"),
    path("r/<str:token>/", views.link, name="link"),
    *in_every_language("c/gracias/", views.feedback_thanks, "feedback-thanks"),
    *in_every_language("c/<str:token>/", views.feedback, "feedback"),
    *in_every_language("v/<str:proof>/", views.proof, "proof"),
]
