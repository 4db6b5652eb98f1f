"""What the register's codes are called on a page."""

from django import template

from ayni.directory.models import Kind, Level

register = template.Library()


@register.filter
def kind_name(code: str) -> str:
    return str(Kind(code).label) if code in Kind.values else code


@register.filter
def level_name(code: str) -> str:
    return str(Level(code).label) if code in Level.values else code
