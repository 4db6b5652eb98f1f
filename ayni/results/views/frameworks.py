"""Frameworks: as a tree, as a matrix, and what a review changes."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import answer, try_verb

from .. import actions, catalogue
from ..forms.frameworks import AlignForm, DescribeForm, NewFrameworkForm, ReviewForm
from ..models import Framework, Node


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def listing(request: SignedIn) -> HttpResponse:
    page = {"frameworks": catalogue.frameworks(), "may_edit": request.user.may(Permission.RESULTS_EDIT)}
    return render(request, "results/frameworks.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def new(request: SignedIn) -> HttpResponse:
    form = NewFrameworkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        verb = lambda: actions.begin_framework(said=form.said(), by=request.user, at=now())  # noqa: E731
        if try_verb(request, form, verb, _("The framework is there.")):
            return redirect("results:framework", form.cleaned_data["code"])
    page = {"said": None, "form": form, "title": _("New framework"), "back": reverse("results:frameworks"), "hint": ""}
    return render(request, "results/small_form.html", page, status=400 if form.errors else 200)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def tree(request: SignedIn, code: str) -> HttpResponse:
    framework = get_object_or_404(Framework, code=code)
    page = {
        "framework": framework, "branches": catalogue.tree(framework), "frameworks": catalogue.frameworks(),
        "versions": framework.versions.select_related("made_by").order_by("-number"),
        "former": framework.former.select_related("replaced_by").order_by("-replaced_at", "-pk"),
        "may_edit": request.user.may(Permission.RESULTS_EDIT),
    }  # fmt: skip
    return render(request, "results/tree.html", page)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def matrix(request: SignedIn, code: str, other: str) -> HttpResponse:
    framework, beside = get_object_or_404(Framework, code=code), get_object_or_404(Framework, code=other)
    page = {"framework": framework, "other": beside, "matrix": catalogue.matrix(framework, beside),
            "frameworks": catalogue.frameworks()}  # fmt: skip
    return render(request, "results/matrix.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def review(request: SignedIn, code: str) -> HttpResponse:
    framework, form = get_object_or_404(Framework, code=code), ReviewForm(sent(request))
    page = {"said": None, "framework": framework, "title": _("The next version of the framework"), "hint": ""}
    return answer(
        request, form, ("results/small_form.html", page),
        verb=lambda: actions.review_framework(framework=framework, review=form.review(), by=request.user, at=now()),
        done=_("The framework has a new version."), to=reverse("results:framework", args=[code]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def describe(request: SignedIn, code: str) -> HttpResponse:
    framework = get_object_or_404(Framework, code=code)
    form = DescribeForm(sent(request), initial={"vision": framework.vision, "context": framework.context})
    page = {"said": None, "framework": framework, "title": _("Vision and challenges"), "hint": ""}
    return answer(
        request, form, ("results/small_form.html", page),
        verb=lambda: actions.describe_framework(framework=framework, by=request.user, at=now(), **form.cleaned_data),
        done=_("It is kept."), to=reverse("results:framework", args=[code]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def align(request: SignedIn, code: str) -> HttpResponse:
    framework, form = get_object_or_404(Framework, code=code), AlignForm(sent(request))
    if request.method == "POST" and form.is_valid():
        nodes = {node.code: node for node in Node.objects.standing().filter(code__in=form.cleaned_data.values())}
        one, other = nodes.get(form.cleaned_data["one"]), nodes.get(form.cleaned_data["other"])
        for name, node in (("one", one), ("other", other)):
            if node is None:
                form.add_error(name, _("There is no node with this code. Check it in the tree."))
        if one and other:
            verb = lambda: actions.align(one=one, other=other, by=request.user, at=now())  # noqa: E731
            if try_verb(request, form, verb, _("They are aligned.")):
                return redirect("results:framework", code)
    page = {"form": form, "said": None, "framework": framework, "title": _("Align with another framework"), "hint": ""}
    return render(request, "results/small_form.html", page)
