"""Each component: rendered, escaped, and shown in the gallery."""

import re

import pytest
from django import forms
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from django.utils.timezone import now
from django_cotton.compiler_regex import CottonCompiler

from ayni.design import gallery
from ayni.design.fields import BaseForm

from .sent import form_with, problems

HOSTILE = "<script>alert('x')</script> O'Neill & \"Ñusta\" 🙂"


def rendered(markup, **context):
    template = engines["django"].from_string(CottonCompiler().process("{% load ayni %}" + markup))
    return template.render({**gallery.sample_context(now()), **context}, RequestFactory().get("/"))


def test_every_component_is_in_the_gallery():
    files = {path.stem.replace("_", "-") for path in (gallery.HERE / "cotton").glob("*.html")}
    assert files == set(gallery.COMPONENTS)


def test_every_example_renders_with_the_gallery(client):
    page = client.get("/design/")
    assert page.status_code == 200
    for name in gallery.COMPONENTS:
        assert f'id="c-{name}"' in page.content.decode()


def test_every_attribute_has_its_meaning():
    used = {attribute.name for name in gallery.COMPONENTS for attribute in gallery.attributes_of(name)}
    assert used == set(gallery.ATTRIBUTES)


@pytest.mark.parametrize(
    "markup",
    [
        '<c-identity :name="x" :number="x" />',
        '<c-identity name="{{ x }}" href="/{{ x }}" />',
        '<c-tag :tone="x">{{ x }}</c-tag>',
        '<c-row :key="x" :href="x" :action="x">{{ x }}</c-row>',
        '<c-result :href="x" :note="x">{{ x }}</c-result>',
        '<c-number :href="x" :value="x" :label="x" :note="x" />',
        '<c-event :title="x" :who="x">{{ x }}</c-event>',
        '<c-table :caption="x"><tbody><tr><td>{{ x }}</td></tr></tbody></c-table>',
        '<c-tab :href="x" :count="x" data-x="{{ x }}" :data-y="x">{{ x }}</c-tab>',
        '<c-button :name="x" :value="x">{{ x }}</c-button>',
        '<c-link-button :href="x" :data-x="x">{{ x }}</c-link-button>',
        '<c-form :action="x" :draft="x" :hx-post="x"></c-form>',
        '<c-search :action="x" :value="x" :placeholder="x" :hint="x" :label="x" />',
        '<c-empty :title="x">{{ x }}</c-empty>',
        '<c-card :title="x" :tone="x">{{ x }}</c-card>',
        '<c-panel :title="x">{{ x }}</c-panel>',
        '<c-interruption :title="x">{{ x }}</c-interruption>',
        '<c-details :summary="x">{{ x }}</c-details>',
        '<c-progress :label="x" :value="x" :max="x" />',
        '<c-confidence :value="x">{{ x }}</c-confidence>',
        '<c-sensitivity :value="x" />',
        '<c-fact :key="x">{{ x }}</c-fact>',
        '<c-crumb :href="x">{{ x }}</c-crumb>',
        '<c-chart-bars :title="x" :rows="rows" :series="names" :label-label="x" :note="x" />',
        '<c-quick-exit :href="x" />',
    ],
)
def test_a_name_can_do_nothing_to_the_page(markup):
    html = rendered(markup, x=HOSTILE, rows=[(HOSTILE, [1, 2])], names=[HOSTILE, HOSTILE])
    assert "<script>" not in html
    # No attribute ended early: what a name holds stays inside its quotes.
    assert not re.search(r'="[^"<>]*<', html)
    assert "alert" not in re.sub(r'"[^"]*"|>[^<]*<|^[^<]*<', "", html)


def test_a_form_carries_its_token_and_its_once():
    html = rendered('<c-form action="/x/" draft="nota"></c-form>')
    assert 'name="csrfmiddlewaretoken"' in html
    assert re.search(r'name="once" value="[0-9a-f-]{36}"', html)
    assert 'data-draft="nota"' in html
    assert 'name="once"' not in rendered('<c-form once="no"></c-form>')


def test_the_error_summary_leads_to_the_very_control():
    html = rendered('<c-errors :form="wrong" /><c-field :field="wrong.birth_date" /><c-field :field="wrong.contact" />')
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert "id_wrong-birth_date_day" in targets
    assert "id_wrong-given_names" in targets
    assert 'id="id_wrong-birth_date_day"' in html


def test_a_form_that_was_not_sent_has_no_summary():
    assert "error-summary" not in rendered('<c-errors :form="blank" />')


def test_a_choice_reveals_its_field_without_a_script():
    html = rendered('<c-field :field="filled.contact" />')
    assert html.index('value="SMS"') < html.index('name="filled-phone"') < html.index('value="OTHER"')
    assert "Sin nombres ni motivos" in html


class SharingForm(BaseForm, forms.Form):
    """Two of three choices ask for the same."""

    basis = forms.ChoiceField(choices=[(x, x) for x in "ABC"], widget=forms.RadioSelect)
    also = forms.MultipleChoiceField(choices=[(x, x) for x in "DEF"], widget=forms.CheckboxSelectMultiple)
    why = forms.CharField(widget=forms.Textarea)
    when = forms.CharField()
    reveals = {"basis": {"B": ("why",), "C": ("why",)}, "also": {"D": ("when",), "E": ("when",)}}  # noqa: RUF012


