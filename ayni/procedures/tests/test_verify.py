"""Anybody verifies a card: on the page, and without a network."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from typer.testing import CliRunner

from ayni.config.commands import commands
from ayni.procedures.actions import cards, deliveries
from ayni.procedures.models import Card, CardKey
from ayni.procedures.queries import cards as queries
from ayni.procedures.rules.seals import check_seal, read_seal, write_seal
from ayni.procedures.tests.card_factories import approved, checked
from ayni.procedures.tests.factories import NOON

pytestmark = pytest.mark.django_db
SIGNED = deliveries.Handing(check_kind="DOCUMENT", signed=True)


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def handed(karin, lia):
    approved(lia)
    [card] = checked(karin)
    deliveries.shelve(batch=card.batch, by=karin, at=NOON)
    deliveries.hand_over(card=card, handing=SIGNED, by=lia, at=NOON)
    Card.objects.update(valid_to=timezone.localdate() + timedelta(days=30))
    return Card.objects.get()


def asked(client, proof):
    return client.get(reverse("procedures:verify-card", args=[proof])).content.decode()


def seal_of(card):
    return write_seal(queries.said_of(card), key=card.key_id, private=bytes.fromhex(card.key.private))


def test_the_page_says_valid_expired_or_revoked_and_nothing_of_the_holder(client, handed, karin):
    said = [asked(client, handed.proof)]
    Card.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    said.append(asked(client, handed.proof.upper()))
    cards.revoke(card=handed, reason="STOLEN", by=karin, at=NOON)
    said.append(asked(client, handed.proof))
    for text, words in zip(said, ("Está vigente", "Está vencido", "Fue anulado"), strict=True):
        assert words in text
        for private in ("González", "Yusleidy", handed.number, handed.application.number, "VEN", "robado", "1990"):
            assert private not in text


def test_a_card_that_was_taken_on_its_way_does_not_count(client, karin, lia):
    approved(lia)
    [card] = checked(karin)
    assert "todavía no vale" in asked(client, card.proof)


def test_a_wrong_code_and_an_unknown_one_get_the_same_answer_for_the_same_work(
    client, handed, django_assert_num_queries
):
    answers = []
    nearly = handed.proof[:-1] + ("y" if handed.proof.endswith("x") else "x")
    for proof in ("0" * 24, "x", "ñ" * 30, str(handed.pk), handed.number, nearly):
        with django_assert_num_queries(1):
            answers.append(re.sub(r'(/verificar/)[^/"]+', r"\1", asked(client, proof)))
    assert len(set(answers)) == 1
    with django_assert_num_queries(1):
        asked(client, handed.proof)


def test_whoever_tries_many_codes_is_stopped(client, handed):
    for _turn in range(30):
        client.get(reverse("procedures:verify-card", args=["0" * 24]))
    assert client.get(reverse("procedures:verify-card", args=[handed.proof])).status_code == 429
    assert client.get(reverse("procedures:verify")).status_code == 429


def test_either_code_may_be_typed(client, handed):
    for typed in (handed.proof, f"https://ayni.example/verificar/{handed.proof}/", seal_of(handed)):
        answer = client.post(reverse("procedures:verify"), {"code": typed})
        assert answer.url == reverse("procedures:verify-card", args=[handed.proof])
    assert "24 letras" in client.post(reverse("procedures:verify"), {"code": "hola"}).content.decode()


def run(*words):
    return CliRunner().invoke(commands(), ["cards", *words])


def test_the_printed_code_is_verified_without_a_network(client, handed, tmp_path):
    published = tmp_path / "claves.json"
    published.write_bytes(client.get(reverse("procedures:verify-keys")).content)
    assert json.loads(run("keys").stdout) == json.loads(published.read_text())
    code = tmp_path / "code.txt"
    code.write_text(seal_of(handed))
    CardKey.objects.all().update(public="00" * 32)
    for given in (seal_of(handed), str(code)):
        done = run("verify", given, "--keys", str(published))
        assert done.exit_code == 0, done.stdout
        assert "González Rondón" in done.stdout
        assert handed.proof not in done.stdout


def test_a_forged_code_and_a_broken_file_of_keys_are_said_to_be_so(handed, tmp_path):
    good = seal_of(handed)
    forged = good[:30] + ("A" if good[30] != "A" else "B") + good[31:]
    assert run("verify", forged).exit_code == 1
    (tmp_path / "claves.json").write_text("{}")
    broken = run("verify", good, "--keys", str(tmp_path / "claves.json"))
    assert broken.exit_code == 1
    assert run("keys", "--withdraw", "99").exit_code == 1


def test_an_expired_card_is_genuine_and_says_since_when(handed):
    Card.objects.update(valid_to="2026-11-21", valid_from="2026-01-01")
    done = run("verify", seal_of(Card.objects.get()))
    assert (done.exit_code, "2026-11-21" in done.stdout) == (2, True)


def test_a_new_key_signs_and_the_old_one_still_proves_until_it_is_withdrawn(handed, karin, lia):
    old = seal_of(handed)
    assert run("keys", "--rotate").exit_code == 0
    approved(lia)
    new = next(card for card in checked(karin) if card != handed)
    assert (handed.key_id, new.key_id) == (1, 2)
    assert check_seal(read_seal(old), queries.published_keys()).number == handed.number
    assert run("verify", old).exit_code == 0
    run("keys", "--withdraw", "1")
    assert run("verify", old).exit_code == 1
    assert run("verify", seal_of(new)).exit_code in {0, 2}


def test_the_private_half_of_a_key_is_not_in_the_database_to_be_read(handed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM procedures_cardkey")
        [(stored,)] = cursor.fetchall()
    assert CardKey.objects.get().private.encode() not in bytes(stored)
