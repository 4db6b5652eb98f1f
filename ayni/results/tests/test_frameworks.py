"""Versions of a framework: who still works on what."""

from datetime import date

import pytest

from ayni.results import actions, catalogue
from ayni.results.actions import NewFramework, Review
from ayni.results.actions.frameworks import CannotReview
from ayni.results.forms.frameworks import NewFrameworkForm
from ayni.results.models import Alignment, Contribution, Framework, Node

from .factories import AT, framework, indicator

pytestmark = pytest.mark.django_db
NODES = (("Z1", "", "objective"), ("Z1.1", "Z1", "effect"), ("Z1.2", "Z1", "effect"))
FROM = date(2026, 6, 1)


def review(one, by, **changes):
    made = Review(**{"valid_from": FROM, "reason": "Revisión", **changes})
    return actions.review_framework(framework=one, review=made, by=by, at=AT)


def test_a_version_that_drops_what_is_in_use_is_refused_with_who_uses_it(marta):
    one = framework(nodes=NODES)
    indicator("X-01", nodes=("Z1.1",))
    with pytest.raises(CannotReview, match=r"Z1\.1.*X-01"):
        review(one, marta, dropped={"Z1.1": ""})
    assert one.versions.count() == 1
    assert set(catalogue.nodes()) == {"Z1", "Z1.1", "Z1.2"}


def test_its_indicators_may_be_moved(marta):
    one = framework(nodes=NODES)
    indicator("X-01", nodes=("Z1.1",))
    indicator("X-02", nodes=("Z1.1", "Z1.2"))
    version = review(one, marta, dropped={"Z1.1": "Z1.2"})
    assert version.number == 2
    assert set(catalogue.nodes()) == {"Z1", "Z1.2"}
    assert sorted(Contribution.objects.values_list("indicator__code", "node_code")) == [
        ("X-01", "Z1.2"),
        ("X-02", "Z1.2"),
    ]
    gone = Node.objects.get(code="Z1.1")
    assert (gone.first_version, gone.last_version) == (1, 1)
    with pytest.raises(CannotReview, match="not in the new version|no está en la versión"):
        review(one, marta, valid_from=date(2026, 7, 1), dropped={"Z1.2": "Z9"})


def test_new_words_keep_the_code_the_indicators_and_the_old_words(marta):
    one = framework(nodes=NODES)
    framework("YY", (("Y1", "", "goal"),))
    Alignment.objects.create(one="Z1.1", other="Y1")
    indicator("X-01", nodes=("Z1.1",))
    review(one, marta, reworded={"Z1.1": "Otras palabras"},
           added=[{"code": "Z1.3", "parent_code": "Z1", "level": "effect", "label_es": "Nuevo"}])  # fmt: skip
    assert catalogue.nodes()["Z1.1"].label_es == "Otras palabras"
    assert "Z1.3" in catalogue.nodes()
    assert sorted(Node.objects.filter(code="Z1.1").values_list("label_es", "last_version")) == [
        ("Dice Z1.1", 1), ("Otras palabras", None),
    ]  # fmt: skip
    assert catalogue.users_of(["Z1.1"]) == {"Z1.1": ["X-01"]}
    assert catalogue.aligned()["Y1"] == ["Z1.1"]


