from django.urls import include, path

from .views import account, invitations, second_factor, users

app_name = "access"

_user = [
    path("", users.user, name="user"),
    path("rol/", users.grant, name="grant"),
    path("mover/", users.move, name="move"),
    path("suspender/", users.suspend, name="suspend"),
    path("reactivar/", users.reactivate, name="reactivate"),
    path("segundo-factor/", users.reset_second_factor, name="reset-second-factor"),
    path("sesiones/", users.end_sessions, name="end-sessions"),
]

urlpatterns = [
    path("entrar/", account.landing, name="landing"),
    path("cuenta/", account.profile, name="account"),
    path("cuenta/sesiones/", account.end_session, name="end-session"),
    path("cuenta/clave/", account.password, name="password"),
    path("cuenta/confirmar/", account.confirm, name="confirm"),
    path("cuenta/segundo-factor/", second_factor.enrol, name="enrol"),
    path("cuenta/segundo-factor/codigos/", second_factor.recovery_codes, name="recovery-codes"),
    path("cuenta/invitacion/<str:token>/", invitations.accept, name="accept"),
    path("equipo/", users.users, name="users"),
    path("equipo/registro/", users.register, name="register"),
    path("equipo/invitaciones/", invitations.invitations, name="invitations"),
    path("equipo/invitaciones/nueva/", invitations.invite, name="invite"),
    path("equipo/invitaciones/<int:invitation_id>/retirar/", invitations.revoke, name="revoke"),
    path("equipo/<int:user_id>/", include(_user)),
    path("equipo/roles/<int:membership_id>/extender/", users.extend, name="extend"),
    path("equipo/roles/<int:membership_id>/terminar/", users.end_role, name="end-role"),
]
