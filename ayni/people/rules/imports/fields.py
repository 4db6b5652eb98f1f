"""What a column may be of a person, and the headers under which it is known in Spanish, English and Portuguese."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Field(NamedTuple):
    code: str
    label: str | Promise
    headers: str
    """As people write them, folded, separated by |. The first fits best."""
    example: str = ""
    is_case: bool = False


FIELDS: dict[str, Field] = {
    field.code: field
    for field in (
        Field("external_id", _("Number in the list of origin"),
              "external id|query id|key|instanceid|codigo|codigo unico|id|registro|nro registro|n registro|case id|"
              "id persona|person id|numero de registro|id do caso|id_registro|id beneficiario|individual id",
              "SMP-00123"),
        Field("full_name", _("Full name"),
              "nombre completo|nombres y apellidos|apellidos y nombres|nombre y apellidos|name|full name|nome completo|"
              "nombre y apellido|apellidos nombres|beneficiario|participante|nombre del participante|child name",
              "Ana María Pérez Soto"),
        Field("given_names", _("Given names"),
              "given names|nombres|nombre|primer nombre y segundo nombre|first name|given name|nome|nomes|prenombres|"
              "first names|nombres de pila", "Ana María"),
        Field("given_name_2", _("Second given name"),
              "segundo nombre|middle name|second name|segundo nome|otros nombres", "María"),
        Field("surnames", _("Surnames"),
              "surnames|apellidos|last names|sobrenomes|surname|last name|family name|sobrenome|apellido",
              "Pérez Soto"),
        Field("surname_1", _("First surname"),
              "primer apellido|apellido paterno|ap paterno|paterno|first surname|primeiro sobrenome", "Pérez"),
        Field("surname_2", _("Second surname"),
              "segundo apellido|apellido materno|ap materno|materno|second surname|segundo sobrenome", "Soto"),
        Field("known_as", _("Goes by"), "alias|nombre social|conocido como|conocida como|known as|apelido|nickname|"
              "nome social|apodo", "Anita"),
        Field("birth_date", _("Birth date"),
              "birth date|fecha de nacimiento|fecha nacimiento|f nacimiento|fec nac|fecha nac|f nac|nacimiento|"
              "date of birth|dob|birthdate|data de nascimento|nascimento|fecha de nac", "12/03/1990"),
        Field("age", _("Age"), "edad|age|idade|anos|edad en anos|age in years", "34"),
        Field("sex", _("Sex"), "sex|sexo|genero|gender|sexo biologico", "Mujer"),
        Field("nationality", _("Nationality"),
              "nationality|nacionalidad|pais|pais de origen|pais de nacionalidad|country|country of origin|"
              "nacionalidade|pais de nacimiento|citizenship", "Venezuela"),
        Field("document_type", _("Type of document"),
              "document type|tipo de documento|tipo documento|tipo doc|tipo de doc|id type|tipo de documento de "
              "identidad|doc type", "Cédula"),
        Field("document_number", _("Number of the document"),
              "document number|numero de documento|nro de documento|nro documento|n de documento|n documento|"
              "num documento|documento|documento de identidad|nro doc|num doc|cedula|dni|pasaporte|passport|"
              "id number|numero do documento|cpf|ci|doc|numero doc", "V-12345678"),
        Field("phone", _("Telephone"), "phone|telefono|celular|tel|movil|numero de telefono|telephone|mobile|"
              "telefone|numero de celular|nro celular|whatsapp|contacto|phone number|telefono de contacto",
              "987 654 321"),
        Field("email", _("E-mail"), "email|correo|correo electronico|e mail|mail|email address", "ana@ejemplo.pe"),
        Field("address", _("Address"), "direccion|domicilio|address|endereco|direccion actual|residencia",
              "Jr. Unión 123"),
        Field("district", _("District"), "distrito|district|distrito de residencia|ubigeo|codigo ubigeo|distrito "
              "actual|cod ubigeo|current address admin3", "150135"),
        Field("language", _("Language"), "idioma|lengua|lengua materna|language|lingua|idioma principal", "español"),
        Field("education", _("Education"), "educacion|nivel educativo|grado de instruccion|education|escolaridade|"
              "nivel de instruccion|education level|escolaridad", "Secundaria completa"),
        Field("status", _("Migratory status"), "situacion migratoria|condicion migratoria|calidad migratoria|"
              "migratory status|status migratorio|estatus migratorio|legal status", "Residente"),
        Field("registered_on", _("Day of registration"),
              "fecha de registro|fecha registro|registered on|registration date|data de registro|marca temporal|"
              "timestamp|submissiondate|fecha de atencion|fecha", "21/11/2026"),
        Field("consent", _("Agrees that a file is kept"), "consentimiento|consent|acepta|autoriza|consentimento|"
              "consiente|consent given", "sí"),
        Field("case_profile", _("Case: profile"), "perfil|protection concerns|profile|perfil de vulnerabilidad|"
              "protection concern|tipo de caso|main protection concern|perfil de proteccion", "VP-INDOC", True),
        Field("case_opened_on", _("Case: opened on"), "date of registration or interview|fecha de apertura|"
              "case opening date|fecha de apertura del caso|opened on|date case opened", "02/05/2026", True),
        Field("case_number", _("Case: number of origin"), "numero de caso|nro de caso|n de caso|case number|"
              "codigo de caso|numero do caso|expediente", "C-2025-114", True),
        Field("case_steps", _("Case: open steps"), "pasos pendientes|pendientes|open steps|pending actions|tareas|"
              "acciones pendientes|services needed|next steps|plan de accion", "Acompañar a RENIEC; Cita médica", True),
        Field("case_note", _("Case: note"), "nota|notas|observaciones|notes|note|comentarios|comments|observacion|"
              "observacoes|case notes|resumen del caso", "", True),
        Field("case_owner", _("Case: who accompanies"), "caseworker|gestor|gestora|responsable|owner|case owner|"
              "gestor de caso|profesional a cargo|asignado a|tecnico responsable|case worker code|record owner",
              "rosa", True),
    )
}  # fmt: skip

OF_A_CASE = frozenset(code for code, field in FIELDS.items() if field.is_case)
OF_A_NAME = frozenset({"full_name", "given_names", "surnames", "surname_1"})
OF_MATCH = ("external_id", "given_names", "surnames", "birth_date", "sex", "nationality", "document_type",
            "document_number", "phone")  # fmt: skip
"""The columns of `ayni people match`: a file with these headers needs no mapping."""
