"""Who is who in the matrix, and who may see which thing: written by hand from `house.md`, apart from the code."""

Names = frozenset[str]


def names(text: str) -> Names:
    return frozenset(text.split())


# The cast: see `people.py` for who is where.
RECEPTION = names("lia")
CASEWORKERS = names("rosa pablo julio vera")
SUPERVISORS = names("marta nadia")
STAFF = RECEPTION | CASEWORKERS | SUPERVISORS
CASE_STAFF = CASEWORKERS | SUPERVISORS
PARTNERS = names("ines olga")
ANALYSTS = names("tomas")
ADMINISTRATORS = names("ada nora carla")
EVALUATORS = names("elsa")
APPROVERS = names("aldo")
CARD_KEEPERS = names("karin")
CARD_CARRIERS = STAFF | CARD_KEEPERS
CONFIDANTS = names("clara")
"""Named for sensitive reports. They belong to no office."""
ROLELESS = names("roleless expired")
"""With an account and a second factor, without a role that counts today."""
COUNTER = STAFF | EVALUATORS | APPROVERS | CARD_KEEPERS
EVERYBODY = COUNTER | PARTNERS | ANALYSTS | ADMINISTRATORS | CONFIDANTS | ROLELESS
WITH_ROLE = EVERYBODY - ROLELESS

APPLICANTS_DESK = STAFF | EVALUATORS | APPROVERS
ANSWERERS = CASE_STAFF | PARTNERS
SENDERS = STAFF | PARTNERS
DIRECTORY = WITH_ROLE
QUEUE_WORKERS = STAFF | EVALUATORS
KEEPERS = SUPERVISORS | ADMINISTRATORS
NUMBERS = SUPERVISORS | ANALYSTS
NORM_READERS = CASE_STAFF | ANALYSTS
PUBLIC = names("PUBLIC")

