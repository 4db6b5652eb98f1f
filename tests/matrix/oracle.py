"""Who may open which page, and whose file: written by hand from `house.md` and the brief, apart from the code.

`PAGES`: for each page, who has the role for it, and of what kind of thing it is. `SEES`: for each kind of thing, who
may see which. Whoever lacks the role gets 403; whoever has it and may not see the thing gets 404: it does not exist.
"""

from dataclasses import dataclass

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
ROLELESS = names("roleless expired")
"""With an account and a second factor, without a role that counts today."""
EVERYBODY = STAFF | PARTNERS | ANALYSTS | ADMINISTRATORS | ROLELESS
WITH_ROLE = EVERYBODY - ROLELESS

ANSWERERS = CASE_STAFF | PARTNERS
DIRECTORY = WITH_ROLE
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
    # Two files, one of which nobody opened a case about: whoever sees the other one too, with all there is of it.
    "pair": {
        "ordinary": names("rosa pablo julio marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
        # To decide one must know all there is of both.
        "mixed": names("rosa pablo"),
    },
    # What became part of a file of the kind.
    "merge": {
        "free": names("rosa pablo julio lia marta nadia"),
        "ordinary": names("rosa pablo julio marta nadia"),
        "protected": names("rosa marta"),
        "restricted": names("rosa pablo"),
        "mixed": names("rosa pablo"),
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
    "draft": {"rosa": names("rosa")},
    # Marta's list, of her office; Nadia's role reaches the country. Vera's office has one of its own.
    "import": {"of sede central": names("marta nadia"), "of tumbes": names("nadia")},
    "user": {"uim": names("ada nora"), "cem": names("nora carla")},
    "number": {
        **dict.fromkeys(("hoy", "vencidas", "esperan", "llegaron", "nuevos", "evaluaciones", "mis-casos"), CASE_STAFF),
        **dict.fromkeys(("oficina-vencidas", "oficina-escaladas", "oficina-casos"), SUPERVISORS),
        "registradas": STAFF,
        "documentos-vencen": STAFF,
        "averiguar": STAFF,
        "duplicados": SUPERVISORS,
        "no-existe": frozenset(),
    },
    # MIGRACIONES keeps the reference data of all, others their own. Here the stranger gets 403: everybody sees them.
    "kept": {"uim": names("marta nadia ada nora"), "cem": names("marta nadia ada nora carla")},
    "list": {"of all": names("marta nadia ada nora")},
    "landing": {"own": WITH_ROLE},
}
HIDDEN_CASE = names("rosa pablo")
"""The other case of somebody who has two."""
STRANGER_GETS_403 = {"kept", "list", "landing"}


@dataclass(frozen=True)
class Page:
    """`methods`: what it answers, of GET and POST; the other one is refused by 405."""

    who: Names
    of: str = ""
    methods: str = "GET POST"


def page(who: Names, of: str = "", methods: str = "GET POST") -> Page:
    return Page(who, of, methods)


PAGES: dict[str, Page] = {
    "home": page(PUBLIC),
    "gallery": page(PUBLIC),
    "gallery-places": page(PUBLIC),
    # Demo only: the local mailbox.
    "notices:mails": page(PUBLIC),
    "notices:mail": page(PUBLIC),
    "notices:texts": page(PUBLIC),
    # One-time links and proofs open with what they carry, not with a role.
    "referrals:link": page(PUBLIC),
    "referrals:link-referral": page(PUBLIC),
    "referrals:answered": page(PUBLIC),
    "referrals:proof": page(PUBLIC),
    "desk:plan-proof": page(PUBLIC),
    "desk:handover-proof": page(PUBLIC),
    "governance:version_proof": page(PUBLIC),
    # Signing in.
    "account_login": page(PUBLIC),
    "account_logout": page(PUBLIC),
    "mfa_authenticate": page(PUBLIC),
    "account_inactive": page(PUBLIC),
    "account_reset_password": page(PUBLIC),
    "account_reset_password_done": page(PUBLIC),
    "account_reset_password_from_key": page(PUBLIC),
    "account_reset_password_from_key_done": page(PUBLIC),
    "access:accept": page(PUBLIC),
    # One's own account.
    "access:landing": page(EVERYBODY, "landing", "GET"),
    "access:account": page(EVERYBODY, methods="GET"),
    "access:end-session": page(EVERYBODY, methods="POST"),
    "access:password": page(EVERYBODY),
    "access:confirm": page(EVERYBODY),
    "access:enrol": page(EVERYBODY),
    "access:recovery-codes": page(EVERYBODY),
    # The users of an institution.
    "access:users": page(ADMINISTRATORS, methods="GET"),
    "access:register": page(ADMINISTRATORS, methods="GET"),
    "access:invitations": page(ADMINISTRATORS, methods="GET"),
    "access:invite": page(ADMINISTRATORS),
    "access:revoke": page(ADMINISTRATORS, "user", "POST"),
    "access:user": page(ADMINISTRATORS, "user", "GET"),
    "access:grant": page(ADMINISTRATORS, "user"),
    "access:move": page(ADMINISTRATORS, "user"),
    "access:suspend": page(ADMINISTRATORS, "user"),
    "access:reactivate": page(ADMINISTRATORS, "user"),
    "access:reset-second-factor": page(ADMINISTRATORS, "user"),
    "access:end-sessions": page(ADMINISTRATORS, "user"),
    "access:extend": page(ADMINISTRATORS, "user"),
    "access:end-role": page(ADMINISTRATORS, "user"),
    # The desk.
    "desk:home": page(STAFF, methods="GET"),
    "desk:number": page(STAFF, "number", "GET"),
    "desk:people": page(STAFF),
    "desk:people-search": page(STAFF),
    # A person's file.
    "desk:person": page(STAFF, "person", "GET"),
    "desk:person-documents": page(STAFF, "person", "GET"),
    "desk:person-contact": page(STAFF, "person", "GET"),
    "desk:person-family": page(STAFF, "person", "GET"),
    "desk:person-history": page(STAFF, "person", "GET"),
    "desk:person-consents": page(STAFF, "person", "GET"),
    "desk:person-cases": page(STAFF, "person", "GET"),
    "desk:person-readers": page(STAFF, "person", "GET"),
    "desk:person-purpose": page(STAFF, "person"),
    # Possible duplicates.
    "desk:duplicates": page(SUPERVISORS, methods="GET"),
    "desk:duplicate": page(SUPERVISORS, "pair", "GET"),
    "desk:duplicate-different": page(SUPERVISORS, "pair"),
    "desk:duplicate-unsure": page(SUPERVISORS, "pair"),
    "desk:duplicate-merge": page(SUPERVISORS, "pair"),
    "desk:duplicate-sweep": page(SUPERVISORS, methods="POST"),
    "desk:person-compare": page(SUPERVISORS, "person"),
    "desk:person-merges": page(SUPERVISORS, "person", "GET"),
    "desk:unmerge": page(SUPERVISORS, "merge"),
    # What the person may ask for. Reception receives; whoever attends to the person hands over, a supervisor erases.
    "desk:who-saw": page(CASE_STAFF, "person", "GET"),
    "desk:who-saw-print": page(CASE_STAFF, "person", "GET"),
    "desk:own-data": page(CASE_STAFF, "person"),
    "desk:own-data-json": page(CASE_STAFF, "person", "GET"),
    "desk:own-data-pdf": page(CASE_STAFF, "person", "GET"),
    "desk:erase": page(SUPERVISORS, "person"),
    "desk:hold": page(SUPERVISORS, "person"),
    "desk:hold-lift": page(SUPERVISORS, "person", "POST"),
    "desk:retention": page(SUPERVISORS, methods="GET"),
    "people:register": page(STAFF),
    "people:draft": page(STAFF, "draft"),
    "people:draft-save": page(STAFF, "draft", "POST"),
    "people:draft-discard": page(STAFF, "draft", "POST"),
    "people:check": page(STAFF, "draft"),
    "people:places": page(STAFF, methods="GET"),
    "people:identity": page(STAFF, "person"),
    "people:document-add": page(STAFF, "person"),
    "people:document-verify": page(STAFF, "person", "POST"),
    "people:document-end": page(STAFF, "person", "POST"),
    "people:situation": page(STAFF, "person"),
    "people:contact-add": page(STAFF, "person"),
    "people:contact-end": page(STAFF, "person", "POST"),
    "people:residence": page(STAFF, "person"),
    "people:relative-add": page(STAFF, "person"),
    "people:relative-register": page(STAFF, "person"),
    "people:relative-correct": page(STAFF, "person"),
    "people:relative-identify": page(STAFF, "person"),
    "people:relative-end": page(STAFF, "person"),
    "people:household-join": page(STAFF, "person"),
    "people:household-leave": page(STAFF, "person"),
    "people:household-end": page(STAFF, "person"),
    "people:household-move": page(STAFF, "person"),
    "people:characteristic": page(STAFF, "person"),
    "people:characteristic-end": page(STAFF, "person"),
    "people:nationality-add": page(STAFF, "person"),
    "people:nationality-end": page(STAFF, "person"),
    "people:photo": page(STAFF, "person"),
    "people:scan": page(STAFF, "person"),
    "people:file": page(STAFF, "person", "GET"),
    "people:file-small": page(STAFF, "person", "GET"),
    "people:file-remove": page(STAFF, "person"),
    "people:consent-choose": page(STAFF, "person"),
    "people:consent-give": page(STAFF, "person"),
    "people:consent-share": page(STAFF, "person"),
    "people:consent-withdraw": page(STAFF, "person"),
    # Lists that come in: of the offices where one supervises.
    "people:imports": page(SUPERVISORS, methods="GET"),
    "people:import-new": page(SUPERVISORS),
    "people:import": page(SUPERVISORS, "import", "GET"),
    "people:import-columns": page(SUPERVISORS, "import"),
    "people:import-rows": page(SUPERVISORS, "import", "GET"),
    "people:import-row": page(SUPERVISORS, "import"),
    "people:import-decide": page(SUPERVISORS, "import", "POST"),
    "people:import-accept": page(SUPERVISORS, "import"),
    "people:import-reject": page(SUPERVISORS, "import"),
    "people:import-undo": page(SUPERVISORS, "import"),
    # Screening.
    "desk:screening-start": page(CASE_STAFF, "person"),
    "desk:screening": page(CASE_STAFF, "screening", "GET"),
    "desk:screening-form": page(CASE_STAFF, "screening"),
    "desk:screening-result": page(CASE_STAFF, "screening"),
    "desk:screening-open": page(CASE_STAFF, "screening"),
    "desk:screening-orient": page(CASE_STAFF, "screening"),
    "desk:screening-answers": page(CASE_STAFF, "screening", "GET"),
    # Cases.
    "desk:cases": page(CASE_STAFF, methods="GET"),
    "desk:case": page(CASE_STAFF, "case", "GET"),
    "desk:case-history": page(CASE_STAFF, "case", "GET"),
    "desk:case-print": page(CASE_STAFF, "case", "GET"),
    "desk:case-close": page(CASE_STAFF, "case"),
    "desk:case-reopen": page(CASE_STAFF, "case"),
    "desk:case-assign": page(SUPERVISORS, "case"),
    "desk:case-notes": page(CASE_STAFF, "case", "GET"),
    "desk:note-write": page(CASE_STAFF, "case", "POST"),
    "desk:note-draft": page(CASE_STAFF, "case", "POST"),
    "desk:task-add": page(CASE_STAFF, "case"),
    "desk:task": page(CASE_STAFF, "case", "GET"),
    "desk:task-done": page(CASE_STAFF, "case", "POST"),
    "desk:task-skip": page(CASE_STAFF, "case", "POST"),
    "desk:task-take-back": page(CASE_STAFF, "case", "POST"),
    # Referrals: the sender's side follows the case, the receiver's the institution.
    "referrals:refer": page(CASE_STAFF, "case"),
    "referrals:sent": page(CASE_STAFF, "case"),
    "referrals:letter": page(CASE_STAFF, "case", "GET"),
    "referrals:inbox": page(ANSWERERS, methods="GET"),
    "referrals:referral": page(ANSWERERS, "inbox"),
    "referrals:clock": page(SUPERVISORS),
    # Numbers, and the rows behind them.
    "results:compliance": page(NUMBERS, methods="GET"),
    "results:change": page(NUMBERS, methods="GET"),
    "desk:rows": page(SUPERVISORS, methods="GET"),
    # Reference data.
    "directory:list": page(DIRECTORY, methods="GET"),
    "directory:institution": page(DIRECTORY, methods="GET"),
    "directory:focal_points": page(DIRECTORY, methods="GET"),
    "directory:name_focal_point": page(KEEPERS, "kept"),
    "directory:confirm_focal_point": page(KEEPERS, "kept", "POST"),
    "directory:end_focal_point": page(KEEPERS, "kept", "POST"),
    "directory:add_service": page(KEEPERS, "kept"),
    "directory:take_referrals": page(KEEPERS, "kept", "POST"),
    "governance:protocols": page(DIRECTORY, methods="GET"),
    "governance:protocol": page(DIRECTORY, methods="GET"),
    "governance:version": page(DIRECTORY, methods="GET"),
    # Protocols are written by supervisors; these are all of MIGRACIONES, whose unit keeps them.
    "governance:protocol_pdf": page(DIRECTORY, methods="GET"),
    "governance:guide": page(DIRECTORY, methods="GET"),
    "governance:guide_pdf": page(DIRECTORY, methods="GET"),
    "governance:drafts": page(SUPERVISORS, methods="GET"),
    "governance:new_draft": page(SUPERVISORS),
    "governance:start_draft": page(SUPERVISORS, methods="POST"),
    "governance:draft": page(SUPERVISORS, methods="GET"),
    "governance:describe_draft": page(SUPERVISORS),
    "governance:add_step": page(SUPERVISORS),
    "governance:change_step": page(SUPERVISORS),
    "governance:order_step": page(SUPERVISORS, methods="POST"),
    "governance:compare_draft": page(SUPERVISORS, methods="GET"),
    "governance:submit_draft": page(SUPERVISORS, methods="POST"),
    "governance:approve_draft": page(SUPERVISORS, methods="POST"),
    "governance:return_draft": page(SUPERVISORS, methods="POST"),
    "governance:discard_draft": page(SUPERVISORS),
    # Gaps and norms: rules, not people. Whoever works with cases, and whoever reads numbers.
    "governance:gaps": page(NORM_READERS, methods="GET"),
    "governance:gap": page(NORM_READERS, methods="GET"),
    "governance:open_gap": page(CASE_STAFF),
    "governance:describe_gap": page(CASE_STAFF),
    "governance:carry_on_gap": page(CASE_STAFF, methods="POST"),
    "governance:hand_over_gap": page(CASE_STAFF),
    "governance:close_gap": page(CASE_STAFF),
    "governance:reopen_gap": page(CASE_STAFF, methods="POST"),
    "governance:instruments": page(NORM_READERS, methods="GET"),
    "governance:instrument": page(NORM_READERS, methods="GET"),
    "governance:register_instrument": page(SUPERVISORS),
    "governance:describe_instrument": page(SUPERVISORS),
    "governance:carry_on_instrument": page(SUPERVISORS),
    "governance:follow_instrument": page(SUPERVISORS),
    "governance:enter_norm": page(SUPERVISORS),
    "governance:norms": page(NORM_READERS, methods="GET"),
    "governance:norm": page(NORM_READERS, methods="GET"),
    "governance:review_norm": page(SUPERVISORS),
    # What cases show of gaps, and running cases under an earlier version.
    "desk:task-gap": page(CASE_STAFF, "case"),
    "desk:field-notes": page(CASE_STAFF, methods="GET"),
    "desk:field-note-add": page(CASE_STAFF),
    "desk:field-note": page(CASE_STAFF),
    "desk:old-versions": page(CASE_STAFF, methods="GET"),
    "desk:case-protocols": page(CASE_STAFF, "case", "GET"),
    "desk:case-move": page(CASE_STAFF, "case"),
    "governance:profiles": page(DIRECTORY, methods="GET"),
    "governance:profile": page(DIRECTORY, methods="GET"),
    "governance:add_profile": page(KEEPERS, "list"),
    "governance:change_profile": page(KEEPERS, "list"),
    "governance:close_profile": page(KEEPERS, "list"),
    "governance:holidays": page(DIRECTORY, methods="GET"),
    "governance:lists": page(DIRECTORY, methods="GET"),
    "governance:list": page(DIRECTORY, methods="GET"),
}


def expected(who: str, name: str, variant: str) -> str:
    """`open`, `sign in`, `second factor`, `forbidden` or `not found`."""
    page = PAGES[name]
    if page.who == PUBLIC:
        return "open"
    if who == "anonymous":
        return "sign in"
    if who == "passwordonly":
        return "open" if name == "access:enrol" else "second factor"
    if who not in page.who:
        return "forbidden"
    if page.of and who not in SEES[page.of][variant]:
        return "forbidden" if page.of in STRANGER_GETS_403 else "not found"
    return "open"
