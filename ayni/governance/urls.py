from django.urls import path

from .views import drafts, lists, profiles, protocols

app_name = "governance"
urlpatterns = [
    path("protocolos/", protocols.protocols, name="protocols"),
    path("protocolos/borradores/", drafts.drafts, name="drafts"),
    path("protocolos/borradores/nuevo/", drafts.new, name="new_draft"),
    path("protocolos/borradores/<int:draft_number>/", drafts.draft, name="draft"),
    path("protocolos/borradores/<int:draft_number>/datos/", drafts.describe, name="describe_draft"),
    path("protocolos/borradores/<int:draft_number>/pasos/nuevo/", drafts.step, name="add_step"),
    path("protocolos/borradores/<int:draft_number>/pasos/<int:step_number>/", drafts.step, name="change_step"),
    path(
        "protocolos/borradores/<int:draft_number>/pasos/<int:step_number>/lugar/",
        drafts.change_order,
        name="order_step",
    ),
    path("protocolos/borradores/<int:draft_number>/comparar/", drafts.compare, name="compare_draft"),
    path("protocolos/borradores/<int:draft_number>/presentar/", drafts.submit, name="submit_draft"),
    path("protocolos/borradores/<int:draft_number>/aprobar/", drafts.approve, name="approve_draft"),
    path("protocolos/borradores/<int:draft_number>/devolver/", drafts.send_back, name="return_draft"),
    path("protocolos/borradores/<int:draft_number>/descartar/", drafts.discard, name="discard_draft"),
    path("protocolos/<str:code>/", protocols.protocol, name="protocol"),
    path("protocolos/<str:code>/borrador/", drafts.start, name="start_draft"),
    path("protocolos/<str:code>/<int:version>/", protocols.protocol, name="version"),
    path("listas/perfiles/", profiles.profiles, name="profiles"),
    path("listas/perfiles/nuevo/", profiles.add_profile, name="add_profile"),
    path("listas/perfiles/<str:code>/", profiles.profile, name="profile"),
    path("listas/perfiles/<str:code>/cambiar/", profiles.change_profile, name="change_profile"),
    path("listas/perfiles/<str:code>/cerrar/", profiles.close_profile, name="close_profile"),
    path("listas/feriados/", lists.holidays, name="holidays"),
    path("listas/", lists.lists, name="lists"),
    path("listas/<slug:slug>/", lists.code_list, name="list"),
]
