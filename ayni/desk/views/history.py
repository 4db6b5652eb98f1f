"""The history of a file: every value with its days, and what was so on a day that somebody asks about."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.desk.forms.history import DayForm
from ayni.people import queries
from ayni.people.models import Kind

from .people import open_file, render_part


@require_safe
@requires(Permission.PERSON_VIEW)
def history(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = open_file(request, person_id)
    form = DayForm(request.GET if DayForm.is_asked_in(request.GET) else None)
    day = form.cleaned_data["dia"] if form.is_valid() else None
    contacts = queries.contacts(person)
    lines = queries.lines(person, contacts)
    page = {
        "form": form,
        "day": day,
        "lines": lines,
        "contacts": contacts,
        "was_so": queries.holding(lines, day) if day else [],
        "was_known": queries.holding(lines, day, day) if day else [],
        "kinds": Kind.choices,
    }
    return render_part(request, person, "desk:person-history", page)
