"""One question a page, for whoever tells us something without an account."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office
from ayni.design.fields import BaseForm
from ayni.files.fields import PICTURES, PictureForm, picture_field
from ayni.files.preparing import Drawn
from ayni.files.preparing import Kind as Drawing
from ayni.files.sounds import ACCEPTS, MOST_BYTES, CannotHear, listened
from ayni.lib.errors import RuleBroken
from ayni.people.rules.contacts import TELEPHONES, check_contact

from .. import queries, rules
from ..actions import Teller, Told
from ..models import Category, Kind, Language, Satisfied, Way
from .words import NUMBER_HINT, text_field

Answers = dict[str, list[str]]
ANONYMOUS, REACHABLE = "no", "yes"


class _Asked(BaseForm, forms.Form):
    marks_optional = False

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class KindForm(_Asked):
    option_hints: ClassVar = {
        "kind": {
            Kind.COMPLAINT: _("Something went badly."),
            Kind.SUGGESTION: _("Something could be better."),
            Kind.ABUSE: _(
                "Somebody did you or another person wrong, asked for money or for favours, or denied a right."
            ),
        }
    }
    kind = forms.ChoiceField(label=_("What do you want to tell us?"), choices=Kind.choices, widget=forms.RadioSelect)


class OfficeForm(_Asked):
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Which office is it about?"), required=False,
        empty_label=_("None, or I do not know"),
        help_text=_("Reports of abuse never go to the office that they are about."),
    )  # fmt: skip

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, answers=answers, **kwargs)
        self.fields["office"].queryset = queries.offices_to_tell_of()  # type: ignore[attr-defined]


class CategoryForm(_Asked):
    category = forms.ChoiceField(label=_("What is it about?"), choices=(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, answers=answers, **kwargs)
        offered = [(one.code, queries.category_words(one)) for one in queries.categories(answers.get("kind", [""])[0])]
        self.fields["category"].choices = offered  # type: ignore[attr-defined]


class WordsForm(PictureForm):
    """Written, spoken or shown. What is attached stays when the rest has to be mended."""

    drawing = Drawing.SCAN
    needs_file = False
    marks_optional = True
    language = forms.ChoiceField(label=_("In which language do you tell it?"), choices=Language.choices)
    text = text_field(
        _("What happened?"), required=False, rows=7,
        hint=_("Say when and where. If you do not want to be known, do not write your name, your telephone nor the number of a document."),  # noqa: E501
    )  # fmt: skip
    voice = forms.FileField(
        label=_("Or a voice note"), required=False, allow_empty_file=True,
        help_text=_("Recorded with your telephone; up to 5 MB, about ten minutes. Your voice may tell who you are."),
        widget=forms.FileInput({"accept": ACCEPTS}),
    )  # fmt: skip
    picture = picture_field(PICTURES, _("A picture of what you want to show, up to 10 MB."))
    field_order = ("language", "text", "voice", "picture", "camera")

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sound: Drawn | None = None
        self.fields["picture"].label = gettext("Or a picture")
        self.fields["language"].initial = next(
            (one for one in Language.values if (get_language() or "es").startswith(one)), Language.ES
        )

    def clean_voice(self) -> None:
        upload: UploadedFile[bytes] | None = self.cleaned_data.get("voice")
        if upload is None:
            return
        try:
            # Of what is larger nothing was kept while it came in.
            self.sound = listened(b"\0" * (MOST_BYTES + 1) if (upload.size or 0) > MOST_BYTES else upload.read())
        except CannotHear as refused:
            raise forms.ValidationError(str(refused)) from None


class ReachForm(_Asked):
    reveals: ClassVar = {"reach": {REACHABLE: ("name", "way", "contact", "may_join")}}
    option_hints: ClassVar = {
        "reach": {
            ANONYMOUS: _("You get a number and a code, and look for the answer yourself."),
            REACHABLE: _("We write to you only that there is news, never what it is about."),
        }
    }
    reach = forms.ChoiceField(
        label=_("Do you want to say who you are?"),
        choices=[
            (ANONYMOUS, _("No, I want to stay anonymous")),
            (REACHABLE, _("Yes, tell me when there is an answer")),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Your name, if you want to say it"), max_length=200, required=False)
    way = forms.ChoiceField(label=_("How may we tell you?"), choices=Way.choices, widget=forms.RadioSelect)
    contact = forms.CharField(
        label=_("The number or the address"), max_length=200,
        help_text=_("One that nobody who could harm you looks at."),
    )  # fmt: skip
    may_join = forms.BooleanField(
        label=_("If I am accompanied by the unit, this may be joined to my file"), required=False
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("reach") == REACHABLE and said.get("way") and said.get("contact"):
            try:
                check_reachable(said["way"], said["contact"])
            except RuleBroken as broken:
                self.add_error("contact", str(broken))
        return said


def check_reachable(way: str, contact: str) -> None:
    check_contact(kind=way, value=contact)
    if way in TELEPHONES and sum(c.isdigit() for c in contact) < 7:
        raise rules.CannotTell(gettext("Type a telephone number with all its digits."))


@dataclass(frozen=True)
class Question:
    slug: str
    title: str | Promise
    form: type[Any]

    def is_asked(self, answers: Answers) -> bool:
        """Where there is only one category it is not asked for."""
        return self.form is not CategoryForm or len(queries.categories(answers.get("kind", [""])[0])) > 1


QUESTIONS = (
    Question("tipo", _("What you want to tell us"), KindForm),
    Question("oficina", _("Office"), OfficeForm),
    Question("tema", _("About"), CategoryForm),
    Question("palabras", _("What happened"), WordsForm),
    Question("contacto", _("How to reach you"), ReachForm),
)
BY_SLUG = {question.slug: question for question in QUESTIONS}


def typed(answers: Answers) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, values in answers.items():
        found.setlist(name, values)
    return found


def form_of(question: Question, answers: Answers) -> Any:
    """The form of a question as it was answered; unbound, and empty, where it was not."""
    form = question.form(answers=answers)
    given = any(field.html_name in answers for field in form)
    return question.form(typed(answers), answers=answers) if given else form


def said_in(form: Any, post: QueryDict) -> Answers:
    """What was typed into each control of a question but its files, and nothing that came besides."""
    names = [field.html_name for field in form if not isinstance(field.field, forms.FileField)]
    return {name: post.getlist(name) for name in names}


def asked(answers: Answers) -> Iterator[tuple[Question, Any]]:
    for question in QUESTIONS:
        if question.is_asked(answers):
            yield question, form_of(question, answers)


def is_answered(question: Question, form: Any, *, has_files: bool) -> bool:
    if question.form is WordsForm:
        return has_files or bool(form.is_bound and form.is_valid() and form.cleaned_data.get("text"))
    return bool(form.is_bound and form.is_valid())


def told_of(answers: Answers, **files: Any) -> Told:
    """Of answers to all questions. Raises RuleBroken if one is missing or does not hold any more."""
    kind = answers.get("kind", [""])[0]
    offered = {one.code: one for one in queries.categories(kind)}
    code = answers.get("category", [""])[0] if len(offered) > 1 else next(iter(offered), "")
    category: Category | None = offered.get(code)
    if category is None:
        raise rules.CannotTell(gettext("Choose what it is about."))
    said = {name: form for question, form in asked(answers) for name in [question.slug]}
    office = said["oficina"].cleaned_data.get("office") if said["oficina"].is_valid() else None
    words, reach = said["palabras"], said["contacto"]
    is_written = words.is_bound and words.is_valid()
    return Told(
        kind=kind, category=category, about_office=office,
        text=words.cleaned_data["text"] if is_written else "",
        language=words.cleaned_data["language"] if is_written else Language.ES,
        may_join=bool(reach.is_bound and reach.is_valid() and reach.cleaned_data["may_join"]), **files,
    )  # fmt: skip


def teller_of(answers: Answers, channel: str) -> Teller:
    reach = form_of(BY_SLUG["contacto"], answers)
    if not (reach.is_bound and reach.is_valid()):
        raise rules.CannotTell(gettext("Some questions have no answer yet. Answer them, and send it then."))
    said = reach.cleaned_data
    return Teller(channel=channel, name=said["name"], way=said["way"] or "", contact=said["contact"])


class SendForm(BaseForm, forms.Form):
    """Guarded against what fills in forms by itself."""

    website = forms.CharField(
        label=_("Leave this box empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(gettext("Leave that box empty: it is there for machines. Then send it again."))
        return ""


class FollowForm(BaseForm, forms.Form):
    marks_optional = False
    number = forms.CharField(label=_("Your number"), max_length=20, help_text=NUMBER_HINT)
    code = forms.CharField(
        label=_("Your code"), max_length=20, help_text=_("Eight letters and digits, such as 7K3M-Q2X9.")
    )


class JudgeForm(BaseForm, forms.Form):
    marks_optional = False
    satisfied = forms.ChoiceField(
        label=_("Is this answer good for you?"), choices=Satisfied.choices, widget=forms.RadioSelect
    )
    text = text_field(_("Why?"), required=False, rows=3)


class AddForm(BaseForm, forms.Form):
    marks_optional = False
    text = text_field(_("What you want to add"), rows=4)
