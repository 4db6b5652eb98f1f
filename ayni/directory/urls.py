from django.urls import path

from . import views

app_name = "directory"
urlpatterns = [
    path("", views.institutions, name="list"),
    path("puntos-focales/", views.focal_points, name="focal_points"),
    path("puntos-focales/<int:pk>/confirmar/", views.confirm_focal_point, name="confirm_focal_point"),
    path("puntos-focales/<int:pk>/terminar/", views.end_focal_point, name="end_focal_point"),
    path("servicios/<int:pk>/derivaciones/", views.take_referrals, name="take_referrals"),
    path("convenios/", views.agreements, name="agreements"),
    path("convenios/<int:pk>/", views.agreement, name="agreement"),
    path("convenios/<int:pk>/renovar/", views.renew_agreement, name="renew_agreement"),
    path("convenios/<int:pk>/terminar/", views.end_agreement, name="end_agreement"),
    path("<str:code>/convenio/", views.write_agreement, name="write_agreement"),
    path("<str:code>/horario/", views.set_office_hours, name="set_office_hours"),
    path("<str:code>/", views.institution, name="institution"),
    path("<str:code>/punto-focal/", views.name_focal_point, name="name_focal_point"),
    path("<str:code>/servicio/", views.add_service, name="add_service"),
]
