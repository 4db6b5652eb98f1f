"""In which language a form is shown to the person who reads along."""

from ayni.codelists.models import Language

from .models import SPANISH, Instrument

SHORT = {
    "spa": "es", "eng": "en", "por": "pt", "fra": "fr", "hat": "ht", "que": "qu", "aym": "ay", "zho": "zh", "ara": "ar",
    "rus": "ru", "ita": "it", "deu": "de",
}  # fmt: skip
"""Codes of translations (ISO 639-1) by those of the list of languages (ISO 639-3)."""


def language_for(form: Instrument, of_person: Language | None, asked: str) -> str:
    """The language that was asked for; else that of the person, if the form is translated into it; else Spanish."""
    wanted = asked or (SHORT.get(of_person.code, "") if of_person else "")
    return wanted if wanted in form.translations else SPANISH
