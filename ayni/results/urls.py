from django.urls import path

from . import views

app_name = "results"
urlpatterns = [
    path("instituciones/", views.institutions, name="scorecard"),
    path("", views.compliance, name="compliance"),
    path("cambios/<str:code>/<int:version>/", views.change, name="change"),
]
