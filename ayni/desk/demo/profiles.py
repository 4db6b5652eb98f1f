"""Who comes with what: profiles by who the person is. Assumptions, but for the shares that are published."""

from .chance import Weighted
from .crowd import Drawn
from .figures import Figures

CHILDREN = {
    "VP-NNA-NA": 5.0, "VP-NNA-SE": 6.0, "VP-NNA-RD": 15.0, "VP-NNA-AC": 38.0, "VP-VBG": 6.0, "VP-TRATA": 3.0,
    "VP-SALUD": 7.0, "VP-DISC": 4.0, "VP-DISCRIM": 6.0, "VP-EMERG": 3.0, "VP-OTRO": 3.0,
}  # fmt: skip
ADULTS = {
    "VP-TIM": 3.0, "VP-SALUD": 7.0, "VP-VIHTB": 3.0, "VP-DISC": 3.0, "VP-LGBTIQ": 2.0, "VP-SOLREF": 7.0,
    "VP-EXPLAB": 4.0, "VP-DISCRIM": 4.0, "VP-SMENTAL": 5.0, "VP-CALLE": 5.0, "VP-EMERG": 3.0, "VP-TORT": 1.0,
    "VP-DETEN": 2.0, "VP-OTRO": 3.0, "VP-APAT": 0.3,
}  # fmt: skip
WOMEN = {"VP-VBG": 15.0, "VP-MADRE": 9.0, "VP-FAMMONO": 5.0}
MEN = {"VP-VBG": 1.0, "VP-MADRE": 2.0, "VP-FAMMONO": 1.0}
RETURNED = {"VP-RETOR": 60.0, "VP-SALUD": 8.0, "VP-CALLE": 8.0, "VP-OTRO": 6.0, "VP-SMENTAL": 6.0}
TRAFFICKED = 4.0
"""Of adults. Women are the published share of them."""


def profiles_for(drawn: Drawn, figures: Figures) -> Weighted[str]:
    if drawn.nationality == "PER" and not drawn.is_child:
        return Weighted(RETURNED)
    if drawn.is_child:
        return Weighted(CHILDREN)
    weights = {**ADULTS, **(WOMEN if drawn.is_woman else MEN)}
    share, of_all = figures.women_trafficked, figures.women
    weights["VP-TRATA"] = TRAFFICKED * (share / of_all if drawn.is_woman else (1 - share) / (1 - of_all))
    weights["VP-INDOC"] = 28.0 if drawn.is_irregular else 6.0
    if drawn.is_woman and drawn.age < 45:
        weights["VP-GEST"] = 6.0
    if drawn.age >= 60:
        weights["VP-PAM"] = 25.0
    if drawn.nationality == "XXA":
        weights["VP-APAT"] = 60.0
    return Weighted(weights)
