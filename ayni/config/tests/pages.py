"""A staff page of the tests' own: a search, rows that open, and a form that keeps drafts."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path
from django_cotton.compiler_regex import CottonCompiler

from ayni.config.urls import urlpatterns as real
from ayni.design.fields import BaseForm

PAGE = """{% extends "design/staff.html" %}
{% block title %}Prueba{% endblock %}
{% block content %}
<h1 class="govuk-heading-l">Prueba</h1>
<c-search action="/prueba/" id="q" label="Buscar aquí" />
<c-results label="Filas">
  <c-result href="/prueba/?una">Una</c-result><c-result href="/prueba/?dos">Dos</c-result>
</c-results>
<c-errors :form="form" />
<c-form draft="nota">
  {% for field in form.top_fields %}<c-field :field="field" />{% endfor %}
  <c-button>Guardar</c-button>
</c-form>
{% endblock %}"""


class NoteForm(BaseForm, forms.Form):
    note = forms.CharField(label="Nota", widget=forms.Textarea)
    safe = forms.ChoiceField(label="Seguro", choices=[("S", "Sí"), ("N", "No")], widget=forms.RadioSelect)
    why = forms.CharField(label="¿Por qué?", required=False)
    ticks = forms.MultipleChoiceField(
        label="Marcas", choices=[("1", "Una"), ("2", "Dos")], widget=forms.CheckboxSelectMultiple, required=False
    )

    reveals = {"safe": {"N": ("why",)}}  # noqa: RUF012


def page(request):
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect("/prueba/")
    template = engines["django"].from_string(CottonCompiler().process(PAGE))
    return HttpResponse(template.render({"form": form}, request))


urlpatterns = [path("prueba/", page), *real]
