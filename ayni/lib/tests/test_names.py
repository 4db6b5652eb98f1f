import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.lib.names import endings, on_paper, plain, sound, tidy, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("González", "Gonsales"),
        ("Vásquez", "Bazques"),
        ("Jiménez", "Ximenes"),
        ("Giménez", "Jimenez"),
        ("Hernández", "Ernandes"),
        ("Quispe", "Kispe"),
        ("Chávez", "Chabes"),
        ("Zambrano", "Sanbrano"),
        ("Llanos", "Yanos"),
        ("Nelly", "Neli"),
        ("Leydi", "Leidy"),
        ("Ascencio", "Asensio"),
        ("Jhon", "Jon"),
        ("Muñoz", "Munos"),
        ("Yasmín", "Iasmin"),
        ("Jenny", "Yeni"),
        ("Wilmer", "Wuilmer"),
        ("Cecilia", "Sesilia"),
        ("Ñahui", "Nahui"),
    ],
)
def test_what_sounds_alike_is_alike(one, other):
    assert [sound(w) for w in words(one)] == [sound(w) for w in words(other)]


@pytest.mark.parametrize(
    ("one", "other"), [("Pérez", "Pereda"), ("Mario", "María"), ("Chen", "Jen"), ("Guerra", "Jerra")]
)
def test_what_sounds_different_is_not(one, other):
    assert sound(plain(one)) != sound(plain(other))


@pytest.mark.parametrize(
    ("name", "its_words"),
    [
        ("De la Cruz", ("cruz",)),
        ("María de los Ángeles", ("maria", "angeles")),
        ("MariaJosé", ("maria", "jose")),
        ("Ma. Luisa", ("maria", "luisa")),
        ("Pérez-Gómez", ("perez", "gomez")),
        ("D'Angelo", ("dangelo",)),
        ("N’Golo", ("ngolo",)),
        ("Do", ("do",)),
        ("Rosa 😀", ("rosa",)),
        ("😀", ()),
        ("محمد العربي", ("محمد", "العربي")),
        ("李 小龙", ("李", "小龙")),
    ],
)
def test_the_words_of_a_name(name, its_words):
    assert words(name) == its_words


def test_what_follows_an_apostrophe_is_a_word_too():
    assert endings("D'Angelo") == ("angelo",)
    assert endings("Ana") == ()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana \t María \n", "Ana María"),
        ("A\u200bna", "Ana"),
        ("\u202eanA\u202c", "anA"),
        ("Jose\u0301", "José"),
        ("\x00Ana", "Ana"),
        ("Ana 😀", "Ana 😀"),
        ("\ufeff", ""),
    ],
)
def test_what_nobody_sees_is_not_kept(typed, kept):
    assert tidy(typed) == kept


@given(st.text(max_size=300))
def test_any_text_can_be_a_name(text):
    assert tidy(tidy(text)) == tidy(text)
    for word in words(text):
        assert word == word.strip()
        assert sound(word) == sound(word)


@given(st.text(alphabet="abcdefghijklmnñopqrstuvwxyzáéíóúü '-", max_size=40))
def test_neither_accents_nor_capitals_matter(name):
    assert words(name.upper()) == words(name)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("😀 Ñuñu", "Ñuñu"),
        ("María ❤️ José", "María José"),
        ("Ana 👩🏽‍🦱", "Ana"),
        ("O’Higgins", "O’Higgins"),
        ("Expediente N° 12 – 5 €\nSegunda línea", "Expediente N° 12 – 5 €\nSegunda línea"),
        ("李小龙", "李小龙"),
        ("🎉", ""),
    ],
)
def test_paper_bears_no_pictures(typed, printed):
    assert on_paper(tidy(typed) if "\n" not in typed else typed) == printed
