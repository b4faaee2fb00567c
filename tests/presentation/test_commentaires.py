"""The rules of the comments: what they say of known figures, and that they keep silent on empty ones."""

import datetime as dt

import pytest

from plie_analysis.francais import FINE, INSECABLE
from plie_analysis.presentation import commentaires as regle
from plie_analysis.presentation.elements import Cellule
from plie_analysis.presentation.periodes import Mois

C = Cellule
VIDE = Cellule()
MARS, JANVIER = Mois(2017, 3), Mois(2017, 1)
ENTREE = ("entrée", "entrées")


def said(phrase) -> str:
    return phrase.texte.replace(INSECABLE, " ").replace(FINE, " ")


CAS = [
    (
        regle.objectif_atteint(dt.date(2017, 3, 31), ENTREE, C(106), C(177.0), de="d’entrées"),
        "Au 31 mars, le PLIE est à 60 % de son objectif d’entrées : 106 entrées contre 177 attendues, soit un retard de 71.",
    ),
    (
        regle.objectif_atteint(dt.date(2017, 3, 31), ("sortie positive", "sorties positives"), C(99), C(89), de="de sorties positives"),
        "Au 31 mars, le PLIE est à 111 % de son objectif de sorties positives : 99 sorties positives contre 89 attendues, soit une avance de 10.",
    ),
    (regle.evolution_du_mois(MARS, ENTREE, C(43), C(30)), "En mars, 43 entrées contre 30 en février : 13 de plus."),
    (regle.evolution_du_mois(MARS, ENTREE, C(1), C(1)), "En mars, 1 entrée contre 1 en février : autant."),
    (regle.un_an_avant(JANVIER, ENTREE, C(32), C(54)), "En janvier 2017, 32 entrées contre 54 un an plus tôt, soit 41 % de moins."),
    (regle.moyenne_mensuelle(MARS, ENTREE, C(106)), "Depuis janvier, 106 entrées, soit 35 par mois en moyenne."),
    (regle.accompagnes(MARS, C(902)), "902 personnes ont été accompagnées depuis janvier 2017."),
    (regle.accompagnes(MARS, C(1)), "1 personne a été accompagnée depuis janvier 2017."),
    (
        regle.file_active(MARS, C(730), C(889), C(753)),
        "Au 31 mars, la file active compte 730 personnes, 82 % de l’objectif (159 de moins que les 889 prévues) ; elle diminue de 23 par rapport à fin février.",
    ),
    (regle.file_active(JANVIER, C(796), VIDE, VIDE), "Au 31 janvier, la file active compte 796 personnes."),
    (
        regle.preaffectation(MARS, C(37), C(37), C(46)),
        "La durée de préaffectation est en moyenne de 37 jours depuis janvier, et de 37 jours en mars, contre 46 un an plus tôt.",
    ),
    (regle.premiers("m", "Motifs", {"Santé": C(12.0), "FLE": C(30.0), "Autre": C(2.0)}), "Motifs : FLE (30 %) et santé (12 %)."),
    (regle.premiers("c", "Communes", {"Dijon": C(62.0), "Quetigny": C(11.0)}, noms=True), "Communes : Dijon (62 %) et Quetigny (11 %)."),
    (regle.taux("t", "Taux", C(49.1, "%", 289, 588)), "Taux : 49 % (289 sur 588)."),
    (
        regle.part_et_avant("q", "des personnes", 2017, C(28.7, "%", 370, 1291), C(24.0, "%")),
        "29 % des personnes (370 sur 1 291), en hausse de 5 points par rapport à 2016 (24 %).",
    ),
    (regle.annee_et_avant("e", ENTREE, 2017, C(494), C(543)), "494 entrées en 2017 contre 543 en 2016, soit 9 % de moins."),
    (regle.annee_et_avant("e", ENTREE, 2017, C(494), VIDE), "494 entrées en 2017."),
    (
        regle.objectif_prescripteurs(MARS, "entrées", C(41), C(100)),
        "Fin mars, le volume d’entrées de Pôle emploi et du Conseil départemental atteint 41 % de l’objectif (41 contre 100 attendues).",
    ),
    (regle.etapes_du_mois(MARS, C(513), VIDE), "En mars 2017, 513 étapes de parcours en cours."),
    (
        regle.duree_moyenne(2017, C(17.02), C(893.1)),
        "En 2017, la durée moyenne des parcours est de 17 mois et le coût moyen d’un accompagnement de 893 € par participant.",
    ),
]


@pytest.mark.parametrize(("phrase", "attendu"), CAS, ids=[attendu[:40] for _, attendu in CAS])
def test_a_rule_says(phrase, attendu):
    assert said(phrase) == attendu
    assert phrase.regle and phrase.chiffres


@pytest.mark.parametrize(
    "phrase",
    [
        regle.objectif_atteint(dt.date(2017, 3, 31), ENTREE, VIDE, C(177), de="d’entrées"),
        regle.objectif_atteint(dt.date(2017, 3, 31), ENTREE, C(106), VIDE, de="d’entrées"),
        regle.objectif_atteint(dt.date(2017, 3, 31), ENTREE, C(106), C(0), de="d’entrées"),
        regle.evolution_du_mois(JANVIER, ENTREE, C(32), C(54)),
        regle.evolution_du_mois(MARS, ENTREE, C(32, masquee=True), C(54)),
        regle.un_an_avant(MARS, ENTREE, C(106), VIDE),
        regle.un_an_avant(MARS, ENTREE, C(106), C(0)),
        regle.moyenne_mensuelle(JANVIER, ENTREE, C(32)),
        regle.accompagnes(MARS, VIDE),
        regle.file_active(MARS, VIDE, C(889), C(753)),
        regle.preaffectation(MARS, C(37), VIDE, C(46)),
        regle.premiers("m", "Motifs", {"Santé": C(4.0), "FLE": VIDE}),
        regle.taux("t", "Taux", C(None, "%", 0, 0)),
        regle.part_des("p", "des entrées", C(49, "%", 1, 2, masquee=True)),
        regle.sorties_avant(2017, C(49, "%"), VIDE, C(43, "%")),
        regle.duree_moyenne(2017, VIDE, C(893)),
    ],
)
def test_a_rule_keeps_silent_on_an_empty_figure(phrase):
    assert phrase is None


def test_texts_of_graphs():
    months = Mois(2017, 3).depuis_janvier
    assert (
        regle.extremes(ENTREE, months, [C(32), C(30), C(43)]).replace(INSECABLE, " ")
        == "Le mois le plus élevé est mars (43 entrées), le plus bas février (30)."
    )
    assert regle.extremes(ENTREE, months, [VIDE, VIDE, VIDE]) == ""
    assert (
        regle.du_premier_au_dernier("File active", ("personne", "personnes"), months, [C(796), VIDE, C(730)]).replace(INSECABLE, " ")
        == "File active : 796 personnes fin janvier, 730 fin mars."
    )
    assert (
        regle.plus_grande_part({"Emploi": C(66, "%", 305, 503), "PMSMP": VIDE}).replace(INSECABLE, " ")
        == "La plus grande part : emploi, 66 % (305 sur 503)."
    )
