"""The menus as somebody with an old telephone types through them: no network, no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.portal.rules.asking import is_danger, place_of, tongue_of
from ayni.portal.rules.conversation import UNREAD, Talk, Turn, step
from ayni.portal.rules.fitting import CHAT, FORMS, SMS, USSD, gsm, is_gsm, pieces_of, septets, units

LONG = " ".join(f"Paso {n}: lleve su cédula y pida la constancia de atención." for n in range(1, 40))
CALLS = "100 Violencia familiar y sexual\n105 Policía"


class Shelf:
    """What there is to tell, in memory."""

    def services(self, language):
        return [(f"S{n}", f"Servicio de número {n}") for n in range(1, 13)]

    def guides(self, language, service):
        return [("7", "Sacar el carné"), ("8", "Registrar a mi niño")]

    def found(self, language, words):
        return [("7", "Sacar el carné")] if "carn" in words.lower() else []

    def guide(self, language, code):
        return ("Sacar el carné\nCon él usted se identifica.", [("steps", "Paso a paso")]) if code == "7" else ("", [])

    def part(self, language, code, part):
        return LONG

    def quiet_guides(self, language):
        return [("9", "Orientación 1")]

    def calls(self, language):
        return CALLS

    def needs(self, language):
        return [("HEA", "Salud")]

    def need_of(self, words):
        return "HEA" if words == "doctor" else ""

    def districts(self, words):
        found = {
            "lince": [("150116", "Lince")],
            "miraflores": [("1", "Miraflores, Lima"), ("2", "Miraflores, Arequipa")],
        }
        return found.get(words.lower(), [])

    def places(self, language, need, district):
        return f"Posta de {district} para {need}"

    def categories(self, language):
        return [("VZ-ESPERA", "Esperé demasiado")]

    def says_who(self, text):
        return "me llamo" in text

    def address(self, page, language):
        return f"https://ayni.example/{page}/"


def typed(*words: str, form=SMS) -> Turn:
    turn = step(None, "", Shelf(), form)
    for one in words:
        turn = step(turn.talk, one, Shelf(), form)
    return turn


def test_the_menu_is_one_message_whole_so_that_nobody_misses_the_languages_or_the_lines_to_call():
    first = typed().said.text
    assert "1 Guias por tema" in first
    assert "4 Lineas de emergencia" in first
    assert "6 Idioma/Language/Lang" in first
    assert "9 mas" not in first
    assert "0 atras" not in first, "there is nowhere to go back to"


def test_a_menu_that_does_not_fit_is_told_in_parts_and_nine_tells_the_next():
    first = typed("1")
    assert "9 mas" in first.said.text
    assert "Servicio de numero 12" in first.said.text + typed("1", "9", "9").said.text


def test_a_guide_is_reached_by_numbers_and_read_to_its_end():
    turn = typed("1", "1", "1")
    assert turn.said.text.startswith("Sacar el carné")
    turn = step(turn.talk, "1", Shelf(), SMS)
    read = [turn.said.body]
    while any(number == "9" for number, _label in turn.said.options):
        turn = step(turn.talk, "9", Shelf(), SMS)
        read.append(turn.said.body)
    assert " ".join(read) == gsm(LONG)
    assert step(turn.talk, "0", Shelf(), SMS).said.text.startswith("Sacar el carné"), "0 is one step back"


def test_numbers_begin_anew_on_each_part_and_lead_where_the_part_says():
    turn = typed("guias", "9")
    number, label = turn.said.options[0]
    assert number == "1"
    assert label != "Servicio de numero 1"
    turn = step(turn.talk, "1", Shelf(), SMS)
    assert turn.entry == "guides:" + "S" + label.rsplit(" ", 1)[1]


@pytest.mark.parametrize("said", ["DÓNDE", "donde", "dondee", "  Dónde? ", "where"])
def test_a_word_leads_there_without_accents_and_with_a_mistake(said):
    assert place_of(said) == "where"
    assert typed(said).entry == "where"


def test_what_is_written_out_is_the_option_too_and_other_words_are_searched():
    assert typed("guias", "servicio de numero 12").entry == "guides:S12"
    assert typed("carnet").entry == "found"
    turn = typed("xyzzy")
    assert turn.said.text.startswith("No le entendimos.")
    assert turn.talk.screen == "start"
    assert not typed("xyzzy", "1").said.text.startswith("No le entendimos."), "it is said once"


def test_on_a_later_part_of_a_menu_too_it_is_said_that_nothing_was_understood():
    turn = typed("1", "9", "70")
    assert turn.said.text.startswith("No le entendimos.")
    assert "1 Servicio de numero 1" in turn.said.text


@pytest.mark.parametrize(
    "said", ["Violencia", "mi esposo me pega", "ME PEGÓ anoche", "trata de personas", "biolencia", "he hits me",
             "li bat mwen", "me quitó el pasaporte", "quiero ir a lince porque me amenaza"],
)  # fmt: skip
def test_words_of_danger_are_answered_by_whom_to_call_wherever_one_is(said):
    assert is_danger(said)
    for before in ((), ("donde", "1"), ("1", "1", "1")):
        turn = typed(*before, said)
        assert turn.entry == "help"
        assert "100 Violencia" in turn.said.text


@pytest.mark.parametrize("said", ["hola", "carné", "mi trámite", "1", "gracias", "Lince", "violeta", "pega la foto"])
def test_other_words_are_not_taken_for_danger(said):
    assert not is_danger(said)


def test_the_title_that_betrays_is_in_no_list():
    turn = typed("violencia", form=CHAT)
    assert "Orientación 1" in turn.said.text
    assert "borre estos mensajes" in turn.said.text


def test_where_to_go_asks_the_need_and_the_district():
    assert typed("donde", "1", "Lince").said.text.startswith("Posta de 150116 para HEA")
    assert typed("donde", "salud", "miraflores", "2").said.text.startswith("Posta de 2 para HEA")
    assert typed("donde", "1", "Xanadu").said.text.startswith("No conocemos ese distrito.")


def test_what_one_needs_may_be_said_in_ones_own_words():
    assert typed("donde", "doctor").talk.screen == "district"
    assert typed("donde", "doctor", "Lince").said.text.startswith("Posta de 150116 para HEA")


@pytest.mark.parametrize("before", [(), ("1",), ("donde", "1"), ("queja", "1"), ("queja", "1", "Esperé tres horas")])
@pytest.mark.parametrize("said", ["STOP", "baja", "Salir.", "kanpe", "ARRÊT", "sair"])
def test_whoever_says_to_stop_is_left_in_peace_wherever_they_are(before, said):
    turn = typed(*before, said)
    assert turn.said.text.startswith("Listo: no escribimos mas")
    assert turn.said.is_end
    assert turn.talk == Talk()


def test_thanks_are_no_mistake_and_the_start_is_reached_from_a_complaint_too():
    assert typed("gracias").said.text.startswith("Con gusto.")
    assert typed("queja", "1", "inicio").talk.screen == "start"
    assert typed("queja", "1", "me dieron de baja").talk.screen == "confirm", "only alone it is the word"


@pytest.mark.parametrize("before", [(), ("1",), ("donde", "1"), ("queja", "1")])
@pytest.mark.parametrize("said", ["😀", "👨\u200d👩\u200d👧", "مرحبا بالعالم", "‮٣", "\x00", "?" * 4000, "1️⃣", "９"])
def test_whatever_letters_come_something_is_answered_that_fits(before, said):
    for form in FORMS.values():
        turn = typed(*before, said, form=form)
        assert form.holds(turn.said.text)
        assert turn.said.text.strip()


def test_a_voice_note_is_answered_by_what_is_read_here():
    assert typed("1", UNREAD, form=CHAT).said.text.startswith("Aquí leemos palabras y números")
    assert typed("queja", "1", UNREAD, form=CHAT).talk.screen == "words"


def test_the_state_of_a_file_is_not_told_here_and_the_page_is():
    said = typed("estado", form=USSD).said.text
    assert "https://ayni.example/status/" in said
    assert "No env" in said


def test_a_complaint_is_sent_without_the_number_unless_asked():
    before = typed("queja", "1", "Esperé tres horas")
    assert before.wants is None
    turn = step(before.talk, "1", Shelf(), SMS)
    assert turn.wants is not None
    assert (turn.wants.category, turn.wants.text, turn.wants.may_answer) == ("VZ-ESPERA", "Esperé tres horas", False)
    assert turn.talk == Talk(), "nothing of it stays in the conversation"
    assert step(before.talk, "2", Shelf(), SMS).wants.may_answer
    assert step(before.talk, "3", Shelf(), SMS).wants is None


def test_a_complaint_of_danger_is_heard_and_says_whom_to_call_and_a_name_is_noticed():
    turn = typed("queja", "1", "Aquí me amenaza el vigilante")
    assert turn.talk.told["text"] == "Aquí me amenaza el vigilante"
    assert turn.said.text.startswith("100 Violencia")
    assert "dice quién es usted" in typed("queja", "1", "me llamo Ana", form=CHAT).said.text


@pytest.mark.parametrize("said", ["english", "inglés", "2"])
def test_the_language_is_chosen(said):
    turn = typed("idioma", "2") if said == "2" else typed(said)
    assert turn.talk.language == "en"
    assert "1 Guides by subject" in turn.said.text


def test_each_language_is_known_by_its_own_name():
    assert [tongue_of(one) for one in ("Español", "Português", "Français", "kreyol", "criollo")] == [
        "es", "pt", "fr", "ht", "ht",
    ]  # fmt: skip


def test_the_letters_of_an_sms_are_counted_as_the_telephone_network_does():
    assert gsm("Ñandú, año, «té» … ¿sí? – ç") == 'Ñandu, año, "té" ... ¿si? - c'
    assert septets("[a]") == 5
    assert SMS.holds("ñ" * 160)
    assert not SMS.holds("ñ" * 161)
    assert not SMS.holds("€" * 81)
    assert SMS.holds("Ж" * 70)
    assert not SMS.holds("Ж" * 71)
    assert not SMS.holds("😀" * 36)
    assert units("😀") == 2
    assert USSD.holds("a" * 182)
    assert CHAT.holds("á" * 1000)


@given(st.lists(st.text(min_size=1, max_size=40), max_size=30).map(" ".join), st.sampled_from([SMS, USSD, CHAT]))
def test_pieces_fit_and_lose_no_letter(text, form):
    found = pieces_of(form.written(text), form.holds)
    assert all(form.holds(one) for one in found)
    assert "".join("".join(found).split()) == "".join(form.written(text).split())


@given(st.lists(st.text(max_size=30), max_size=8), st.sampled_from(sorted(FORMS)))
def test_whatever_is_typed_something_that_fits_is_answered(words, name):
    turn = typed(form=FORMS[name])
    for one in words:
        turn = step(turn.talk, one, Shelf(), FORMS[name])
        assert turn.said.text
        assert FORMS[name].holds(turn.said.text)
        assert Talk.of(turn.talk.kept()) == turn.talk
        assert name == "chat" or is_gsm(turn.said.text) or len(turn.said.text) <= 80


def test_who_goes_back_to_a_question_without_words_is_asked_for_them_again():
    turn = typed("queja", "1", "Esperé tres horas", "queja", "1", "0", "0", "1", form=CHAT)
    assert (turn.wants, turn.entry) == (None, "words")
    turn = step(turn.talk, "Me gritaron", Shelf(), CHAT)
    turn = step(turn.talk, "1", Shelf(), CHAT)
    assert turn.wants is not None
    assert (turn.wants.category, turn.wants.text) == ("VZ-ESPERA", "Me gritaron")


def test_what_somebody_does_not_want_to_send_is_forgotten():
    turn = typed("queja", "1", "Esperé tres horas", "3", form=CHAT)
    assert turn.talk == Talk()
    assert turn.entry == "start"
