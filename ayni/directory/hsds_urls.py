"""The addresses of the public API, with and without a slash at the end, as clients of the standard ask."""

from django.urls import path, re_path

from .views import hsds

app_name = "hsds"
_ID = r"(?P<pk>[^/]+)"
urlpatterns = [
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
]
