"""Whoever carries a letter, a plan or a paper of their own may open what its QR says, in their language."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("referrals:proof", {"fr": "La lettre n’est pas valable", "ht": "Lèt la pa bon", "pt": "A carta não é válida"}),
        ("desk:plan-proof", {"fr": "Le plan n’est pas valable", "ht": "Plan an pa bon", "pt": "O plano não é válido"}),
        ("desk:handover-proof", {"fr": "Nous ne connaissons pas ce papier", "ht": "Nou pa konnen papye sa a"}),
        (
            "governance:version_proof",
            {"fr": "Nous ne connaissons pas cette version", "ht": "Nou pa konnen vèsyon sa a", "en": "no such version"},
        ),
    ],
)
def test_a_proof_speaks_the_language_of_whoever_carries_the_paper(client, name, said):
    code = 999_999 if name == "governance:version_proof" else "x" * 22
    printed = reverse(name, args=[code])
    page = client.get(printed).content.decode()
    for language, words in said.items():
        address = reverse(f"{name}-in", args=[language, code])
        assert f'href="{address}"' in page, "the printed address leads to it"
        response = client.get(address)
        assert words in response.content.decode()
        assert response.headers["Content-Language"] == language
        assert 'name="robots" content="noindex' in response.content.decode()
