"""A message from a telephone is answered: once, from where the conversation stood, with nobody's number kept."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import override

from ayni.feedback import actions as voice
from ayni.feedback import queries as voices
from ayni.feedback.models import Channel, Kind
from ayni.feedback.models import Way as Contact
from ayni.lib.errors import RuleBroken
from ayni.lib.keys import keyring

from ..gateways.channels import Heard
from ..models import Answered, Conversation, MenuCount, Way
from ..queries.conversing import Published
from ..rules.conversation import Said, Screen, Talk, Turn, Wants, is_answer, pages, receipt, step
from ..rules.fitting import FORMS

LASTS = timedelta(minutes=10)
"""After the last message a conversation is forgotten."""
ANSWERED_LASTS = timedelta(minutes=30)
"""As long as gateways send again what they think was lost."""
MOST_TYPED = 60
"""Of a USSD session: more is nobody's."""


def digest_of(way: str, sender: str, at: datetime) -> str:
    """Tells senders apart on one day. It is another one on the next."""
    return keyring(settings.AYNI_HOME).digest("links", f"channel:{localdate(at)}:{way}:{sender}").hex()


def _mark(way: str, heard: Heard) -> str:
    return keyring(settings.AYNI_HOME).digest("links", f"heard:{way}:{heard.sender}:{heard.id}").hex()


@transaction.atomic
def answer(*, way: str, heard: Heard, at: datetime) -> tuple[Said, Answered]:
    """What is said to it: what was said to it before, if it was."""
    # The row is the claim: of the same message twice at once, the second waits here and finds what the first said.
    row, is_new = Answered.objects.get_or_create(digest=_mark(way, heard), defaults={"ends_at": at + ANSWERED_LASTS})
    if not is_new:
        return _said(row), row
    knows, form = Published(at), FORMS[way]
    turn = _typed_so_far(heard, knows) if way == Way.USSD else step(_talk(way, heard, at), heard.text, knows, form)
    said = _done(way, heard, turn, turn.wants, knows, at) if turn.wants else turn.said
    if turn.entry == "ended":
        Conversation.objects.filter(digest=digest_of(way, heard.sender, at)).delete()
    elif way != Way.USSD:
        digest, ends_at = digest_of(way, heard.sender, at), at + LASTS
        kept = {"way": way, "talk": turn.talk.kept(), "ends_at": ends_at}
        Conversation.objects.update_or_create(digest=digest, defaults=kept)
    row.said = asdict(said)
    row.save(update_fields=["said"])
    _count(way, turn.entry, at)
    return said, row


def _said(row: Answered) -> Said:
    return Said(**row.said | {"options": tuple((number, label) for number, label in row.said["options"])})


def _talk(way: str, heard: Heard, at: datetime) -> Talk | None:
    row = Conversation.objects.filter(digest=digest_of(way, heard.sender, at), ends_at__gt=at).first()
    return Talk.of(row.talk) if row else None


def _typed_so_far(heard: Heard, knows: Published) -> Turn:
    """An aggregator sends all that was typed in a session, so that none has to be kept: it is gone through again."""
    form = FORMS[Way.USSD]
    turn = step(None, "", knows, form)
    writing, words = turn.talk, ""
    for typed in heard.text.split("*")[:MOST_TYPED] if heard.text else []:
        if turn.talk.screen == "words":
            writing, words = turn.talk, typed
        elif turn.talk.screen == "confirm" and words and not is_answer(turn.talk, typed, knows, form):
            # Their words had the mark that parts what is typed: this is more of them.
            words = f"{words}*{typed}"
            turn = step(writing, words, knows, form)
            continue
        turn = step(turn.talk, typed, knows, form)
    return turn


def _done(way: str, heard: Heard, turn: Turn, wants: Wants, knows: Published, at: datetime) -> Said:
    try:
        number, code = _tell(heard, wants, way, at)
    except RuleBroken as broken:
        with override(wants.language):
            return replace(pages(Screen(str(broken)), FORMS[way])[0], is_end=True)
    return receipt(number, code, wants.language, knows, FORMS[way])


def _tell(heard: Heard, wants: Wants, way: str, at: datetime) -> tuple[str, str]:
    category = next((one for one in voices.categories(Kind.COMPLAINT) if one.code == wants.category), None)
    if category is None:
        raise RuleBroken
    told = voice.Told(kind=Kind.COMPLAINT, category=category, text=wants.text, language=wants.language)
    anonymous = voice.Teller(channel=Channel.CHAT)
    teller = replace(anonymous, way=Contact.SMS, contact=heard.sender) if wants.may_answer else anonymous
    given, code = voice.receive(told=told, teller=teller, submission=UUID(_mark(way, heard)[:32]), at=at)
    return given.number, code


def _count(way: str, entry: str, at: datetime) -> None:
    row, _made = MenuCount.objects.get_or_create(day=localdate(at), way=way, entry=entry)
    MenuCount.objects.filter(pk=row.pk).update(times=F("times") + 1)


def claim_sending(*, row: Answered) -> bool:
    """Of the same message that came twice, one answer goes out."""
    return Answered.objects.filter(pk=row.pk, is_sent=False).update(is_sent=True) == 1


def let_go_of_sending(*, row: Answered) -> None:
    """It did not go out: when the gateway asks again, it is tried again."""
    Answered.objects.filter(pk=row.pk).update(is_sent=False)


def forget_conversations(*, at: datetime) -> int:
    gone, _each = Conversation.objects.filter(ends_at__lte=at).delete()
    more, _each = Answered.objects.filter(ends_at__lte=at).delete()
    return gone + more
