from ayni.facts.builds import Build
from ayni.results.forms import FILTERS, ChoiceForm


def test_all_agrees_in_spanish_with_what_it_stands_for():
    nothing: dict[str, list[tuple[str, str]]] = {name: [] for name in (*FILTERS, "month")}
    form = ChoiceForm({}, build=Build.__new__(Build), options=nothing)
    said = {name: form.fields[name].choices[0][1] for name in FILTERS}
    assert {name for name, word in said.items() if word == "Todas"} == {"institution", "office"}
    assert {word for name, word in said.items() if name not in {"institution", "office"}} == {"Todos"}
