"""What the API says of itself: its addresses and parameters, and where the official schemas of its answers are."""

from typing import Any

from ..rules.hsds import VERSION

SCHEMAS = f"https://raw.githubusercontent.com/openreferral/specification/{VERSION}/schema"
_PAGE = ("page", "per_page", "format", "search")
PATHS: dict[str, tuple[str, ...]] = {
    "/": (),
    "/services": (*_PAGE, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal", "full"),
    "/services/{id}": (),
    "/organizations": (*_PAGE, "taxonomy_term_id", "taxonomy_id", "full", "full_service"),
    "/organizations/{id}": ("full_service",),
    "/service_at_locations": (*_PAGE, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full"),
    "/service_at_locations/{id}": (),
    "/taxonomies": _PAGE,
    "/taxonomies/{id}": (),
    "/taxonomy_terms": (*_PAGE, "taxonomy_id", "parent_id", "top_only"),
    "/taxonomy_terms/{id}": (),
}
_SCHEMA_OF = {
    "services": "compiled/service.json",
    "organizations": "compiled/organization.json",
    "service_at_locations": "compiled/service_at_location.json",
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}
_KINDS = {"page": "integer", "per_page": "integer"} | dict.fromkeys(
    ("minimal", "full", "full_service", "top_only"), "boolean"
)


def document(server: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ayni directory (HSDS)", "version": VERSION, "license": {"name": "CC BY 4.0"}},
        "servers": [{"url": server.rstrip("/")}],
        "paths": {path: {"get": _operation(path, names)} for path, names in PATHS.items()},
    }


def _operation(path: str, names: tuple[str, ...]) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "query", "required": False, "schema": {"type": _KINDS.get(name, "string")}}
        for name in names
    ]
    if "{id}" in path:
        parameters.insert(0, {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
    kind = _SCHEMA_OF.get(path.split("/")[1])
    schema: dict[str, Any] = {"$ref": f"{SCHEMAS}/{kind}"} if kind else {"type": "object"}
    if kind and "{id}" not in path:
        schema = {"type": "object", "properties": {"contents": {"type": "array", "items": schema}}}
    answers = {"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}}
    return {"operationId": path.strip("/").replace("/{id}", "_one") or "root", "parameters": parameters,
            "responses": answers}  # fmt: skip
