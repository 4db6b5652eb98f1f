import re
import pytest
from django.utils.timezone import now
from ayni.referrals import actions, queries
from ayni.notices.models import Message as Notice
from ayni.directory.tests.factories import ServiceFactory
from .factories import send, CaseFactory
from ayni.notices import sinks
from django.conf import settings
import os
pytestmark = [pytest.mark.django_db(transaction=True)]
OUT="/tmp/look_ref"
os.makedirs(OUT, exist_ok=True)

def shot(page, name, width, axe):
    page.screenshot(path=f"{OUT}/{name}-{width}.png", full_page=True)
    axe(page)

def test_look(width, page, sign_in, axe, live_server, referral, case, service, ines, marta, by_link):
    for n in range(6):
        other = ServiceFactory(organisation=service.organisation, code=f"L{n}", name=f"Servicio {n}")
        send(case, other, basis="", text=None, urgency=["IMMEDIATE","ORDINARY","WITHIN_72H"][n%3])
    sign_in(page, ines)
    page.goto("/inbox/"); shot(page, "inbox", width, axe)
    page.goto("/inbox/?state=ended"); shot(page, "inbox-empty", width, axe)
    page.goto(f"/inbox/{referral.pk}/"); shot(page, "referral", width, axe)
    page.get_by_text("Rechazar").first.click()
    shot(page, "referral-decline", width, axe)
    page.context.clear_cookies()
    sign_in(page, marta)
    page.goto("/inbox/plazos/"); shot(page, "plazos", width, axe)
    page.context.clear_cookies()
    token = re.search(r"/r/([^/]+)/", Notice.objects.filter(channel="EMAIL", about=by_link.pk).latest("queued_at").text).group(1)
    page.goto(f"/r/{token}/"); shot(page, "link", width, axe)
    page.get_by_role("button", name="Envíenme el código").click()
    shot(page, "link-code", width, axe)
    code = re.search(r"\d{6}", Notice.objects.filter(channel="SMS").latest("id").text).group()
    page.get_by_label("Código de seis cifras").fill(code)
    page.get_by_role("button", name="Abrir la derivación").click()
    shot(page, "link-referral", width, axe)
    page.goto("/r/zzz/"); shot(page, "no-way", width, axe)
    page.goto(f"/v/{referral.proof}/"); shot(page, "proof", width, axe)
    f=sinks.folder(settings.AYNI_HOME)
    sinks._keep(f,"eml","Subject: =?utf-8?q?Derivaci=C3=B3n?= R-1\nTo: a@example.pe\nContent-Type: text/plain; charset=utf-8\n\nHola http://127.0.0.1:8000/r/abc/\n\nAdiós".encode())
    sinks._keep(f,"json",b'{"to":"+51999","text":"123456 es su codigo"}')
    page.goto("/dev/correo/"); shot(page, "correo", width, axe)
    page.get_by_role("link", name="Derivación R-1").first.click(); shot(page, "correo-uno", width, axe)
    page.goto("/dev/sms/"); shot(page, "sms", width, axe)
