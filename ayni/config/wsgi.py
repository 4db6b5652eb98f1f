import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
django = get_wsgi_application()

import weasyprint  # noqa: E402, F401 - whoever asks for the first PDF does not wait for it
from django.utils.timezone import now  # noqa: E402 - after the apps are ready

from ayni.config.before import in_front_of  # noqa: E402
from ayni.config.before_figures import FiguresBefore  # noqa: E402
from ayni.people.queries.scan import warm_up  # noqa: E402
from ayni.portal.shelf import shelf  # noqa: E402

application = in_front_of(FiguresBefore(django), shelf(), at=now())
warm_up()

# What is loaded by now stays: the collector need not walk through it at every request. A page makes thousands of
# objects that die with it, so it comes rarely.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 10, 10)
