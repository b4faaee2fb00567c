"""Une explication fixe la valeur : les exports abîmés, chaque figure dont la valeur change est un écart.

Sur la base intacte, aucune. Une figure changée qui resterait expliquée nommerait une cause qui ne la fixe pas.
"""

import copy
import random

import pytest

from tests.annee_2017.perturbations import FACONS, Comparateur, changees, charger, lire

# La façon d'abîmer les exports, et la graine du hasard.
TIRAGES = [
    ("une personne retirée", 3),  # sortie en novembre, mois où le texte imprime 264 et le tableau 265
    ("cinq étapes déplacées", 4),
    ("cinq motifs changés", 3),
    ("une saisie décalée", 1),
    ("un peu de tout", 2),
]

# Les exports dont aucune figure publiée n'est tirée : sans eux, les bases se chargent plus vite.
SANS_FIGURE = ("entretiens", "freins")


@pytest.fixture(scope="module")
def intacte(annee_2017):
    """De quoi comparer une base, la comparaison de la base intacte, ses exports, le nom de sa photo."""
    comparateur = Comparateur()
    (photo,) = annee_2017.raw.iterdir()
    exports = {requete: lignes for requete, lignes in lire(photo).items() if requete not in SANS_FIGURE}
    return comparateur, comparateur(annee_2017), exports, photo.name


def test_la_base_intacte_n_a_aucun_ecart(intacte):
    _, table, _, _ = intacte
    assert "écart" not in set(table.statut)


@pytest.mark.parametrize(("facon", "graine"), TIRAGES, ids=[f"{facon}-{graine}" for facon, graine in TIRAGES])
def test_chaque_figure_changee_est_un_ecart(intacte, tmp_path, facon, graine):
    comparateur, avant, exports, photo = intacte
    abimes = copy.deepcopy(exports)
    FACONS[facon](abimes, random.Random(graine))
    changed = changees(avant, comparateur(charger(abimes, tmp_path, photo)))
    assert len(changed) >= 5
    # Aucune coïncidence admise : ni autre chiffre imprimé rencontré par hasard, ni méthode qui ne fixe que l'imprimé.
    coincidences = changed[changed.statut != "écart"]
    assert coincidences.empty, coincidences.to_string()
