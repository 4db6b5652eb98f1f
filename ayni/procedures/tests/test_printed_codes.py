"""What is printed is read by a decoder that is not ours, and proves itself by docs/howto/verify-a-card.md."""

import re

import pypdfium2
import pytest
import zxingcpp
from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.urls import reverse

from ayni.procedures.models import Card
from ayni.procedures.tests.card_factories import SeriesFactory, approved, make

pytestmark = pytest.mark.django_db
DOTS = 300 / 72
"""Of the printers that print cards: 300 to the inch."""


@pytest.fixture(scope="module")
def verified():
    """The recipe as it stands in the documentation, and nothing of ours."""
    text = (settings.BASE_DIR / "docs" / "howto" / "verify-a-card.md").read_text()
    recipe: dict[str, object] = {}
    exec(re.search(r"```python\n(.+?)```", text, re.DOTALL)[1], recipe)  # noqa: S102 - it is what is tested
    return recipe["verified"]


def codes_of(client, batch):
    """What each page of the print file says in its codes."""
    answer = client.post(reverse("procedures:card-print", args=[batch.pk, 1]), {"reason": "FIRST"})
    pages = pypdfium2.PdfDocument(answer.content)
    return [
        [code.text for code in zxingcpp.read_barcodes(page.render(scale=DOTS).to_pil().convert("L"))] for page in pages
    ]


def test_both_codes_of_a_card_are_read_from_the_print_file_and_prove_themselves(client, karin, lia, verified):
    approved(lia, surname_2="Ñandú-Coñejo")
    client.force_login(karin)
    [online], [seal] = codes_of(client, make(karin))
    card = Card.objects.get()
    assert online == settings.PUBLIC_URL + reverse("procedures:verify-card", args=[card.proof])
    published = client.get(reverse("procedures:verify-keys")).content
    said = verified(seal, published)
    assert (said[1], said[2], said[3], said[10]) == ("CE", card.number, "González Ñandú-Coñejo", card.proof)
    # One letter of the holder's name, changed.
    forged = seal.replace(seal[40], "A" if seal[40] != "A" else "B", 1)
    with pytest.raises((InvalidSignature, ValueError, OverflowError, StopIteration)):
        verified(forged, published)


def test_both_codes_of_a_certificate_are_read_from_the_print_file(client, karin, lia, verified):
    SeriesFactory(code="constancia", title="Constancia", form="A4", mrz_code="")
    [application] = approved(lia)
    application.procedure.result = "constancia"
    application.procedure.save()
    client.force_login(karin)
    [codes] = codes_of(client, make(karin, code="constancia"))
    online, seal = sorted(codes, key=lambda text: text.startswith("AYNI1:"))
    assert online.endswith(f"/verificar/{Card.objects.get().proof}/")
    assert verified(seal, client.get(reverse("procedures:verify-keys")).content)[1] == "constancia"
