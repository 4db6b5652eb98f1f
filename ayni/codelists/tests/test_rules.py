import pytest

from ayni.codelists.rules import System, reniec_code, system_of, system_of_all


@pytest.mark.parametrize(
    ("code", "name", "system"),
    [
        ("15", "Lima", System.INEI),
        ("14", "LIMA", System.RENIEC),
        ("24", "Callao", System.RENIEC),
        ("07", "Callao", System.INEI),
        ("1401", "Lima", System.RENIEC),
        ("1401", "Chiclayo", System.INEI),
        ("140101", "Lima", System.RENIEC),
        ("070101", "Cusco", System.RENIEC),
        ("190101", "Piura", System.RENIEC),
        ("01", "Amazonas", System.UNKNOWN),
        ("150122", "Miraflores", System.UNKNOWN),
        ("1", "Lima", System.UNKNOWN),
    ],
)
def test_a_code_and_a_name_tell_whose_code_it_is(code, name, system):
    assert system_of(code, name) == system


def test_one_code_of_reniec_gives_the_whole_list_away():
    assert system_of_all([("15", "Lima"), ("16", "Loreto")]) == System.INEI
    assert system_of_all([("01", "Amazonas"), ("14", "Lima")]) == System.RENIEC
    assert system_of_all([("01", "Amazonas")]) == System.UNKNOWN


def test_reniec_puts_callao_after_tumbes():
    assert [reniec_code(code) for code in ("06", "07", "08", "15", "24", "25")] == ["06", "24", "07", "14", "23", "25"]
