"""What tests write of a study."""

from typing import Any

from ayni.observatory.actions import WrittenStudy

SAID: dict[str, Any] = {
    "title_es": "Mujeres que cruzan", "title_en": "Women who cross", "authors": "Universidad del Norte", "year": 2024,
    "kind": "STUDY", "themes": ["VENEZUELA", "NEEDS"], "summary_es": "Cuenta cómo cruzan la frontera.",
    "summary_en": "It tells how they cross the border.", "address": "https://example.org/mujeres.pdf",
    "licence": "CC BY 4.0", "language": "es",
}  # fmt: skip


def written(**changes: Any) -> WrittenStudy:
    return WrittenStudy(**SAID | changes)
