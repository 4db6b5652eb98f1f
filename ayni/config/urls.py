from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from ayni.access.permissions import Permission, public, requires
from ayni.design import views as design
from ayni.directory import urls as directory
from ayni.observatory import urls as observatory

from . import views

guard_gallery = public if settings.DEMO else requires(Permission.USERS_MANAGE)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("design/", guard_gallery(design.gallery), name="gallery"),
    path("design/lugares/", guard_gallery(design.sample_places), name="gallery-places"),
    path("", include("ayni.notices.urls")),
    path("", include("ayni.referrals.urls")),
    path("", include("ayni.procedures.urls")),
    path("", include("ayni.feedback.urls")),
    path("", include("ayni.outreach.urls")),
    path("cuenta/", include("ayni.access.account_urls")),
    path("", include("ayni.access.urls")),
    path("directorio/", include("ayni.directory.urls")),
    path("hsds/", include(directory.api)),
    path("", include("ayni.governance.urls")),
    path("", include("ayni.people.urls")),
    path("", include("ayni.results.urls")),
    path("", include("ayni.observatory.urls")),
    path("api/observatory/", include(observatory.api)),
    path("", include("ayni.portal.urls")),
    path("", include("ayni.desk.urls")),
]
