from django.urls import path, register_converter

from ayni.people.models import Kind, Purpose, RowState

from .views import (
    attachments,
    breaches,
    characteristics,
    consents,
    families,
    households,
    import_rows,
    imports,
    parts,
    register,
)


class _OwnPurpose:
    """A purpose of our own use: sharing names an institution and has an address of its own."""

    regex = "|".join(p.value.lower() for p in Purpose if p != Purpose.REFER)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class _OneOf:
    """The kind of a characteristic, in lower case."""

    regex = "|".join(kind.value.lower().replace("_", "-") for kind in Kind)

    def to_python(self, value: str) -> str:
        return value.upper().replace("-", "_")

    def to_url(self, value: str) -> str:
        return value.lower().replace("_", "-")


class _StateOfRows:
    """As an address says it: in small letters."""

    regex = "|".join(state.value.lower() for state in RowState)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(_OwnPurpose, "own_purpose")
register_converter(_OneOf, "kind")
register_converter(_StateOfRows, "state_of_rows")

app_name = "people"
_PERSON = "people/<uuid:person_id>/"
_IMPORT = "people/imports/<uuid:batch_id>/"
urlpatterns = [
    path("people/register/", register.start, name="register"),
    path("people/register/<uuid:draft_id>/", register.draft, name="draft"),
    path("people/register/<uuid:draft_id>/save/", register.save, name="draft-save"),
    path("people/register/<uuid:draft_id>/discard/", register.discard, name="draft-discard"),
    path("people/register/<uuid:draft_id>/check/", register.check, name="check"),
    path("people/places/", register.places, name="places"),
    path("people/imports/", imports.lists, name="imports"),
    path("people/imports/new/", imports.upload, name="import-new"),
    path(_IMPORT, imports.show, name="import"),
    path(_IMPORT + "columns/", imports.columns, name="import-columns"),
    path(_IMPORT + "rows/<state_of_rows:state>/", imports.rows, name="import-rows"),
    path(_IMPORT + "row/<int:number>/", import_rows.show, name="import-row"),
    path(_IMPORT + "row/<int:number>/decide/", import_rows.decide, name="import-decide"),
    path(_IMPORT + "accept/", imports.accept, name="import-accept"),
    path(_IMPORT + "reject/", imports.reject, name="import-reject"),
    path(_IMPORT + "undo/", imports.undo, name="import-undo"),
    path(_PERSON + "identity/", parts.identity, name="identity"),
    path(_PERSON + "documents/new/", parts.document_add, name="document-add"),
    path(
        _PERSON + "documents/<int:document_id>/verify/",
        parts.document_change,
        {"change": "verify"},
        name="document-verify",
    ),
    path(_PERSON + "documents/<int:document_id>/end/", parts.document_change, {"change": "end"}, name="document-end"),
    path(_PERSON + "situation/", parts.situation, name="situation"),
    path(_PERSON + "contact/new/", parts.contact_add, name="contact-add"),
    path(_PERSON + "contact/<int:contact_id>/end/", parts.contact_end, name="contact-end"),
    path(_PERSON + "residence/", parts.residence, name="residence"),
    path(_PERSON + "family/new/", families.add, name="relative-add"),
    path(_PERSON + "family/register/", families.register, name="relative-register"),
    path(_PERSON + "family/<int:relationship_id>/correct/", families.correct, name="relative-correct"),
    path(_PERSON + "family/<int:relationship_id>/file/", families.identify, name="relative-identify"),
    path(_PERSON + "family/<int:relationship_id>/end/", families.end, name="relative-end"),
    path(_PERSON + "household/new/", households.join, name="household-join"),
    path(_PERSON + "household/leave/", households.leave, name="household-leave"),
    path(_PERSON + "household/end/", households.dissolve, name="household-end"),
    path(_PERSON + "household/move/", households.move, name="household-move"),
    path(_PERSON + "characteristics/<kind:kind>/", characteristics.record, name="characteristic"),
    path(_PERSON + "characteristics/<int:characteristic_id>/end/", characteristics.end, name="characteristic-end"),
    path(_PERSON + "nationalities/new/", characteristics.nationality_add, name="nationality-add"),
    path(_PERSON + "nationalities/<int:nationality_id>/end/", characteristics.nationality_end, name="nationality-end"),
    path(_PERSON + "photo/", attachments.photo, name="photo"),
    path(_PERSON + "scan/", attachments.scan, name="scan"),
    path(_PERSON + "files/<uuid:attachment_id>/", attachments.whole, name="file"),
    path(_PERSON + "files/<uuid:attachment_id>/small/", attachments.small, name="file-small"),
    path(_PERSON + "files/<uuid:attachment_id>/remove/", attachments.remove, name="file-remove"),
    path(_PERSON + "consents/new/", consents.choose, name="consent-choose"),
    path(_PERSON + "consents/new/<own_purpose:purpose>/", consents.give, name="consent-give"),
    path(_PERSON + "consents/new/share/<str:code>/", consents.give, name="consent-share"),
    path(_PERSON + "consents/<uuid:consent_id>/withdraw/", consents.withdraw, name="consent-withdraw"),
    path("incidentes/", breaches.listing, name="breaches"),
    path("incidentes/nueva/", breaches.new, name="breach-new"),
    path("incidentes/<uuid:breach_id>/", breaches.breach, name="breach"),
    path("incidentes/<uuid:breach_id>/<slug:step>/", breaches.step, name="breach-step"),
]
