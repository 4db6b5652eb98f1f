"""What an error says: what is wrong, and what to do next. JSON of RFC 9457, in the language that was asked for."""

import json
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpResponse

from ..asking import Refused
from ..formats.about import PLACE
from ..published import Words

TYPE = "application/problem+json"
STATUS = {
    "not-published": 404, "unknown-release": 404, "unknown-cube": 404, "unknown-page": 404, "unknown-file": 404,
    "unknown-series": 404, "unknown-study": 404, "no-such-place": 404, "nothing-newer": 404,
    "unknown-artefact": 404, "unknown-dimension": 400, "unknown-code": 400, "unknown-place": 400,
    "code-of-another-system": 400, "place-around": 400, "wrong-key": 400, "wrong-filter": 400,
    "wrong-parameter": 400, "too-many": 413, "not-acceptable": 406, "method": 405, "too-often": 429,
    "not-ready": 503, "not-made": 503,
}  # fmt: skip
SAYS: dict[str, Words] = {
    "not-published": {
        "es": "Esta combinación de {cube} no se publica. Se publica lo que está en la tabla; lo demás no, haya o no "
        "personas. Pida menos variables a la vez, o el total (_T).",
        "en": "This combination of {cube} is not published. What is in the table is published; the rest is not, "
        "whether there is anybody or not. Ask for fewer variables at once, or for the total (_T).",
    },
    "unknown-release": {
        "es": "No hay una entrega publicada «{release}». Vea la lista en {root}/releases.",
        "en": "There is no published release “{release}”. See the list at {root}/releases.",
    },
    "unknown-cube": {
        "es": "La entrega {release} no tiene la tabla «{cube}». Vea sus tablas en {root}/releases/{release}/cubes.",
        "en": "Release {release} has no table “{cube}”. See its tables at {root}/releases/{release}/cubes.",
    },
    "nothing-newer": {
        "es": "No hay nada más nuevo: lo último que se publicó es la entrega {release}.",
        "en": "There is nothing newer: the last that was published is release {release}.",
    },
    "unknown-series": {
        "es": "No hay una cifra de otros con el código «{code}». Vea la lista en {root}/series.",
        "en": "There is no figure of others with the code “{code}”. See the list at {root}/series.",
    },
    "no-such-place": {
        "es": "No hay un lugar con el ubigeo «{code}». Son los códigos del INEI; los de RENIEC se parecen y nombran "
        "otros lugares. PE es el país.",
        "en": "There is no place with the ubigeo “{code}”. These are INEI's codes; RENIEC's look alike and mean other "
        "places. PE is the country.",
    },
    "unknown-study": {
        "es": "No hay un estudio con el código «{code}». Vea la lista en {root}/studies.",
        "en": "There is no study with the code “{code}”. See the list at {root}/studies.",
    },
    "unknown-page": {
        "es": "Aquí no hay nada. Lo que hay está en {root}/openapi.json.",
        "en": "There is nothing here. What there is stands in {root}/openapi.json.",
    },
    "unknown-file": {
        "es": "No hay tal archivo en esta entrega. Vea los que hay en {root}/releases/{release}/files.",
        "en": "There is no such file in this release. See those that there are at {root}/releases/{release}/files.",
    },
    "unknown-artefact": {
        "es": "No hay nada de SDMX con ese nombre. Vea lo que hay en {root}/sdmx/structure/dataflow.",
        "en": "There is nothing of SDMX with this name. See what there is at {root}/sdmx/structure/dataflow.",
    },
    "unknown-dimension": {
        "es": "La tabla {cube} no tiene la variable «{dimension}». Las que tiene: {codes}.",
        "en": "Table {cube} has no variable “{dimension}”. Those that it has: {codes}.",
    },
    "unknown-code": {
        "es": "{dimension} no tiene el código «{code}» en esta tabla. Los que hay: {codes}.",
        "en": "{dimension} has no code “{code}” in this table. Those that there are: {codes}.",
    },
    "unknown-place": {
        "es": "Esta tabla no tiene el lugar «{code}». Los códigos son el ubigeo del INEI (no el de RENIEC): {codes}.",
        "en": "This table has no place “{code}”. Codes are INEI's ubigeo (not RENIEC's): {codes}.",
    },
    "place-around": {
        "es": "Esta tabla no tiene el lugar «{code}». Si es un ubigeo del INEI, pida el lugar que lo rodea, {codes}, o "
        "una tabla que llegue más abajo. Si es de RENIEC, su departamento es el {department} del INEI: busque el lugar "
        "por su nombre.",
        "en": "This table has no place “{code}”. If it is INEI's ubigeo, ask for the place around it, {codes}, or for "
        "a table that goes further down. If it is RENIEC's, its department is INEI's {department}: look the place up "
        "by its name.",
    },
    "code-of-another-system": {
        "es": "Esta tabla no tiene el lugar «{code}» con los códigos del INEI. Si es un ubigeo de RENIEC, su "
        "departamento es el {department} del INEI. Busque el lugar por su nombre en la estructura. Aquí hay: {codes}.",
        "en": "This table has no place “{code}” by INEI's codes. If it is RENIEC's ubigeo, its department is INEI's "
        "{department}. Look the place up by its name in the structure. Here there are: {codes}.",
    },
    "wrong-key": {
        "es": "La clave «{key}» no se entiende. Lleva {count} códigos separados por puntos, en este orden: {codes}; "
        "vacío o * es todo.",
        "en": "The key “{key}” cannot be read. It has {count} codes parted by points, in this order: {codes}; nothing "
        "or * is all.",
    },
    "wrong-filter": {
        "es": "El filtro «{filter}» no se entiende. Se puede: {codes}.",
        "en": "The filter “{filter}” cannot be read. What can be asked: {codes}.",
    },
    "wrong-parameter": {
        "es": "El parámetro «{parameter}» no puede ser eso. Se puede: {codes}.",
        "en": "The parameter “{parameter}” cannot be that. What can be asked: {codes}.",
    },
    "too-many": {
        "es": "Son {cells} cifras, más de {most}. Pida códigos de {dimension}, o descargue la tabla entera en "
        "{root}/releases/latest/files.",
        "en": "These are {cells} figures, more than {most}. Ask for codes of {dimension}, or download the whole table "
        "at {root}/releases/latest/files.",
    },
    "not-acceptable": {
        "es": "No lo hay en ese formato. Los que hay: {codes}.",
        "en": "It is not there in this format. Those that there are: {codes}.",
    },
    "method": {
        "es": "Aquí solo se lee: GET, HEAD y OPTIONS.",
        "en": "This is only read: GET, HEAD and OPTIONS.",
    },
    "too-often": {
        "es": "Demasiadas consultas desde su dirección. Espere {seconds} segundos. Para tener todo, descargue la "
        "entrega entera en {root}/releases/latest/files.",
        "en": "Too many requests from your address. Wait {seconds} seconds. To have all of it, download the whole "
        "release at {root}/releases/latest/files.",
    },
    "not-made": {
        "es": "Los archivos de la entrega {release} se están preparando. Vuelva a pedirlos en unos {minutes} minutos; "
        "desde entonces están listos para siempre. Mientras tanto puede pedir partes en "
        "{root}/releases/{release}/cubes.",
        "en": "The files of release {release} are being prepared. Ask again in about {minutes} minutes; from then on "
        "they are ready for ever. Meanwhile you can ask for parts at {root}/releases/{release}/cubes.",
    },
    "not-ready": {
        "es": "Esta tabla se está corrigiendo. Vuelva a pedirla más tarde.",
        "en": "This table is being corrected. Ask again later.",
    },
}  # fmt: skip


def problem(refused: Refused, language: str) -> HttpResponse:
    """The answer in JSON: `type`, `title`, `status`, `detail`, and the codes that there are."""
    root = settings.PUBLIC_URL + PLACE
    shown: Mapping[str, str] = {"root": root, "codes": ", ".join(refused.codes), **refused.about}
    said = {
        "type": f"{root}/problems#{refused.why}", "title": refused.why.replace("-", " "),
        "status": STATUS[refused.why], "detail": SAYS[refused.why][language].format(**shown),
        "codes": list(refused.codes),
    }  # fmt: skip
    response = HttpResponse(json.dumps(said, ensure_ascii=False), content_type=TYPE, status=STATUS[refused.why])
    # What is not there today may be published tomorrow.
    response.headers["Cache-Control"] = "no-store"
    if "seconds" in refused.about:
        response.headers["Retry-After"] = refused.about["seconds"]
    return response
