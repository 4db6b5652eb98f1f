from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "ayni.outreach"

    def ready(self) -> None:
        """Join the openings that the apps below left for us."""
        from ayni.people import hooks  # noqa: PLC0415 - the models are loaded only now

        from .actions.ending import SWEEPERS  # noqa: PLC0415

        hooks.SWEEPERS.update({sweeper.kind: sweeper for sweeper in SWEEPERS})
        hooks.NO_ERASER.update(NO_ERASER)


NO_ERASER = {
    "outreach.Kind": "what a session may be, the same for everybody",
    "outreach.Session": "what the unit invites to, the same for everybody",
    "outreach.Campaign": "what the unit says to many; it counts people and names none",
    "outreach.CampaignAudience": "to whom campaigns speak, the same for everybody",
    "outreach.CampaignChannel": "by which ways, the same for everybody",
    "outreach.CampaignKind": "what a campaign may be, the same for everybody",
    "outreach.CampaignTheme": "what campaigns carry, the same for everybody",
    "outreach.Commitment": "what a company promises, of no person",
    "outreach.CommunicationRequest": "what a unit asks for, of no person",
    "outreach.Material": "what is handed out, the same for everybody",
    "outreach.Perception": "a share of a sample, of nobody",
    "outreach.Reach": "a number of people, of nobody",
    "outreach.Spreading": "an organisation that spreads a campaign",
    "outreach.Strategy": "what campaigns follow, the same for everybody",
    "outreach.SignUp": "who wants to come to a session, without an account; of no file, and emptied by its own rule",
}
