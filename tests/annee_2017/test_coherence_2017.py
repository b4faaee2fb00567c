"""Ce que le rapport de 2017 dit de lui-même, et ce que l'audit y verrait changer."""

from dataclasses import replace

import pytest

from annee_2017 import RAPPORT
from annee_2017.comparaison import auditer
from annee_2017.comparaison.coherence import evaluate
from annee_2017.comparaison.coherence_figures import read_figures, read_gaps
from annee_2017.comparaison.coherence_relations import TERMES, figures_of
from annee_2017.comparaison.coherence_verdicts import ROMPUE, printed_parts, verdict


@pytest.fixture(scope="module")
def audit():
    return auditer(RAPPORT)


def test_l_audit_couvre_largement_les_figures_et_en_explique_la_plupart(audit):
    assert audit.verifications > 1300
    assert len(audit.sans_relation) <= 60 and audit.figures > 1800
    table = audit.contradictions
    assert set(table.figure_a) <= set(read_figures(RAPPORT, audit=True))
    assert not table.duplicated(["relation", "figure_a", "figure_b"]).any()
    assert (table.cause == "non expliqué").mean() < 0.1


def test_chaque_relation_est_comptee_une_fois_et_une_seule(audit):
    counted = audit.genres.sum(numeric_only=True)
    assert counted["verifications"] == counted[["tenue", "arrondi", "incomplète", "rompue"]].sum()
    assert (counted["rompue"], counted["arrondi"]) == (len(audit.contradictions), len(audit.arrondis))
    assert "autre" not in audit.genres.index, "une relation sans genre"


@pytest.mark.parametrize(
    ("relation", "figure", "attendu"),
    [
        ("stock.annee", "rapport.2-1.communes.total.2017.nb", 1293),
        ("file-active.stock", "lettre-2017-01.entrees.file-active.reelle", 799),
        ("mot.integres", "rapport.2-1.mot.integres", 494),
        ("borne.en-action", "lettre-2017-12.entrees.file-active.en-action", 703),
        ("definition.taux-hors", "lettre-2017-12.texte.sorties.taux-positives-hors", 54),
        ("texte.clauses-salaries", "lettre-2017-12.etapes.emploi.clauses.nb", 113),
        ("texte.chantiers-compris", "rapport.2-4.texte.etapes.emploi.nb", 1281),
        ("session.start-again-fin", "lettre-2017-05.etapes.mobilisation.start-again.nb", 10),
        ("session.cep-certification", "rapport.3-2-2.texte.certifies", 13),
        ("definition.quartiers-salaries", "rapport.3-1-5.salaries-quartier.total.nb", 37),
        ("liste", "rapport.4.texte.temps-de-travail", 5),
        ("mot.plus-de-80", "rapport.3-1-2.texte.projet-amorce.part", 80),
        ("etapes.total", "lettre-2017-06.etapes.total.nb", 506),
        ("cumul.sorties-positives", "lettre-2017-12.sorties.positives.cumul", 287),
        ("texte.etapes.emploi.nb", "lettre-2017-01.texte.etapes.emploi.nb", 334),
    ],
)
def test_une_lecture_attentive_trouve_les_memes(audit, relation, figure, attendu):
    found = audit.contradictions
    assert found.valeur_b[(found.relation == relation) & (found.figure_a == figure)].tolist() == [attendu]


def test_ni_arrondi_ni_case_fusionnee_n_est_une_contradiction(audit):
    assert not audit.contradictions.cause.str.contains("troncature|arrondi à|déjà arrondis|fusionnées|sans nombre").any()
    assert not audit.contradictions.figure_a.str.startswith("rapport.3-1-5.orientations").any()


class Impression:
    """L'imprimé, dont on change un chiffre."""

    def __init__(self):
        found = evaluate(RAPPORT, audit=True)
        self.gaps, self.parts = read_gaps(RAPPORT), printed_parts(found)
        self.relations = {}
        for instance, _ in found:
            for figure in figures_of(instance):
                self.relations.setdefault(figure, []).append(instance)

    def said(self, instance):
        value = instance.value()
        return None if value is None else verdict(instance, value, self.gaps, self.parts)[0]

    def changes(self, figure, step):
        """Si le verdict d'une de ses relations change avec ce chiffre."""
        moved = replace(figure, valeur=figure.valeur + step)
        for instance in self.relations[figure]:
            sides = {side: tuple(moved if one == figure else one for one in getattr(instance, side)) for side in TERMES}
            other = replace(instance, a=moved if instance.a == figure else instance.a, **sides)
            if self.said(other) != self.said(instance):
                return True
        return False


def test_un_chiffre_change_d_une_unite_ne_passe_pas_inapercu():
    """Une unité de son dernier chiffre, en plus ou en moins : neuf figures sur dix. Une part d'un grand nombre ou une borne
    lâche demandent davantage ; seules restent muettes celles dont toutes les relations sont déjà rompues."""
    print_ = Impression()
    steps = {figure: 10.0**-figure.decimals for figure in print_.relations}
    quiet = [figure for figure, unit in steps.items() if not (print_.changes(figure, unit) or print_.changes(figure, -unit))]
    assert len(quiet) < 0.1 * len(steps), len(quiet)
    deaf = [
        figure
        for figure in quiet
        if not any(print_.changes(figure, far) for far in (100 * figure.valeur + 100, -100 * figure.valeur - 100))
    ]
    whole = [figure.id for figure in deaf if any(print_.said(instance) != ROMPUE for instance in print_.relations[figure])]
    assert whole == []
