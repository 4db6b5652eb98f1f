"""What the lists of sessions and campaigns must look like."""

from typing import Any

from ayni.codelists.listing import CODE, CONFIDENCE, LABEL, LABEL_EN, SOURCE, Listing
from ayni.codelists.models import Listed
from ayni.codelists.tables import Column, File, Row, Tables, text, whole

from .models import CampaignAudience, CampaignChannel, CampaignKind, CampaignTheme, Kind


def _kind(row: Row, tables: Tables) -> dict[str, Any]:
    # The source names them, and says of none how sure it is: a name is as sure as its source.
    return {"confidence": "high"}


def _ordered(row: Row, tables: Tables) -> dict[str, Any]:
    return {"order": row["order"]}


def _terms(name: str, model: type[Listed]) -> Listing:
    columns = (CODE, Column("order", whole(1, 999), required=True), LABEL, LABEL_EN, SOURCE, CONFIDENCE)
    return Listing(File(name, columns), model, _ordered)


LISTINGS = [
    Listing(File("reference/session_types.csv", (CODE, LABEL, LABEL_EN, SOURCE)), Kind, _kind),
    _terms("campaign_kinds.csv", CampaignKind),
    _terms("campaign_audiences.csv", CampaignAudience),
    _terms("campaign_channels.csv", CampaignChannel),
    _terms("campaign_themes.csv", CampaignTheme),
]
STRATEGIES = File("communication_strategies.csv", (
    CODE, Column("title", text(200), required=True), Column("owner", text(200), required=True),
    Column("first_year", whole(2000, 2100), required=True), Column("last_year", whole(2000, 2100), required=True),
    Column("objectives_es", text(3000), required=True, many=True), Column("address", text(300)),
    Column("source", text(300), required=True), CONFIDENCE,
))  # fmt: skip
FILES = [*(listing.file for listing in LISTINGS), STRATEGIES]
