"""Logs: one line of JSON each, without personal data.

Values of fields that a model declares personal are blotted out, addresses lose their query, and an exception is its
type and its frames: its message may quote what somebody typed.
"""

import logging.config
import re
import sys
import traceback
from collections.abc import MutableMapping
from functools import cache
from typing import Any

import structlog
from django.apps import apps

Line = MutableMapping[str, Any]
BLOT = "***"
# Names that structlog itself uses for something else.
_OURS = {"event", "level", "timestamp", "logger", "exception"}
_SECRET_IN_A_PATH = re.compile(
    r"(/(?:r|c|avisar/e|firma|cuenta/invitacion|cuenta/clave/nueva|directorio/verificar|mi-tramite/enlace"
    r"|mi-tramite/quiosco|quiosco/abrir|voz/quiosco|voz/opinion|pantalla|turno|sesiones/p|observatorio/suscripcion"
    r")/)[^/\s?]+|(/(?:encuestas|llegada)/)[^\s?]+"
)
"""Links that open by what stands in them (referrals, invitations, forgotten passwords, one's own application, an answer
that is not sent yet, a kiosk): whoever reads a log must not be able to open one."""
_NEVER = {"body", "cookies", "get", "headers", "ip", "post", "query", "query_string", "user_agent"}


@cache
def personal_names() -> frozenset[str]:
    """Every field that some model declares personal in its `Privacy`."""
    declared = (getattr(model, "Privacy", None) for model in apps.get_models())
    return frozenset().union(*(privacy.personal for privacy in declared if privacy)) - _OURS


def without_personal_data(logger: object, method: str, line: Line) -> Line:
    names = personal_names() if apps.models_ready else frozenset()
    kept: Line = {}
    for name, value in line.items():
        if name.lower() in _NEVER:
            continue
        kept[name] = BLOT if name in names else _without_personal_data(value, names)
    if isinstance(request := kept.get("request"), str):
        kept["request"] = request.split("?")[0]
    for name in ("event", "request"):
        if isinstance(said := kept.get(name), str):
            kept[name] = _SECRET_IN_A_PATH.sub(lambda found: f"{found[1] or found[2]}{BLOT}", said)
    return kept


def _without_personal_data(value: object, names: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {key: BLOT if key in names else _without_personal_data(held, names) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_without_personal_data(held, names) for held in value]
    return value


class Frames:
    """An exception as its type and the places it came through; its message only where all people are synthetic."""

    def __init__(self, *, with_messages: bool) -> None:
        self.with_messages = with_messages

    def __call__(self, logger: object, method: str, line: Line) -> Line:
        told = line.pop("exc_info", None)
        error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
        if isinstance(error, BaseException):
            line["exception"] = self.describe(error)
        return line

    def describe(self, error: BaseException) -> dict[str, Any]:
        frames = traceback.extract_tb(error.__traceback__)
        told: dict[str, Any] = {
            "type": type(error).__name__,
            "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
        }
        if self.with_messages:
            told["message"] = str(error)
        return told


def logging_for(*, demo: bool) -> None:
    """Logging of the standard library and of structlog alike. A demo is quiet: its terminal shows the sign-ins."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        Frames(with_messages=demo),
        without_personal_data,
    ]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
        "foreign_pre_chain": shared,
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                "axes": {"level": "ERROR"},
                "ayni": {"level": "INFO"},
                "django_structlog": {"level": "WARNING" if demo else "INFO"},
            },
        }
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
