"""Which department a list is narrowed to. It lives in the address."""

from typing import Any

from django.http import HttpRequest

from ayni.codelists import queries as codelists


def chosen_department(request: HttpRequest) -> dict[str, Any]:
    """For `directory/choose_department.html`. What is no department narrows nothing."""
    departments = codelists.kept_departments()
    code = request.GET.get("departamento", "")
    return {"departments": departments, "chosen": code if code in dict(departments) else ""}
