"""Which published counts tell one another: each kind of sum, on counts of exits written by hand."""

import pytest

from plie_analysis.protection.cles import CleDeCompte as Cle
from plie_analysis.protection.faits import Faits, observe
from plie_analysis.protection.liens import link
from plie_analysis.protection.systeme import System
from tests.sorties import exits
from tests.tableau import base


def cle(
    table="sortie", temps="evenement", *, du="2017-01-01", au="2017-12-31", connu_au="", garder=(), avec=(), filtres=(), compte="", **axes
) -> Cle:
    """The key of a count: lines of a table in a period, with these flags and modalities."""
    base = (table, temps, "date", compte, "colonne", "False") if compte else (table, temps)
    return Cle(base, tuple(garder), (), tuple(avec), tuple(sorted(axes.items())), du, au, connu_au, tuple(filtres), "2018-01-31")


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
    "plusieurs modalités filtrées sont leur somme": {
        cle(filtres=(("sexe", ("femme", "homme")),)): 12,
        cle(sexe="femme"): 5,
        cle(sexe="homme"): 7,
    },
    "les mois d'une année font l'année": {
        ANNEE: 12,
        cle(au="2017-03-31"): 5,
        cle(du="2017-04-01", au="2017-06-30"): 4,
        cle(du="2017-07-01"): 3,
    },
    "le même compte, connu à deux dates": {cle(connu_au="2018-01-31"): 12, cle(connu_au="2018-03-31"): 12},
}


# What the base says of its columns: a motif decides its nature, and two flags are each other's contrary.
FAITS = Faits(
    groupes={("sortie", "motif_sortie", "nature_sortie"): {"EMPLOI": "positive", "EMPLOI AIDE": "positive", "SANTE": "autre"}},
    drapeaux={("sortie", "est_sortie_positive", "motif_sortie"): frozenset({"EMPLOI", "EMPLOI AIDE"})},
    contraires={"sortie": {("est_sortie_autre", "est_sortie_positive")}},
)
# Each pair: what is within what.
DANS = {
    "une modalité est dans le tout": ({cle(sexe="femme"): 5, ANNEE: 12}),
    "un drapeau est dans le tout": ({cle(garder=("est_sortie_positive",)): 5, ANNEE: 12}),
    "un mois est dans l'année": ({cle(du="2017-03-01", au="2017-03-31"): 2, ANNEE: 12}),
    "un cumul ne baisse pas": ({cle(au="2017-06-30"): 5, ANNEE: 12}),
    "ce qui était connu le reste": ({cle(connu_au="2017-12-31"): 11, cle(connu_au="2018-01-31"): 12}),
    "il n'y a pas plus de personnes que de lignes": ({cle(compte="distinct"): 9, cle(compte="nombre"): 12}),
}


def system_of(counts: dict[Cle, float]) -> System:
    system = System(dict(counts))
    link(system, FAITS)
    return system


@pytest.mark.parametrize("cas", CAS)
def test_une_relation_lie_ces_comptes(cas):
    assert set(CAS[cas]) in [set(relation) for relation in system_of(CAS[cas]).relations]


@pytest.mark.parametrize("cas", CAS)
def test_une_somme_qui_ne_tombe_pas_juste_n_est_pas_une_egalite(cas):
    first = next(iter(CAS[cas]))
    system = system_of({**CAS[cas], first: CAS[cas][first] + 1})
    assert set(CAS[cas]) not in [set(relation) for relation in system.relations]


@pytest.mark.parametrize("cas", DANS)
def test_un_compte_est_dans_un_autre(cas):
    part, whole = DANS[cas]
    assert {part: 1.0, whole: -1.0} in system_of(DANS[cas]).inequalities


@pytest.mark.parametrize("cas", DANS)
def test_sauf_si_les_nombres_disent_le_contraire(cas):
    part, whole = DANS[cas]
    assert {part: 1.0, whole: -1.0} not in system_of({part: 13, whole: 12}).inequalities


def test_des_personnes_comptees_deux_fois_font_au_plus_leur_somme():
    system = system_of({ANNEE: 10, cle(operation="CDI"): 6, cle(operation="CDD"): 7})
    assert {ANNEE: 1, cle(operation="CDI"): -1, cle(operation="CDD"): -1} in system.inequalities


def test_des_flux_connus_a_des_jours_differents_ne_lient_pas_deux_stocks():
    """What is keyed in between would make the sum hold or not by chance."""
    counts = {**CAS["ouverts = ouverts avant + entrés − sortis"]}
    moved = {key._replace(connu_au="2017-12-31") if rank == 2 else key: value for rank, (key, value) in enumerate(counts.items())}
    assert not [relation for relation in system_of(moved).relations if len(relation) == 4]


def test_la_base_dit_elle_meme_quelle_colonne_en_decide_une_autre():
    con = base(exits(("EMPLOI", "Dijon", "2017-03-05", 3), ("SANTE", "Dijon", "2017-04-02", 2), ("EMPLOI", "Talant", "2017-04-02", 2)))
    photo = con.execute("SELECT max(photo)::VARCHAR FROM raw.fichier").fetchone()[0]
    keys = [
        cle(motif_sortie="EMPLOI", commune="Dijon"),
        cle(nature_sortie="positive"),
        cle(garder=("est_sortie_positive", "est_sortie_autre")),
    ]
    faits = observe(con, photo, keys)
    assert faits.groupes["sortie", "motif_sortie", "nature_sortie"] == {"EMPLOI": "positive", "SANTE": "autre"}
    assert ("sortie", "commune", "motif_sortie") not in faits.groupes
    assert faits.drapeaux["sortie", "est_sortie_positive", "motif_sortie"] == {"EMPLOI"}
    assert faits.contraires["sortie"] == {("est_sortie_autre", "est_sortie_positive")}
    con.close()
