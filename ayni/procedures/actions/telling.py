"""What the person is told: by a contact that they said is safe, in words that tell nothing to whoever else reads."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.notices import actions as notices
from ayni.people import queries as people
from ayni.people.models import ContactPoint
from ayni.people.rules.contacts import TELEPHONES

from .. import queries
from ..models import Application


def tell_person(application: Application, *, at: datetime) -> bool:
    """That there is news. Neither what it is about, nor which. False: there is no safe way to write to them."""
    contact = queries.safe_contact(application.person)
    if contact is None:
        return False
    with override(people.tongue_of(application.person)):
        text = _("Hello. There is news for you. Come to the office where you were attended, or call it.")
        if contact.may_leave_content:
            text = _("Hello. There is news about your request %(number)s. Come to the office, or call it.")
            text %= {"number": application.number}
        subject = _("There is news for you")
    is_short = contact.kind in TELEPHONES
    write(contact, subject, text if is_short else f"{text}\n\n{settings.PUBLIC_URL}", at=at)
    return True


def write(contact: ContactPoint, subject: str, text: str, *, at: datetime) -> None:
    """By SMS or e-mail, as the contact is."""
    if contact.kind in TELEPHONES:
        notices.queue_sms(to=contact.value, text=text, about=None, at=at)
    else:
        notices.queue_email(to=contact.value, subject=subject, text=text, about=None, at=at)
