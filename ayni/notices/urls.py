from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("cuenta/avisos-por-correo/", views.habits, name="habits"),
    path("dev/correo/", views.mails, name="mails"),
    path("dev/correo/<uuid:mail_id>/", views.mail, name="mail"),
    path("dev/sms/", views.texts, name="texts"),
]
