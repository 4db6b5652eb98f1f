"""The code lists that a question may be answered from, as the data name them."""

from ayni.codelists.models import Country, Language, LegalNorm, Listed, MigratoryStatus, NeedSector, ServiceCategory

LISTS: dict[str, type[Listed]] = {
    "countries": Country,
    "languages": Language,
    "needs": NeedSector,
    "norms": LegalNorm,
    "services": ServiceCategory,
    "statuses": MigratoryStatus,
}
