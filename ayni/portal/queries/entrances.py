"""The ways into what anybody may do without an account: one table for every page that offers them."""

from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Tongue


@dataclass(frozen=True)
class Entrance:
    label: str | Promise
    about: str | Promise
    address: str
    """In Spanish. In another language it stands below that language's own word, if it is there."""
    is_voice: bool = False
    is_asked_in: str = ""
    """What the page is told its language with, where it is one page for all."""


ENTRANCES = (
    Entrance(_("Guides"), _("Step by step: papers, health, school, work."), "/guias/"),
    Entrance(_("What can I do?"), _("A few questions, and which procedures are possible."), "/que-puedo-hacer/"),
    Entrance(_("Where to go?"), _("Services near you, with their hours."), "/donde-ir/"),
    Entrance(_("How is my application?"), _("With your number and your birth date."), "/mi-tramite/"),
    Entrance(_("Appointments"), _("Book, move or cancel one."), "/citas/"),
    Entrance(_("Sessions and talks"), _("What there is near you, and how to sign up."), "/sesiones/"),
    Entrance(_("For employers"), _("Which documents allow work, and the limit."), "/empleadores/"),
    Entrance(_("For schools and municipalities"), _("Which document is enough."), "/escuelas-y-municipios/"),
    Entrance(_("We live together"), _("Rights, duties and what migrants contribute."), "/comunidad/"),
    Entrance(_("Observatory of migration"), _("Figures that anyone may use."), "/observatorio/"),
    Entrance(_("News"), _("What the unit does, with its sources."), "/noticias/"),
    Entrance(_("Links to others"), _("Official channels and platforms."), "/enlaces/"),
    Entrance(
        _("Tell us how we attend to you"), _("A complaint, an idea, thanks, a question."), "/voz/", is_voice=True,
        is_asked_in="idioma",
    ),
    Entrance(
        _("What people said, and what we did"), _("Month by month."), "/voz/hicimos/", is_voice=True,
        is_asked_in="idioma",
    ),
    Entrance(
        _("What we ask you about"), _("Before it is decided."), "/voz/consultas/", is_voice=True, is_asked_in="idioma"
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Way:
    label: str
    about: str
    address: str


@cache
def _there(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def entrances(language: str, *, voice: bool | None = None) -> list[Way]:
    """Those whose page is there. `voice`: only what is about telling us something, or only the rest."""
    chosen = [one for one in ENTRANCES if _there(one.address) and voice in (None, one.is_voice)]
    return [Way(str(one.label), str(one.about), _in(one, language)) for one in chosen]


def _in(one: Entrance, language: str) -> str:
    if language == Tongue.ES:
        return one.address
    if one.is_asked_in:
        return f"{one.address}?{one.is_asked_in}={language}"
    return in_language(one.address, language)


def in_language(path: str, language: str) -> str:
    """A page of another part of the site below the word of a language, if it is there; else as it is."""
    spoken = f"/{language}{path}"
    return spoken if language != Tongue.ES and _there(spoken) else path
