"""Whoever asks only whether a page is there."""

from django.http import HttpRequest


def is_only_the_head(request: HttpRequest) -> bool:
    """Whether the page itself is not asked for. As it was sent: views are given a HEAD as a GET, so that every page
    answers one (`ayni.config.middleware.only_the_head`)."""
    return bool(request.META["REQUEST_METHOD"] == "HEAD")
