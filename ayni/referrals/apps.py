from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "ayni.referrals"

    def ready(self) -> None:
        """Join the openings that the apps below left for us."""
        from ayni.cases.hooks import closing_blockers  # noqa: PLC0415 - the models are loaded only now
        from ayni.people.hooks import NUMBER_FINDERS, UNMERGED, WITHDRAWAL_EFFECTS, WITHDRAWN  # noqa: PLC0415

        from . import actions, finding, queries  # noqa: PLC0415

        closing_blockers.append(queries.blockers)
        NUMBER_FINDERS.append(finding.find_by_number)
        WITHDRAWAL_EFFECTS.append(queries.withdrawal_effects)
        WITHDRAWN.append(actions.consent_withdrawn)
        UNMERGED.append(actions.rest_on_own_consent)
