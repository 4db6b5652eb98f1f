from django.urls import path

from . import views

app_name = "governance"
urlpatterns = [
    path("protocolos/", views.protocols, name="protocols"),
    path("protocolos/<str:code>/", views.protocol, name="protocol"),
    path("protocolos/<str:code>/<int:version>/", views.protocol, name="version"),
    path("listas/perfiles/", views.profiles, name="profiles"),
    path("listas/perfiles/nuevo/", views.add_profile, name="add_profile"),
    path("listas/perfiles/<str:code>/", views.profile, name="profile"),
    path("listas/perfiles/<str:code>/cambiar/", views.change_profile, name="change_profile"),
    path("listas/perfiles/<str:code>/cerrar/", views.close_profile, name="close_profile"),
    path("listas/feriados/", views.holidays, name="holidays"),
    path("listas/", views.lists, name="lists"),
    path("listas/<slug:slug>/", views.code_list, name="list"),
]
