from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "ayni.referrals"

    def ready(self) -> None:
        """Join the openings that the apps below left for us."""
        from ayni.cases.hooks import closing_blockers  # noqa: PLC0415 - the models are loaded only now
        from ayni.people import hooks  # noqa: PLC0415

        from . import actions, erasing, finding, own_words, queries, repointing  # noqa: PLC0415

        closing_blockers.append(queries.blockers)
        hooks.NUMBER_FINDERS.append(finding.find_by_number)
        hooks.WITHDRAWAL_EFFECTS.append(queries.withdrawal_effects)
        hooks.WITHDRAWN.append(actions.consent_withdrawn)
        hooks.MERGE_EFFECTS.append(queries.effects_of_merging)
        hooks.MERGING.append(actions.have_consent_confirmed)
        hooks.UNMERGED.append(actions.rest_on_own_consent)
        hooks.REPOINTERS.extend(repointing.REPOINTERS)
        hooks.ERASERS.extend(erasing.ERASERS)
        hooks.NO_ERASER.update(erasing.NO_ERASER)
        hooks.ERASURE_BLOCKERS.append(erasing.waiting_referrals)
        hooks.tell_own_data(*own_words.TABLES)