@pytest.mark.parametrize(
    "changes",
    [
        {"dropped": {"Z9": ""}}, {"reworded": {"Z9": "Nada"}}, {"dropped": {"Z1": ""}},
        {"added": [{"code": "Z1.1", "level": "effect", "label_es": "Otra vez"}]}, {"valid_from": date(2021, 1, 1)},
        {"added": [{"code": "Z1.9", "level": "effect", "label_es": "Dos veces"}] * 2},
        {"added": [{"code": "Z1.9", "parent_code": "Z7", "level": "effect", "label_es": "Sin nadie arriba"}]},
        {"added": [{"code": "Z1.9", "parent_code": "Z1.9", "level": "effect", "label_es": "Sobre sí"}]},
        {"added": [{"code": "A", "parent_code": "B", "level": "effect", "label_es": "En círculo"},
                   {"code": "B", "parent_code": "A", "level": "effect", "label_es": "En círculo"}]},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(marta, changes):
    with pytest.raises(CannotReview):
        review(framework(nodes=NODES), marta, **changes)


def test_the_tree_holds_indicators_and_what_is_aligned(marta):
    one, other = framework(nodes=NODES), framework("YY", (("Y1", "", "goal"),))
    indicator("X-01", nodes=("Z1.1",))
    actions.align(one=one.nodes.get(code="Z1.1"), other=other.nodes.get(), by=marta, at=AT)
    [root] = catalogue.tree(one)
    first = root.children[0]
    assert (first.node.code, [d.code for d in first.indicators]) == ("Z1.1", ["X-01"])
    assert [node.code for node in first.aligned] == ["Y1"]
    assert catalogue.below("Z1", catalogue.nodes()) == {"Z1", "Z1.1", "Z1.2"}
    with pytest.raises(CannotReview):
        actions.align(one=one.nodes.get(code="Z1.1"), other=other.nodes.get(), by=marta, at=AT)


@pytest.mark.django_db
def test_a_vision_that_is_written_anew_keeps_what_it_said_before(client, tomas):
    one = framework()
    client.force_login(tomas)
    for vision in ("Perú integra", "Perú integra", "Perú integra a todas y todos 🦋"):
        actions.describe_framework(framework=one, vision=vision, context="Pocos datos", by=tomas, at=AT)
    assert [(old.vision, old.context, old.replaced_by) for old in one.former.order_by("pk")] == [
        ("Perú integra", "Pocos datos", tomas)
    ], "the first was empty, and the second changed nothing"
    page = client.get(f"/resultados/marcos/{one.code}/").content.decode()
    assert "Qué decía antes" in page
    assert "Perú integra a todas y todos 🦋" in page


TYPED = {
    "code": "ERAS", "name": "Estrategia Regional", "source": "Documento de 2020", "valid_from_day": "1",
    "valid_from_month": "1", "valid_from_year": "2020", "vision": "",
    "nodes": "ERAS-1 | | Pilar | Resiliencia\nERAS-1.1\tERAS-1\tefecto\tComunidades 🦋\nERAS-2||pillar|Movilidad",
}  # fmt: skip


def test_a_framework_is_begun_on_a_page_and_stands_behind_the_others(client, tomas):
    framework()
    client.force_login(tomas)
    assert client.post("/resultados/marcos/nuevo/", TYPED).status_code == 302
    made = Framework.objects.get(code="ERAS")
    assert [one.code for one in catalogue.frameworks()][-1] == "ERAS"
    assert [(n.code, n.parent_code, n.level) for n in made.nodes.order_by("order")] == [
        ("ERAS-1", "", "pillar"), ("ERAS-1.1", "ERAS-1", "effect"), ("ERAS-2", "", "pillar"),
    ]  # fmt: skip
    assert made.versions.get().made_by == tomas
    page = client.get("/resultados/marcos/ERAS/").content.decode()
    assert "Comunidades 🦋" in page
    again = client.post("/resultados/marcos/nuevo/", TYPED)
    assert again.status_code == 400
    assert "ERAS-1.1\tERAS-1" in again.content.decode(), "nothing that was typed is lost"
    assert Framework.objects.filter(code="ERAS").count() == 1


def test_what_came_with_the_data_leaves_it_alone(marta):
    said = NewFramework("ERAS", "Estrategia", "Documento", FROM)
    one = actions.begin_framework(said=said, by=marta, at=AT)
    review(one, marta, valid_from=date(2026, 7, 1), added=[{"code": "E1", "level": "pillar", "label_es": "Uno"}])
    assert catalogue.tree(one)[0].node.code == "E1"


@pytest.mark.parametrize(("change", "words"), [
    ({"code": "eras"}, "mayúsculas"), ({"code": "A/B"}, "mayúsculas"), ({"nodes": "E1 | Pilar"}, "cuatro partes"),
    ({"nodes": "E1 | | Piso | Uno"}, "Pilar"), ({"valid_from_year": "1899"}, "1900"),
])  # fmt: skip
def test_what_is_typed_wrong_is_said(change, words):
    form = NewFrameworkForm(TYPED | change)
    assert not form.is_valid()
    assert words in str(form.errors)
