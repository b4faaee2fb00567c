"""The indicators that a PLIE writes in its own folder: known everywhere, or refused in one line that says what is wrong."""

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import definitions
from tests.tableau import dossier

DIT = {"titre": "Entrées de la maison", "definition": "Essai.", "unite": "parcours", "source": "Le PLIE"}
COMPTE = {**DIT, "table": "parcours", "evenement": "date_entree"}
FAUTES = {
    "a key that no kind has": ({**COMPTE, "evenemnt": "date_entree"}, "clé inconnue : evenemnt. Vouliez-vous dire « evenement » ?"),
    "a key of another kind": ({**COMPTE, "part_selon": ["sexe"]}, "« part_selon » ne va pas avec un indicateur de nature « nombre »"),
    "two kinds at once": ({**COMPTE, "rapport": ["entrees", "sorties"]}, "« table » ne va pas avec un indicateur de nature « rapport »"),
    "another type": ({**COMPTE, "evenement": 3}, "evenement = 3 : un texte entre guillemets droits est attendu"),
    "no date": ({**DIT, "table": "parcours"}, "une de ces clés, et une seule : evenement, presence, stock"),
    "two dates": ({**COMPTE, "stock": ["date_entree", "date_sortie"]}, "une de ces clés, et une seule : evenement, presence, stock"),
    "no kind": (DIT, "il lui faut l'une de ces clés : table, rapport"),
    "nothing said of it": ({"table": "parcours", "evenement": "date_entree"}, "il manque « titre »"),
    "one number over nothing": ({**DIT, "rapport": ["entrees"]}, "« rapport » nomme deux indicateurs"),
    "itself": ({**DIT, "rapport": ["maison", "entrees"]}, "il se définit par lui-même"),
    "an unknown indicator": ({**DIT, "rapport": ["entree", "sorties"]}, "« entree » n'existe pas. Vouliez-vous dire « entrees » ?"),
    "an unknown table": ({**COMPTE, "table": "parcour"}, "« parcour » n'existe pas. Vouliez-vous dire « parcours » ?"),
}


@pytest.mark.parametrize("faute", FAUTES)
def test_a_wrong_definition_is_refused_in_one_line(faute):
    section, message = FAUTES[faute]
    with pytest.raises(PlieError) as refus:
        definitions({"indicateurs": {"maison": section}, "protocole": {}})
    assert message in refus.value.message and "\n" not in refus.value.message
    assert "[indicateurs.maison]" in refus.value.message


def test_a_right_one_is_known_like_those_of_the_house():
    known = definitions({"indicateurs": {"maison": COMPTE}, "protocole": {}})
    assert known["maison"].titre == "Entrées de la maison" and set(definitions()) < set(known)


@pytest.fixture
def plie(tmp_path):
    """A working folder with two entries and an ``indicateurs.toml`` of its own."""
    racine = dossier(tmp_path, "parcours\nid_parcours | date_entree\nP1 | 2017-03-01\nP2 | 2017-04-01")
    lines = "\n".join(f'{key} = "{value}"' for key, value in COMPTE.items())
    (racine / "indicateurs.toml").write_text(f"[maison]\n{lines}\n", encoding="utf-8")
    return racine


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--liste"], "Entrées de la maison"),
        (["--fiche", "maison"], "Entrées de la maison"),
        (["maison", "--du", "2017-01-01", "--au", "2017-12-31", "--format", "csv"], "maison,2,"),
    ],
)
def test_every_use_of_the_command_knows_it(plie, arguments, said, capsys):
    from plie_analysis.cli import run

    assert run(["indicateurs", *arguments, "--racine", str(plie)]) == 0
    assert said in capsys.readouterr().out
