"""Who has the role for the pages of the catalogue, the route finder and fines: as `pages.py` says it of the others."""

from typing import Any

from .whom import APPROVERS, DIRECTORY, EVALUATORS, STAFF, SUPERVISORS

CATALOGUE: dict[str, tuple[Any, ...]] = {
    # The catalogue is the same for everybody; it is written by whoever keeps the lists of the whole country.
    "procedures:catalogue": (DIRECTORY, "", "GET"),
    "procedures:work-documents": (DIRECTORY, "", "GET"),
    "procedures:regime": (DIRECTORY, "", "GET"),
    "procedures:procedure": (DIRECTORY, "", "GET"),
    "procedures:procedure-version": (DIRECTORY, "", "GET"),
    "procedures:catalogue-drafts": (SUPERVISORS, "", "GET"),
    "procedures:new-catalogue-draft": (SUPERVISORS,),
    "procedures:start-catalogue-draft": (SUPERVISORS, "", "POST"),
    "procedures:catalogue-draft": (SUPERVISORS, "", "GET"),
    "procedures:describe-catalogue-draft": (SUPERVISORS,),
    "procedures:submit-catalogue-draft": (SUPERVISORS, "", "POST"),
    "procedures:approve-catalogue-draft": (SUPERVISORS, "", "POST"),
    "procedures:return-catalogue-draft": (SUPERVISORS, "", "POST"),
    "procedures:discard-catalogue-draft": (SUPERVISORS,),
    "procedures:add-catalogue-part": (SUPERVISORS,),
    "procedures:change-catalogue-part": (SUPERVISORS,),
    # They keep nothing about anybody.
    "procedures:route": (DIRECTORY,),
    "procedures:fines": (DIRECTORY,),
    # What was fined and paid follows the application.
    "procedures:application-fines": (STAFF | EVALUATORS | APPROVERS, "fined", "GET"),
    "procedures:record-fine": (EVALUATORS, "fined", "POST"),
    "procedures:record-receipt": (STAFF, "fined", "POST"),
}
