"""The lists of campaigns and of links as they come with the data: loaded once, and unchanged by a second load."""

from datetime import date

import pytest

from ayni.config import reference
from ayni.outreach.models import CampaignKind, Strategy
from tests.demo import AT, DATA, load_reference


@pytest.mark.django_db
def test_campaigns_have_their_lists_and_links_only_the_addresses_that_the_reference_data_name(client):
    load_reference()
    assert Strategy.objects.get().points == ["Visibilidad de la OIM", "Posicionamiento de la OIM"]
    assert {"CPD", "CENTROS", "SENSIB"} <= set(CampaignKind.objects.values_list("code", flat=True))
    assert not reference.load_all(DATA, on=date(2024, 1, 2), at=AT)
    page = client.get("/enlaces/").content.decode()
    for address in ("https://gob.pe", "https://rree.gob.pe", "https://peru.un.org/es/267999"):
        assert f'href="{address}"' in page
    assert page.count('rel="noreferrer"') == 3
