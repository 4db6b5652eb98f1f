from django.urls import path, re_path

from . import views
from .views import hsds

app_name = "directory"
urlpatterns = [
    path("", views.institutions, name="list"),
    path("buscar/", views.search, name="search"),
    path("distritos/", views.districts, name="districts"),
    path("distritos/<str:field>/", views.districts, name="districts_of"),
    path("perfiles/", views.by_profile, name="by_profile"),
    path("territorios/", views.territories, name="territories"),
    path("territorios/marcar/", views.mark, name="mark"),
    path("territorios/contar/", views.count, name="count"),
    path("territorios/marcas/<int:pk>/terminar/", views.end_mark, name="end_mark"),
    path("gobiernos-locales/", views.local_governments, name="local_governments"),
    path("gobiernos-locales/<str:ubigeo>/", views.local_government, name="local_government"),
    path("gobiernos-locales/<str:ubigeo>/anotar/", views.note_engagement, name="note_engagement"),
    path("cambios/", views.proposals, name="proposals"),
    path("cambios/<uuid:pk>/", views.proposal, name="proposal"),
    path("cambios/<uuid:pk>/decidir/", views.decide, name="decide"),
    path("verificar/<str:token>/", views.verify, name="verify"),
    path("verificar/<str:token>/<str:kind>/<int:pk>/", views.correct, name="correct"),
    path("puntos-focales/", views.focal_points, name="focal_points"),
    path("puntos-focales/<int:pk>/confirmar/", views.confirm_focal_point, name="confirm_focal_point"),
    path("puntos-focales/<int:pk>/terminar/", views.end_focal_point, name="end_focal_point"),
    path("puntos-focales/<int:pk>/suplente/", views.name_substitute, name="name_substitute"),
    path("puntos-focales/<int:pk>/ausencia/", views.report_absence, name="report_absence"),
    path("puntos-focales/ausencias/<int:pk>/anular/", views.cancel_absence, name="cancel_absence"),
    path("servicios/<int:pk>/", views.service, name="service"),
    path("servicios/<int:pk>/derivaciones/", views.take_referrals, name="take_referrals"),
    path("servicios/<int:pk>/lugar/", views.give_at, name="give_at"),
    path("servicios/<int:pk>/fortalecer/", views.strengthen, name="strengthen"),
    path("puntos/<int:pk>/", views.location, name="location"),
    path("puntos/<int:pk>/direccion/", views.address, name="address"),
    path("fichas/<str:kind>/<int:pk>/editar/", views.edit, name="edit"),
    path("fichas/<str:kind>/<int:pk>/verificar/", views.verify_today, name="verify_today"),
    path("fichas/<str:kind>/<int:pk>/horario/", views.add_hours, name="add_hours"),
    path("fichas/<str:kind>/<int:pk>/dato/<str:table>/", views.add_record, name="add_record"),
    path("fichas/quitar/<str:part>/<int:pk>/", views.remove_part, name="remove_part"),
    path("convenios/", views.agreements, name="agreements"),
    path("convenios/<int:pk>/", views.agreement, name="agreement"),
    path("convenios/<int:pk>/renovar/", views.renew_agreement, name="renew_agreement"),
    path("convenios/<int:pk>/terminar/", views.end_agreement, name="end_agreement"),
    path("<str:code>/convenio/", views.write_agreement, name="write_agreement"),
    path("<str:code>/horario/", views.set_office_hours, name="set_office_hours"),
    path("<str:code>/", views.institution, name="institution"),
    path("<str:code>/punto-focal/", views.name_focal_point, name="name_focal_point"),
    path("<str:code>/servicio/", views.add_service, name="add_service"),
    path("<str:code>/punto/", views.add_location, name="add_location"),
    path("<str:code>/ficha/", views.edit_institution, name="edit_institution"),
    path("<str:code>/preguntar/", views.ask_now, name="ask_now"),
]

_ID = r"(?P<pk>[^/]+)"
api = (
    [
        path("", hsds.root, name="root"),
        path("openapi.json", hsds.openapi, name="openapi"),
        re_path(r"^services/?$", hsds.services, name="services"),
        re_path(rf"^services/{_ID}/?$", hsds.service, name="service"),
        re_path(r"^organizations/?$", hsds.organizations, name="organizations"),
        re_path(rf"^organizations/{_ID}/?$", hsds.organization, name="organization"),
        re_path(r"^service_at_locations/?$", hsds.service_at_locations, name="service_at_locations"),
        re_path(rf"^service_at_locations/{_ID}/?$", hsds.service_at_location, name="service_at_location"),
        re_path(r"^taxonomies/?$", hsds.taxonomies, name="taxonomies"),
        re_path(rf"^taxonomies/{_ID}/?$", hsds.taxonomy, name="taxonomy"),
        re_path(r"^taxonomy_terms/?$", hsds.taxonomy_terms, name="taxonomy_terms"),
        re_path(rf"^taxonomy_terms/{_ID}/?$", hsds.taxonomy_term, name="taxonomy_term"),
    ],
    "hsds",
)
"""The addresses of the public API, with and without a slash at the end, as clients of the standard ask."""
