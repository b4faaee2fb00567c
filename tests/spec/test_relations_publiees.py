"""Which published counts tell one another: each kind of sum, on counts of exits written by hand."""

import pytest

from plie_analysis.protection.cles import CleDeCompte as Cle
from plie_analysis.protection.liens import link
from plie_analysis.protection.systeme import System


def cle(table="sortie", temps="evenement", *, du="2017-01-01", au="2017-12-31", connu_au="", garder=(), avec=(), **axes) -> Cle:
    """The key of a count: lines of a table in a period, with these flags and modalities."""
    return Cle((table, temps), tuple(garder), (), tuple(avec), tuple(sorted(axes.items())), du, au, connu_au, ())


ANNEE = cle()
CAS = {
    "une marge est la somme de ses modalités": {ANNEE: 12, cle(sexe="femme"): 5, cle(sexe="homme"): 7},
    "une nature est la somme de ses motifs": {
        cle(nature_sortie="positive"): 9,
        cle(motif_sortie="EMPLOI"): 5,
        cle(motif_sortie="EMPLOI AIDE"): 4,
    },
    "un drapeau est la somme des motifs qui le lèvent": {
        cle(garder=("est_sortie_positive",)): 9,
        cle(motif_sortie="EMPLOI"): 5,
        cle(motif_sortie="EMPLOI AIDE"): 4,
    },
    "un drapeau et son contraire font le tout": {
        ANNEE: 12,
        cle(garder=("est_sortie_positive",)): 9,
        cle(garder=("est_sortie_autre",)): 3,
    },
    "un mois est une modalité et une période": {cle(mois="2017-02"): 4, cle(du="2017-02-01", au="2017-02-28"): 4},
    "deux périodes qui se suivent font la période": {ANNEE: 12, cle(au="2017-03-31"): 5, cle(du="2017-04-01"): 7},
    "présents = encore ouverts + sortis": {
        cle("parcours", "presence"): 30,
        cle("parcours", "stock"): 18,
        ANNEE: 12,
    },
    "ouverts = ouverts avant + entrés − sortis": {
        cle("parcours", "stock", du="2016-01-01", au="2016-12-31"): 20,
        cle("parcours", "evenement"): 10,
        ANNEE: 12,
        cle("parcours", "stock"): 18,
    },
    "le même compte, connu à deux dates": {cle(connu_au="2018-01-31"): 12, cle(connu_au="2018-03-31"): 12},
}


def relations(counts: dict[Cle, float]) -> list[set[Cle]]:
    system = System(dict(counts))
    link(system)
    return [set(relation) for relation in system.relations]


@pytest.mark.parametrize("cas", CAS)
def test_une_relation_lie_ces_comptes(cas):
    assert set(CAS[cas]) in relations(CAS[cas])


@pytest.mark.parametrize("cas", CAS)
def test_une_somme_qui_ne_tombe_pas_juste_n_apprend_rien(cas):
    first = next(iter(CAS[cas]))
    assert relations({**CAS[cas], first: CAS[cas][first] + 1}) == []
