"""French punctuation keeps its space, and what is no punctuation gets none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.lib.french import spaced, spaced_all, unspaced


@pytest.mark.parametrize(
    ("typed", "set_in_print"),
    [
        ("Quel âge avez-vous ?", "Quel âge avez-vous\u202f?"),
        ("Quel âge avez-vous?", "Quel âge avez-vous\u202f?"),
        ("Attention !", "Attention\u202f!"),
        ("Pardon ?!", "Pardon\u202f?!"),
        ("À payer : rien ; gratuit.", "À payer\u00a0: rien\u202f; gratuit."),
        ("À payer: rien.", "À payer\u00a0: rien."),
        ("Dites « oui » ou «non».", "Dites «\u00a0oui\u00a0» ou «\u00a0non\u00a0»."),
        ("D'abord, qu'il l'envoie.", "D’abord, qu’il l’envoie."),
        ("(Vraiment ?)", "(Vraiment\u202f?)"),
        ("%(name)s : %(n)s ?", "%(name)s\u00a0: %(n)s\u202f?"),
    ],
)
def test_high_punctuation_and_quotation_marks_have_their_space(typed, set_in_print):
    assert spaced(typed) == set_in_print
    assert spaced(set_in_print) == set_in_print
    assert unspaced(set_in_print) == unspaced(set_in_print).replace("\u00a0", "!")


@pytest.mark.parametrize(
    "text",
    ["{phone:PNP}", "https://a.pe/?idioma=fr", "12:30", "R&amp;D", "Q&amp; ", "&#233; ", "…", "[[guide]]", "12 heures"],
)
def test_what_is_no_punctuation_stays(text):
    assert spaced(text) == text


@given(st.text(alphabet="ab1 :;!?«»&.,\u00a0\u202f()", max_size=30))
def test_twice_is_as_good_as_once(text):
    assert spaced(spaced(text)) == spaced(text)


def test_lists_and_tables_are_gone_through():
    assert spaced_all({"who": ["Vous ?"], "n": 3}) == {"who": ["Vous\u202f?"], "n": 3}
