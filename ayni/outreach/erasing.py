"""What becomes of the tables of outreach when a person is erased: only a sheet leads to somebody's file."""

from django.utils.translation import gettext_lazy as _

from ayni.people.actions.erasers import deletes, empties, stays

CAME = _("That somebody of their sex, band of age and nationality came to a session, without whose file it was.")
PROVED = _("That a certificate was issued: whoever holds the paper can have it proved. Their name is only on it.")

ERASERS = [
    stays("outreach.Certificate", "attendance__person", keeps=PROVED),
    empties("outreach.Attendance", "person", person=None, keeps=CAME),
    deletes("outreach.SheetRow", "match"),
]

NO_ERASER = {
    "outreach.Campaign": "what the unit says to many; it counts people and names none",
    "outreach.CampaignAudience": "to whom campaigns speak, the same for everybody",
    "outreach.CampaignChannel": "by which ways, the same for everybody",
    "outreach.CampaignKind": "what a campaign may be, the same for everybody",
    "outreach.CampaignTheme": "what campaigns carry, the same for everybody",
    "outreach.Commitment": "what a company promises, of no person",
    "outreach.CommunicationRequest": "what a unit asks for, of no person",
    "outreach.CampaignMaterial": "what is handed out, the same for everybody",
    "outreach.Perception": "a share of a sample, of nobody",
    "outreach.Reach": "a number of people, of nobody",
    "outreach.Spreading": "an organisation that spreads a campaign",
    "outreach.Strategy": "what campaigns follow, the same for everybody",
    "outreach.Kind": "what a session may be, the same for everybody",
    "outreach.Session": "what the unit invites to, the same for everybody",
    "outreach.Series": "sessions that belong together, the same for everybody",
    "outreach.SignUp": "who wants to come to a session, without an account; of no file, and emptied by its own rule",
    "outreach.Headcount": "heads that were counted in a room",
    "outreach.Sheet": "a list, not a person: its lines are erased, and gone once it is taken in",
    "outreach.Probe": "what is asked in a session, the same for everybody",
    "outreach.Reply": "what somebody answered in a session; by whom, nobody knows",
    "outreach.Invited": "an address of an institution, emptied by its own rule",
    "outreach.Material": "what is handed out in a session, the same for everybody",
    "outreach.Assistance": "what an institution commits itself to",
    "outreach.Study": "what is asked in a study, the same for everybody",
    "outreach.AnswerFile": "a file of answers, not a person",
    "outreach.AnswerRow": "a row of a file of answers, of nobody, and gone by its own rule",
    "outreach.Response": "what somebody answered in a study; by whom, nobody knows",
    "outreach.ContextEvent": "what happened around, of nobody",
    "outreach.Community": "a neighbourhood, its risks and what it can do: of nobody in particular",
    "outreach.CommunityRisk": "how much a neighbourhood is exposed to a hazard",
    "outreach.Finding": "what a study found, of nobody in particular",
    "outreach.Milestone": "a step of what an institution commits itself to",
}