SEES: dict[str, dict[str, Names]] = {
    # A case, its plan, notes, tasks; its referrals on the sender's side; what was said in its screening.
    "case": {
        "ordinary": names("rosa pablo julio marta nadia"),
        # The assignee, the team of the case, the supervisors of the office. Nadia supervises from another office.
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
        # Of somebody who has two: the one that is not hidden.
        "mixed": names("rosa pablo julio marta nadia"),
    },
    "person": {
        # Nobody opened a case: whoever receives people in the office, and its supervisors up the territory.
        "free": names("rosa pablo julio lia marta nadia"),
        "ordinary": names("rosa pablo julio lia marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
        "mixed": names("rosa pablo julio lia marta nadia"),
    },
    # The application of the same person: whoever works at the counter of the office, evaluates or decides there; of
    # somebody with a hidden case, whoever sees the case.
    "fined": {
        "free": names("rosa pablo julio lia marta nadia elsa aldo"),
        "ordinary": names("rosa pablo julio lia marta nadia elsa aldo"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
        # Of whom one case is open: whoever sees that one sees the person, and so what they applied for.
        "mixed": names("rosa pablo julio lia marta nadia elsa aldo"),
    },
    # Of the counter of the head office.
    "device": {"of sede central": names("rosa pablo julio lia marta nadia")},
    # Two files, one of which nobody opened a case about: whoever sees the other one too, with all there is of it.
    "pair": {
        "ordinary": names("rosa pablo julio marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
        # To decide one must know all there is of both.
        "mixed": names("rosa pablo"),
    },
    # As the person; and whoever evaluates or decides sees what is at the counter of their office, but of nobody with a
    # hidden case alone.
    "application": {
        "free": names("rosa pablo julio lia marta nadia elsa aldo"),
        "ordinary": names("rosa pablo julio lia marta nadia elsa aldo"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
        "mixed": names("rosa pablo julio lia marta nadia elsa aldo"),
    },
    # Sent to the head office.
    "preregistration": {"of sede central": names("rosa pablo julio lia marta nadia")},
    # What became part of a file of the kind.
    "merge": {
        "free": names("rosa pablo julio lia marta nadia"),
        "ordinary": names("rosa pablo julio marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
        "mixed": names("rosa pablo"),
    },
    # An application of theirs: the office's, but for what is hidden, which nobody of the counter was named for.
    "asked": {
        "free": names("rosa pablo julio lia marta nadia elsa aldo"),
        "ordinary": names("rosa pablo julio lia marta nadia elsa aldo"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
        # Through the case that is not hidden.
        "mixed": names("rosa pablo julio lia marta nadia elsa aldo"),
    },
    "screening": {
        # Before there is a case, an answer may speak of trafficking, and no team guards it yet.
        "free": names("rosa"),
        "ordinary": names("rosa pablo julio marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
        "mixed": names("rosa pablo julio marta nadia"),
    },
    # Addressed to CEM: only whoever answers for CEM, whatever the case is.
    "inbox": dict.fromkeys(("ordinary", "protected", "restricted", "mixed"), names("ines")),
    # As a case: of the office, of its supervisors, of the team. Nobody has taken them.
    "alert": {
        "ordinary": names("rosa pablo julio marta nadia"),
        "protected": names("marta"),
        "restricted": names("rosa pablo"),
    },
    # Whoever works at the counter sees that somebody is expected; the name is looked for in the answer, and must not be
    # there for whoever may not see the person.
    "appointment": dict.fromkeys(
        ("free", "ordinary", "protected", "restricted", "mixed"), names("rosa pablo julio lia marta nadia")
    ),
    "slot": {"of sede central": names("rosa pablo julio lia marta nadia"), "of tumbes": names("vera nadia")},
    **dict.fromkeys(
        ("outreach", "to answer"),
        {"of sede central": names("rosa pablo julio marta nadia"), "of tumbes": names("vera nadia")},
    ),
    # What Vera's office asks of the head office, and of itself.
    "asked for": {
        "of sede central": names("rosa pablo julio lia marta nadia vera"),
        "of tumbes": names("vera nadia"),
    },
    "session": {"of sede central": names("rosa pablo julio marta nadia"), "of tumbes": names("vera nadia")},
    "calendar": {"of sede central": names("marta nadia"), "of tumbes": names("nadia")},
    "campaign": {"of sede central": names("rosa pablo julio lia marta nadia"), "of tumbes": names("vera nadia")},
    "kept campaign": {"of sede central": names("marta nadia"), "of tumbes": names("nadia")},
    # What people told of the head office: its supervisors; supervisors from elsewhere; whoever is named.
    "report": {"office": names("marta nadia"), "above": names("nadia"), "named": names("clara")},
    # Whoever is named for it, and nobody else whatever their role.
    "call": {"asked": names("clara"), "others'": names(""), "over": names("")},
    "own alert": {"of ines": names("ines")},
    "draft": {"rosa": names("rosa")},
    # Marta's list, of her office; Nadia's role reaches the country. Vera's office has one of its own.
    "import": {"of sede central": names("marta nadia"), "of tumbes": names("nadia")},
    "user": {"uim": names("ada nora"), "cem": names("nora carla")},
    "number": {
        **dict.fromkeys(
            ("hoy", "vencidas", "esperan", "llegaron", "nuevos", "evaluaciones", "mis-casos", "contactos"), CASE_STAFF
        ),
        **dict.fromkeys(("oficina-vencidas", "oficina-escaladas", "oficina-casos", "oficina-contactos"), SUPERVISORS),
        **dict.fromkeys(("hoy", "vencidas", "esperan", "llegaron", "nuevos", "evaluaciones", "mis-casos"), CASE_STAFF),
        **dict.fromkeys(("por-aprobar", "por-recibir", "cumplen-18", "accesos-por-revisar"), CASE_STAFF),
        **dict.fromkeys(("oficina-vencidas", "oficina-escaladas", "oficina-casos"), SUPERVISORS),
        "registradas": STAFF,
        "documentos-vencen": STAFF,
        "averiguar": STAFF,
        "duplicados": SUPERVISORS,
        "no-existe": frozenset(),
    },
    # Asked by Rosa, who keeps the cases: her supervisor, and in the restricted team whoever else is in it. Whoever sees
    # the case sees what was asked; that not everybody may approve it is a rule of the verb.
    "approval": {
        "ordinary": names("rosa pablo julio marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
    },
    # Cases that Rosa offers to Tumbes: its supervisor decides. The one of a child is not approved at home yet.
    "transfer": {"ordinary": names("nadia"), "protected": names(""), "restricted": names("nadia")},
    "glass": {"own": names("julio")},
    # Julio's emergency access to protected cases: the supervisor of the office reviews it; of a
    # restricted one its team, which has no lead.
    "review": {"protected": names("marta"), "restricted": names("rosa pablo")},
    "tracing": {
        "ordinary": names("rosa pablo julio marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
    },
    # Colleagues of the office whose absence one records: one's own, and those of whom one supervises.
    "absence": {"of julio": names("julio marta"), "of vera": names("vera nadia")},
    "keeper": {"julio": names("marta"), "vera": names("nadia")},
    "breach": {"uim": names("marta nadia ada nora"), "cem": names("nora carla")},
    # MIGRACIONES keeps the reference data of all, others their own. Here the stranger gets 403: everybody sees them.
    "kept": {"uim": names("marta nadia ada nora"), "cem": names("marta nadia ada nora carla")},
    "agreed": {"cem": KEEPERS},
    # What UIM signed is kept by MIGRACIONES: the other side reads it.
    "agreement": {"of uim": names("marta nadia ada nora")},
    "list": {"of all": names("marta nadia ada nora")},
    "proposal": {"of cem": names("rosa marta nadia ada nora carla")},
    "landing": {"own": WITH_ROLE},
    # Of the counter of an office: a number, whoever it is of. Nadia's role reaches the country.
    "ticket": dict.fromkeys(("free", "restricted"), names("rosa pablo julio lia marta nadia elsa")),
    "window": {"of sede central": names("rosa pablo julio lia marta nadia elsa"), "of tumbes": names("vera nadia")},
    # Of the head office. Nadia's role reaches the country; Vera works in Tumbes.
    "batch": {"ordinary": names("karin"), "restricted": names("")},
    "box": {"to tumbes": names("rosa pablo julio lia marta karin vera nadia")},
    # A number without a name: whoever works where it lies.
    "card object": dict.fromkeys(("ordinary", "restricted"), names("rosa pablo julio lia marta nadia karin")),
    "card": {
        "ordinary": names("rosa pablo julio lia marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
    },
    "power": {
        "ordinary": names("rosa pablo julio lia marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
    },
    "carded application": {
        "ordinary": names("rosa pablo julio lia marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
    },
}
STRANGER_GETS_403 = {"kept", "agreement", "list", "landing"}
HIDDEN_CASE = names("rosa pablo")
"""The other case of somebody who has two."""
TELLS_NUMBERS = names("desk:protected")
"""The number and the initials of a protected case reach those who may ask for it without opening it (decision 24)."""
