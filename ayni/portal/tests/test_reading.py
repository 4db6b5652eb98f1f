"""A text is judged as it is read aloud: by its syllables and by the length of its sentences."""

import pytest

from ayni.portal.rules.reading import long_sentences, score, sentences, share_length, syllables

SPOKEN = (
    # Diphthongs and triphthongs: one syllable.
    "ai-re bue-no cui-da-do ciu-dad viu-da rue-da cau-sa na-cio-na-li-dad re-si-den-cia miér-co-les tam-bién "
    "des-pués cuí-de-se a-ve-ri-guáis Pa-ra-guay lim-piáis "
    # Hiatus: two.
    "pa-ís Ma-rí-a dí-a o-í-do ba-úl le-er po-e-ta a-é-re-o ca-er co-o-pe-rar al-co-hol chi-i-ta re-ú-ne "
    "to-da-ví-a te-ní-ais o-í-ais li-ne-a "
    # The h is not heard: it neither joins nor parts.
    "a-hí bú-ho hue-vo prohi-bi-do a-ho-ra a-hue-car hi-jo al-ba-ha-ca "
    # Silent and sounding u.
    "que gue-rra gui-ta-rra pin-güi-no ver-güen-za a-gua quie-ro "
    # The y, alone and at the end a vowel.
    "y rey muy es-toy ya ma-yo a-yu-da "
    # Digraphs, and a closed vowel between open ones.
    "lla-me ca-rro mu-cha-cho pa-ra-no-ia "
    # What these guides say most.
    "re-gu-la-ri-za-ción ex-tran-je-rí-a co-mi-sa-rí-a De-fen-so-rí-a con-su-la-do "
    "e-mer-gen-cia tra-ba-jo ma-trí-cu-la"
)


@pytest.mark.parametrize("divided", SPOKEN.split())
def test_a_word_has_the_syllables_that_are_heard(divided: str) -> None:
    assert syllables(divided.replace("-", "")) == divided.count("-") + 1


@pytest.mark.parametrize(
    ("letters", "spoken"),
    [("DNI", 4), ("PTP", 3), ("CPP", 3), ("RR", 4), ("SIS", 1), ("UPE", 2), ("OIM", 1), ("CE", 1)],
)
def test_capitals_that_are_no_word_are_read_letter_by_letter(letters: str, spoken: int) -> None:
    assert syllables(letters) == spoken


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(SPOKEN.split()) >= 60


def test_the_score_is_the_published_formula() -> None:
    # Eight words in two sentences, fourteen syllables: 206.835 - 62.3 * 14/8 - 8/2.
    assert score("Lleve su carné. Pida una copia hoy mismo.") == pytest.approx(206.835 - 62.3 * 14 / 8 - 4)


def test_officialese_is_harder_than_speech() -> None:
    speech = "Vaya a la posta. Lleve su carné, si lo tiene. Si no lo tiene, vaya igual."
    office = (
        "Los administrados deberán apersonarse al establecimiento correspondiente portando la documentación "
        "identificatoria pertinente, sin perjuicio de la atención de la situación de emergencia de conformidad con "
        "la normativa vigente."
    )
    assert score(speech) > 80
    assert score(office) < 40


def test_a_text_without_words_is_easy_for_nobody() -> None:
    assert score("") == 0
    assert score("100, 105.") == 0


def test_a_point_of_a_list_is_a_sentence_without_a_full_stop() -> None:
    assert sentences("Su pasaporte\nUna foto. Dos copias") == ["Su pasaporte", "Una foto.", "Dos copias"]


def test_an_abbreviation_an_amount_and_a_question_end_a_sentence_only_where_one_ends() -> None:
    assert sentences("Cuesta S/ 40.60 hoy. ¿No puede pagar? Vea el art. 29 de la ley.") == [
        "Cuesta S/ 40.60 hoy.",
        "¿No puede pagar?",
        "Vea el art. 29 de la ley.",
    ]


def test_twenty_words_are_a_breath_and_twenty_one_are_not() -> None:
    assert long_sentences(" ".join(["pan"] * 20) + ".") == []
    assert long_sentences(" ".join(["pan"] * 19) + " 2025 más.") == [" ".join(["pan"] * 19) + " 2025 más."]


def test_a_figure_of_the_data_and_a_link_count_as_one_word() -> None:
    assert long_sentences(f"{' '.join(['pan'] * 18)} {{fee:PR-CCM-ESP}} [[perdi-mis-documentos]].") == []
    assert score("Cuesta {fee:PR-CCM-ESP}. Lea **antes** [[multas]].") == score("Cuesta dato. Lea antes guía.")


def test_what_is_sent_is_measured_with_its_address() -> None:
    assert share_length("Vea {url}", "https://ayni.example/g/sis") == len("Vea https://ayni.example/g/sis")
