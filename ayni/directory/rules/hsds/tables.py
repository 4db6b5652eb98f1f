"""The tables of HSDS 3.0, column by column: what is required, of what kind, and how they hang together.

One word for each column: its name, `:` and its kind (text where none is said), `!` where the standard requires it, `+`
where it does so only in tables. `~` marks what came with 3.1: we read it, and write it only where somebody gave it.
Children are `name>table`; a single one is `name=table`.
"""

from dataclasses import dataclass
from functools import cached_property

VERSION = "3.0"

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
CHOICES = {
    "standing": ("active", "inactive", "defunct", "temporarily closed"),
    "place": ("physical", "postal", "virtual"),
    "weekday": WEEKDAYS,
    "repeat": ("WEEKLY", "MONTHLY"),
}


@dataclass(frozen=True)
class Column:
    name: str
    kind: str = "text"
    required: bool = False
    tabular: bool = False
    """Required in the tabular form only."""
    later: bool = False


@dataclass(frozen=True)
class Child:
    name: str
    table: str
    many: bool = True


@dataclass(frozen=True)
class Table:
    name: str
    file: str
    columns: tuple[Column, ...]
    children: tuple[Child, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


_ATTRIBUTES = "attributes>attribute metadata>metadata"
_SAID = {
    ("organization", "organizations"): (
        "id:uuid! name! alternate_name description! email:email website:uri tax_status tax_id year_incorporated:number"
        " legal_status logo uri:uri parent_organization_id:uuid",
        "additional_websites>url funding>funding contacts>contact phones>phone locations>location programs>program"
        f" organization_identifiers>organization_identifier {_ATTRIBUTES}",
    ),
    ("program", "programs"): (
        "id:uuid! organization_id:uuid+ name! alternate_name description!", _ATTRIBUTES,
    ),
    ("service", "services"): (
        "id:uuid! organization_id:uuid+ program_id:uuid name! alternate_name description url:uri email:email"
        " status:standing! interpretation_services application_process fees_description wait_time fees accreditations"
        " eligibility_description minimum_age:number maximum_age:number assured_date:date assurer_email:email licenses"
        " alert last_modified:datetime~",
        "additional_urls>url phones>phone schedules>schedule service_areas>service_area"
        " service_at_locations>service_at_location languages>language organization=organization funding>funding"
        " cost_options>cost_option program=program required_documents>required_document contacts>contact"
        f" capacities>service_capacity {_ATTRIBUTES}",
    ),
    ("service_at_location", "service_at_location"): (
        "id:uuid! service_id:uuid+ location_id:uuid+ description",
        f"service_areas>service_area contacts>contact phones>phone schedules>schedule location=location {_ATTRIBUTES}",
    ),
    ("location", "locations"): (
        "id:uuid! location_type:place! url:uri organization_id:uuid name alternate_name description transportation"
        " latitude:number longitude:number external_identifier external_identifier_type",
        "languages>language addresses>address contacts>contact accessibility>accessibility phones>phone"
        f" schedules>schedule {_ATTRIBUTES}",
    ),
    ("phone", "phones"): (
        "id:uuid! location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid service_at_location_id:uuid"
        " number! extension:number type description",
        f"languages>language {_ATTRIBUTES}",
    ),
    ("contact", "contacts"): (
        "id:uuid! organization_id:uuid service_id:uuid service_at_location_id:uuid location_id:uuid name title"
        " department email:email",
        f"phones>phone {_ATTRIBUTES}",
    ),
    ("address", "addresses"): (
        "id:uuid! location_id:uuid attention address_1! address_2 city! region state_province! postal_code! country!"
        " address_type:place!",
        _ATTRIBUTES,
    ),
    ("schedule", "schedules"): (
        "id:uuid! service_id:uuid location_id:uuid service_at_location_id:uuid valid_from:date valid_to:date"
        " dtstart:date timezone:number until:date count:number wkst:weekday freq:repeat interval:number byday byweekno"
        " bymonthday byyearday description opens_at:time closes_at:time schedule_link:uri attending_type notes",
        _ATTRIBUTES,
    ),
    ("funding", "funding"): ("id:uuid! organization_id:uuid service_id:uuid source", _ATTRIBUTES),
    ("service_area", "service_areas"): (
        "id:uuid! service_id:uuid service_at_location_id:uuid name description extent extent_type uri", _ATTRIBUTES,
    ),
    ("required_document", "required_documents"): ("id:uuid! service_id:uuid document uri:uri", _ATTRIBUTES),
    ("language", "languages"): (
        "id:uuid! service_id:uuid location_id:uuid phone_id:uuid name code note", _ATTRIBUTES,
    ),
    ("accessibility", "accessibility"): ("id:uuid! location_id:uuid description details url:uri", _ATTRIBUTES),
    ("cost_option", "cost_options"): (
        "id:uuid! service_id:uuid+ valid_from:date valid_to:date option currency amount:number amount_description",
        _ATTRIBUTES,
    ),
    ("organization_identifier", "organization_identifiers"): (
        "id:uuid! organization_id:uuid+ identifier_scheme identifier_type! identifier!", _ATTRIBUTES,
    ),
    ("attribute", "attributes"): (
        "id:uuid! link_id:uuid+ taxonomy_term_id:uuid+ link_type link_entity+ value label~",
        "taxonomy_term=taxonomy_term metadata>metadata",
    ),
    ("taxonomy", "taxonomies"): ("id:uuid! name! description! uri:uri version", "metadata>metadata"),
    ("taxonomy_term", "taxonomy_terms"): (
        "id:uuid! code name! description! parent_id:uuid taxonomy language taxonomy_id:uuid term_uri:uri",
        "taxonomy_detail=taxonomy metadata>metadata",
    ),
    ("metadata", "metadata"): (
        "id:uuid! resource_id:uuid+ resource_type+ last_action_date:date! last_action_type! field_name!"
        " previous_value! replacement_value! updated_by!",
        "",
    ),
    ("meta_table_description", "meta_table_descriptions"): ("id:uuid! name language character_set", _ATTRIBUTES),
    ("url", "urls"): ("id:uuid! label url:uri! organization_id:uuid service_id:uuid", _ATTRIBUTES),
    ("service_capacity", "service_capacities"): (
        "id:uuid! service_id:uuid+ unit_id:uuid+ available:number! maximum:number description updated:datetime!",
        f"unit=unit {_ATTRIBUTES}",
    ),
    ("unit", "units"): ("id:uuid! name! scheme identifier uri:uri", _ATTRIBUTES),
}  # fmt: skip


def _column(word: str) -> Column:
    bare = word.rstrip("!+~")
    marks = word[len(bare) :]
    name, _colon, kind = bare.partition(":")
    return Column(name, kind or "text", "!" in marks, "+" in marks, "~" in marks)


def _child(word: str) -> Child:
    name, mark, table = word.partition(">") if ">" in word else word.partition("=")
    return Child(name, table, mark == ">")


TABLES: dict[str, Table] = {
    name: Table(
        name, f"{file}.csv", tuple(_column(w) for w in columns.split()), tuple(_child(w) for w in children.split())
    )
    for (name, file), (columns, children) in _SAID.items()
}
BY_FILE = {table.file: table.name for table in TABLES.values()}

OWNERS = ("service_id", "location_id", "service_at_location_id", "organization_id")
"""Columns by which a row hangs on an entry."""
