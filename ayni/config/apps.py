from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "ayni.config"
    label = "ayni_config"

    def ready(self) -> None:
        """Hand the public site what it may know of the catalogue, and the front desk what the public site has."""
        from ayni.desk.hooks import PRESS  # noqa: PLC0415 - the models are loaded only now
        from ayni.directory.hooks import FEEDS  # noqa: PLC0415
        from ayni.observatory.hooks import AGREEMENTS  # noqa: PLC0415
        from ayni.people.hooks import NO_ERASER  # noqa: PLC0415
        from ayni.portal.hooks import CATALOGUE, PAGES_BESIDE, REDRAW, WORK_PAPERS  # noqa: PLC0415
        from ayni.procedures.hooks import PUBLIC_SITE  # noqa: PLC0415

        from . import exchanging, public_site  # noqa: PLC0415
        from .catalogue import offer, work_papers  # noqa: PLC0415

        CATALOGUE.append(offer)
        WORK_PAPERS.append(work_papers)
        REDRAW.append(public_site.redraw)
        PAGES_BESIDE.append(public_site.sessions_to_find)
        NO_ERASER.update(public_site.NO_ERASER)
        PUBLIC_SITE.append(public_site.PublicSite())
        AGREEMENTS.append(exchanging.open_agreements)
        FEEDS.append(exchanging.feeds_of)
        PRESS.append(public_site.publish_news)
