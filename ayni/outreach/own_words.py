"""What a copy of one's own data calls the tables of outreach."""

from django.utils.translation import gettext_lazy as _

from ayni.people.hooks import OwnData

UNSURE = _("A line of a list that may be yours, and that nobody has decided about yet. It is gone within two weeks.")

TABLES = (
    OwnData(
        "outreach.Attendance", _("Sessions that you came to"),
        labels={"session": _("Session"), "noted_at": _("When")},
    ),
    OwnData("outreach.SheetRow", _("Lists of sessions"), withheld={"*": UNSURE}),
    OwnData("outreach.Certificate", _("Certificates of sessions"), labels={"issued_at": _("When")}),
)  # fmt: skip
