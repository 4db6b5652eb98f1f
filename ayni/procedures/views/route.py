"""The route finder. Nothing is kept of what is asked here: neither a row, nor a session, nor an address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.errors import RuleBroken

from ..forms.routes import CodeForm, RouteForm, filled
from ..queries import routes as queries
from ..rules.questions import check_answers


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.DIRECTORY_VIEW)
def route(request: SignedIn) -> HttpResponse:
    today, found = localdate(), None
    brought = CodeForm(sent(request) if "code" in request.POST else None, today)
    form = RouteForm(sent(request) if "code" not in request.POST else None)
    if brought.is_bound and brought.is_valid():
        form = filled(brought.cleaned_data["code"], today)
    if form.is_bound and form.is_valid():
        answers = form.answers(today)
        try:
            check_answers(answers)
        except RuleBroken as refused:
            form.add_error(None, str(refused))
        else:
            found = queries.find(answers)
    return render(
        request, "procedures/route/route.html", {"form": form, "brought": brought, "route": found, "today": today}
    )
