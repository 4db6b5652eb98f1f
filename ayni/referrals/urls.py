from django.urls import path

from . import views

app_name = "referrals"
urlpatterns = [
    path("cases/<uuid:case_id>/refer/", views.refer, name="refer"),
    path("referrals/<uuid:referral_id>/", views.sent, name="sent"),
    path("referrals/<uuid:referral_id>/letter/", views.letter, name="letter"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/plazos/", views.clock, name="clock"),
    path("inbox/<uuid:referral_id>/", views.referral, name="referral"),
    path("r/", views.link_referral, name="link-referral"),
    path("r/gracias/", views.answered, name="answered"),
    path("r/<str:token>/", views.link, name="link"),
    path("c/gracias/", views.feedback_thanks, name="feedback-thanks"),
    path("c/<str:token>/", views.feedback, name="feedback"),
    path("v/<str:proof>/", views.proof, name="proof"),
]
