from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "ayni.cases"

    def ready(self) -> None:
        """Join the openings that the apps below left for us."""
        from ayni.cases.finding import find_by_number  # noqa: PLC0415 - the models are loaded only now
        from ayni.governance.hooks import GAP_EVIDENCE, GAP_PIECES  # noqa: PLC0415
        from ayni.people import hooks  # noqa: PLC0415

        from . import erasing, gap_evidence, own_words, repointing, taking  # noqa: PLC0415
        from .actions.ending import SWEEPERS  # noqa: PLC0415
        from .actions.relying import consent_withdrawn  # noqa: PLC0415
        from .hooks import closing_blockers  # noqa: PLC0415
        from .queries import transfers  # noqa: PLC0415
        from .queries.relying import withdrawal_effects  # noqa: PLC0415

        closing_blockers.append(transfers.blockers)
        hooks.NUMBER_FINDERS.append(find_by_number)
        hooks.WITHDRAWAL_EFFECTS.append(withdrawal_effects)
        hooks.WITHDRAWN.append(consent_withdrawn)
        hooks.TAKERS.append(taking.TAKER)
        hooks.REPOINTERS.extend(repointing.REPOINTERS)
        hooks.ERASERS.extend(erasing.ERASERS)
        hooks.ERASURE_BLOCKERS.append(erasing.open_cases)
        hooks.SWEEPERS.update({sweeper.kind: sweeper for sweeper in SWEEPERS})
        GAP_EVIDENCE.update(gap_evidence.EVIDENCE)
        GAP_PIECES[self.label] = gap_evidence.pieces
        hooks.tell_own_data(*own_words.TABLES)
