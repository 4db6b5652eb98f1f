from datetime import datetime

from django.db import transaction

from ..shelf import shelf


def forget_pages(*, at: datetime) -> None:
    """Once what is being written stands: pages that were made before are sent no more."""
    transaction.on_commit(lambda: shelf().turn(at))
