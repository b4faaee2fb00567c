"""The mark of the door: what the pieces of the house show bears the level of the run, and a page shows nothing else."""

from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from plie_analysis.presentation.elements import Cellule
from plie_analysis.rapports.certification import certify, check
from plie_analysis.rapports.erreurs import RapportError

MARQUE = {"plie": {"porte": "publique"}}


class Noyau(SimpleNamespace):
    """A kernel reduced to its two ways of showing: a formatter, which may show by itself, and a publisher."""

    def __init__(self):
        self.published = []
        super().__init__(display_formatter=SimpleNamespace(format=self.format_), display_pub=SimpleNamespace(publish=self.publish))
        certify(self, "publique")

    def format_(self, obj, include=None, exclude=None):
        self.display_pub.publish({"text/html": "pendant"})
        return {"text/html": repr(obj)}, {}

    def publish(self, data, metadata=None):
        self.published.append(metadata)

    def montrer(self, obj) -> dict:
        """The metadata of an object shown."""
        return self.display_formatter.format(obj)[1]


def test_une_piece_de_la_maison_est_marquee_et_ce_qu_elle_affiche_elle_meme_aussi():
    noyau = Noyau()
    assert noyau.montrer(Cellule(1)) == MARQUE
    assert noyau.published == [MARQUE]


def test_rien_d_autre_n_est_marque_meme_apres_une_piece_de_la_maison():
    noyau = Noyau()
    noyau.montrer(Cellule(1))
    noyau.display_pub.publish({"text/html": "après"})
    assert noyau.montrer("un texte") == {}
    assert noyau.published == [MARQUE, None, None]


def carnet(*outputs) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_markdown_cell("Un titre"), new_code_cell("\n# la cellule\nmontrer()", outputs=list(outputs))])


def affichage(**metadata):
    return new_output("display_data", {"text/html": "x"}, metadata=metadata)


@pytest.mark.parametrize(
    "sortie",
    [affichage(**MARQUE), new_output("stream", name="stderr", text="un avertissement"), new_output("stream", name="stdout", text=" \n")],
    ids=["marquée", "avertissement", "blancs"],
)
def test_ce_qui_peut_etre_publie(sortie):
    check(carnet(sortie), "publique")


@pytest.mark.parametrize(
    ("sortie", "dit"),
    [
        (affichage(), "un affichage"),
        (affichage(plie={"autre": 1}), "un affichage"),
        (affichage(plie={"porte": "partenaires"}), "un affichage"),
        (new_output("stream", name="stdout", text="1"), "un texte imprimé"),
        (new_output("error", ename="E", evalue="e", traceback=[]), "une erreur"),
    ],
)
def test_ce_qui_ne_vient_pas_de_la_porte_est_refuse(sortie, dit):
    with pytest.raises(RapportError, match=dit) as refused:
        check(carnet(affichage(**MARQUE), sortie), "publique")
    assert refused.value.cellule == 1 and "# la cellule" in refused.value.message
