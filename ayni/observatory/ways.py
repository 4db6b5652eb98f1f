"""The addresses by which a place is followed."""

from django.urls import reverse

from .addresses import SPANISH, whole


def ways(code: str, language: str) -> dict[str, str]:
    """Of its feeds and its figures, whole, by how they end."""
    spoken = "" if language == SPANISH else f"?lang={language}"
    feeds = {
        f"feed.{suffix}": reverse("observatory-api:feed", kwargs={"place": code, "suffix": suffix})
        for suffix in ("atom", "json")
    }
    figures = {"figures.csv": reverse("observatory-api:place_figures", kwargs={"place": code})}
    return {form: whole(f"{href}{spoken}") for form, href in (feeds | figures).items()}
