"""The interoperability platform (PIDE): identity by RENIEC and MIGRACIONES, records of PNP, INPE and Poder Judicial.

What is known of it and from where, and what we assume: docs/services.md. Each is asked by POST, with the question in
the body: the platform takes it in the address too, and an address is written into logs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ..models import StateService
from ..rules.services import Named
from .transport import Answer, Door, NoAnswer, ask_json, read_json, read_xml, said_in, unreadable


@dataclass(frozen=True)
class Identity:
    """About whom one asks. `asker`: the document of whoever asks, where the service wants it."""

    document: str
    name: Named
    asker: str = ""
    document_type: str = "DNI"


@dataclass(frozen=True)
class IdentityFound:
    """Who a register says has the document; None where it knows nobody."""

    name: Named | None
    born: date | None = None
    tries: int = 1


@dataclass(frozen=True)
class RecordsFound:
    """Whether a register has something. `by_name`: it was asked by name, and may speak of somebody of the same name."""

    has_records: bool
    by_name: bool = False
    tries: int = 1


@dataclass(frozen=True)
class Pide:
    door: Door

    def identity(self, service: StateService, asked: Identity, *, key: UUID) -> IdentityFound:
        way = {StateService.RENIEC: self._reniec, StateService.MIGRACIONES: self._migraciones}
        return way[service](asked, key)

    def records(self, service: StateService, asked: Identity, *, key: UUID) -> RecordsFound:
        way: Mapping[StateService, Callable[[Identity, UUID], RecordsFound]] = {
            StateService.POLICE: self._police,
            StateService.JUDICIAL: self._judicial,
            StateService.PENAL: self._penal,
        }
        return way[service](asked, key)

    def _reniec(self, asked: Identity, key: UUID) -> IdentityFound:
        said = {
            "nuDniConsulta": asked.document,
            "nuDniUsuario": self._of("user"),
            "nuRucUsuario": self._of("ruc"),
            "password": self._of("password"),
        }
        answer = ask_json(self.door, "/Rest/Reniec/Consultar?out=json", {"PIDE": said}, key=key)
        found = _inside(answer, "consultarResponse", "return")
        code = found.get("coResultado")
        if code == "0000":
            person = found.get("datosPersona")
            if not isinstance(person, dict):
                raise unreadable(answer, "no datosPersona")
            return IdentityFound(_name(answer, person, "prenombres", "apPrimer", "apSegundo"), None, answer.tries)
        return self._unknown(answer, str(code), unknown={"0001", "0005"}, refused={"1001", "1002", "1003"})

    def _migraciones(self, asked: Identity, key: UUID) -> IdentityFound:
        said = {
            "strCodInstitucion": self._of("ruc"),
            "strMac": self._of("mac"),
            "strNroIp": self._of("ip"),
            "strNumDocumento": asked.document,
            "strTipoDocumento": asked.document_type,
        }
        answer = ask_json(self.door, "/Rest/Migraciones/CarnetExtranjeria?out=json", {"PIDE": said}, key=key)
        found = _inside(answer, "consultarDocumentoResponse", "return")
        code = found.get("strNumRespuesta")
        if code == "0000":
            name = _name(answer, found, "strNombres", "strPrimerApellido", "strSegundoApellido")
            return IdentityFound(name, _day(answer, found.get("strFechaNacimiento")), answer.tries)
        return self._unknown(answer, str(code), unknown={"0001", "0002"}, refused={"1001"})

    def _unknown(self, answer: Answer, code: str, *, unknown: set[str], refused: set[str]) -> IdentityFound:
        if code in unknown:
            return IdentityFound(None, None, answer.tries)
        if code in refused:
            raise NoAnswer(f"code {code}", refused=True)
        raise unreadable(answer, "unknown code")

    def _police(self, asked: Identity, key: UUID) -> RecordsFound:
        said = {
            "clienteUsuario": self._of("user"),
            "clienteClave": self._of("password"),
            "servicioCodigo": "WS_PIDE_ANTECEDENTES_FLAG",
            "clienteSistema": "AYNI",
            "clienteIp": self._of("ip"),
            "clienteMac": self._of("mac"),
            "tipoDocUserClieFin": "2",
            "nroDocUserClieFin": asked.asker,
            "nroDoc": asked.document,
        }
        answer = ask_json(self.door, "/Rest/PNP/APolicialPerNumDoc", {"PIDE": said}, key=key, accept="application/xml")
        root = read_xml(answer)
        code = said_in(root, "codigoMensaje")
        if code not in {"00", "10"}:
            raise unreadable(answer, "unknown code")
        return RecordsFound(code == "00", tries=answer.tries)

    def _judicial(self, asked: Identity, key: UUID) -> RecordsFound:
        said = {
            "institucionRuc": self._of("ruc"),
            "institucionIp": self._of("ip"),
            "usuario": self._of("user"),
            "usuarioDNI": asked.asker,
            "primerApellido": asked.name.surname_1.upper(),
            "segundoApellido": asked.name.surname_2.upper(),
            "nombres": asked.name.given_names.upper(),
        }
        answer = ask_json(self.door, "/Rest/Pide/INPE/AJudiciales", {"PIDE": said}, key=key, accept="application/xml")
        words = said_in(read_xml(answer), "getAntecedenteJudicialReturn")
        if words is None or not words.startswith(("Observado", "No registra")):
            raise unreadable(answer, "unknown words")
        return RecordsFound(words.startswith("Observado"), by_name=True, tries=answer.tries)

    def _penal(self, asked: Identity, key: UUID) -> RecordsFound:
        first, _blank, rest = asked.name.given_names.upper().partition(" ")
        said = {
            "xApellidoPaterno": asked.name.surname_1.upper(),
            "xApellidoMaterno": asked.name.surname_2.upper(),
            "xNombre1": first,
            "xNombre2": rest,
            "xDni": asked.document,
            "xMotivoConsulta": "PROCEDIMIENTO ADMINISTRATIVO",
            "xRucEntidadConsultante": self._of("ruc"),
            "xIpPublica": self._of("ip"),
            "xDniPersonaConsultante": asked.asker,
            "xAudNombreUsuario": self._of("user"),
        }
        answer = ask_json(self.door, "/Rest/PJ/APenales", {"PIDE": said}, key=key, accept="application/xml")
        root = read_xml(answer)
        code, words = said_in(root, "xCodigoRespuesta"), said_in(root, "xMensajeRespuesta") or ""
        if code not in {"0000", "0001"} or not words:
            raise unreadable(answer, "unknown code")
        return RecordsFound(code == "0001", by_name=not asked.document, tries=answer.tries)

    def _of(self, name: str) -> str:
        return self.door.credentials.get(name, "")


def _inside(answer: Answer, *path: str) -> dict[str, Any]:
    found = read_json(answer)
    for name in path:
        if not isinstance(found, dict) or name not in found:
            raise unreadable(answer, f"no {name}")
        found = found[name]
    if not isinstance(found, dict):
        raise unreadable(answer, "no object")
    return found


def _name(answer: Answer, found: Mapping[str, Any], given: str, first: str, second: str) -> Named:
    values = [found.get(name) or "" for name in (given, first, second)]
    if not all(isinstance(value, str) for value in values) or not (values[0] and values[1]):
        raise unreadable(answer, "no name")
    return Named(*values)


def _day(answer: Answer, text: Any) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  a day, in no time zone
    except (TypeError, ValueError):
        raise unreadable(answer, "no day") from None
