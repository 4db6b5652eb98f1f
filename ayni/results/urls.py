from django.urls import path

from . import views

app_name = "results"
urlpatterns = [
    path("instituciones/", views.institutions, name="scorecard"),
    path("capacidad/", views.capacity, name="capacity"),
    path("atendidos/", views.who, name="attended"),
    path("voz/", views.voice, name="voice"),
    path("regularizacion/", views.flow, name="flow"),
    path("regularizacion/atencion/", views.counter, name="attention"),
    path("", views.compliance, name="compliance"),
    path("cambios/<str:code>/<int:version>/", views.change, name="change"),
]