def test_what_several_choices_reveal_stands_once_and_arrives():
    markup = '<form><c-field :field="form.basis" /><c-field :field="form.also" /></form>'
    html = rendered(markup, form=SharingForm())
    assert problems(html) == []
    assert html.index('value="C"') < html.index('name="why"') < html.index('value="D"')
    sent = form_with(html, "why").filled(basis="B", why="Porque sí", also="D", when="Hoy")
    assert sent == {"basis": ["B"], "why": ["Porque sí"], "also": ["D"], "when": ["Hoy"]}
    assert html.count("data-shares") == 4


def test_no_form_of_the_gallery_has_two_controls_of_one_name(client):
    assert problems(client.get("/design/").content.decode()) == []


def test_a_field_says_that_it_is_optional_and_is_never_cut_while_typing():
    assert "(opcional)" in rendered('<c-field :field="blank.note" />')
    html = rendered('<c-field :field="blank.given_names" />')
    assert "(opcional)" not in html
    assert "maxlength" not in html


def test_where_nothing_is_asked_for_nothing_says_that_it_is_optional():
    assert "(opcional)" not in rendered('<c-filters :form="filter_form" />')


def test_hints_and_errors_are_tied_to_their_control():
    html = rendered('<c-field :field="wrong.given_names" />')
    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert described == ["id_wrong-given_names_hint", "id_wrong-given_names_error"]
    assert all(f'id="{name}"' in html for name in described)


def test_a_place_with_several_meanings_offers_them_as_radios():
    html = rendered('<c-field :field="wrong.district" />')
    assert html.count('name="wrong-district_pick"') == 2
    assert "<datalist" in html


def test_a_deadline_is_never_told_by_colour_alone():
    html = rendered('<c-deadline :at="before" />')
    assert "venció hace 3 días" in html
    assert "<time" in html
    assert "sin plazo" in rendered('<c-deadline :at="None" />')
    assert "por confirmar" in rendered('<c-deadline :at="soon" kind="unconfirmed" />')


def test_what_is_not_confirmed_looks_so():
    assert "(estimado)" in rendered('<c-confidence value="estimated">1991</c-confidence>')
    assert "ay-unsure" not in rendered('<c-confidence value="confirmed">1991</c-confidence>')


@pytest.mark.parametrize(("value", "shown"), [("PROTECTED", "Protegido"), ("RESTRICTED", "Restringido")])
def test_a_sensitive_file_has_a_badge_in_words(value, shown):
    assert shown in rendered(f'<c-sensitivity value="{value}" />')
    assert rendered('<c-sensitivity value="ORDINARY" />').strip() == ""


def test_a_chart_is_drawn_for_desk_and_phone_and_has_its_table():
    html = rendered('<c-chart-bars title="T" :rows="bars" value-label="Casos" />')
    assert html.count("<svg") == 2
    assert "<table" in html
    assert "1\u202f240" in html
    assert "Todavía no hay nada" in rendered('<c-chart-bars title="T" :rows="none" />', none=[])


def test_a_component_does_not_take_what_the_page_happens_to_have():
    assert 'href="/stray/"' not in rendered("<c-row key='k'>v</c-row>", href="/stray/", action="Borrar")


def test_a_colon_attribute_holds_a_name_and_not_an_expression():
    """cotton drops `:current="tab == 'plan'"` silently; write `current="{% if tab == 'plan' %}yes{% endif %}"`."""
    tag = re.compile(r"<c-[\w-]+(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
    wrong = [
        f'{path.relative_to(settings.BASE_DIR)}: :{name}="{value}"'
        for path in sorted((settings.BASE_DIR / "ayni").glob("*/templates/**/*.html"))
        for found in tag.findall(path.read_text())
        for name, value in re.findall(r'\s:([\w-]+)="([^"]*)"', found)
        if not re.fullmatch(r"[A-Za-z_][\w.]*|-?\d+", value)
    ]
    assert wrong == []


def test_every_component_and_attribute_that_a_page_uses_exists():
    """An attribute that no component knows is dropped, or printed: a misspelt one would never be missed."""
    tag = re.compile(r"<c-([\w-]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
    known = {name: {attribute.name for attribute in gallery.attributes_of(name)} for name in gallery.COMPONENTS}
    open_ended = {name for name in known if "attrs|extra" in gallery.source_of(name)}
    wrong = []
    for path in sorted((settings.BASE_DIR / "ayni").glob("*/templates/**/*.html")):
        for name, attributes in tag.findall(path.read_text()):
            used = set(re.findall(r"(?<![\w-]):?([a-z][\w-]*)=", re.sub(r'"[^"]*"', '""', attributes)))
            if name not in {*known, "slot", "vars"}:
                wrong.append(f"{path.name}: <c-{name}>")
            elif name in known and name not in open_ended:
                wrong += [f"{path.name}: <c-{name} {attribute}>" for attribute in used - known[name]]
    assert wrong == []


def test_nothing_is_inline():
    page = rendered("".join(f"<div>{{% include '{e.template}' %}}</div>" for e in gallery.exhibits() if e.template))
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", page.replace("&lt;script", ""))
