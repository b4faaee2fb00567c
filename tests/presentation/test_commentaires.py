"""The rules of the sentences: what they say of known figures, at the bounds, and that they keep silent on empty ones."""

import datetime as dt

import pytest

from plie_analysis.exercice import Annee
from plie_analysis.francais import FINE, INSECABLE
from plie_analysis.presentation import commentaires, titres
from plie_analysis.presentation.annuel import regles as annuel
from plie_analysis.presentation.annuel.regles import Avant
from plie_analysis.presentation.commentaires import ENTREE, NON_ENTREE, PERSONNE, POSITIVE
from plie_analysis.presentation.elements import Cellule
from plie_analysis.presentation.lettre import regles as lettre
from plie_analysis.presentation.lettre.etapes import de_l_emploi, note_des_classes
from plie_analysis.presentation.periodes import Mois

C = Cellule
VIDE, MASQUEE = Cellule(), Cellule(3, masquee=True)
AN = Annee(2017)
MARS, JANVIER = Mois(2017, 3), Mois(2017, 1)
FIN = dt.date(2017, 3, 31)
UN_AN = dt.date(2016, 3, 31)
DEUX = ["Pôle emploi", "Conseil départemental"]


def P(valeur: float, sur: float = 100) -> Cellule:
    """A share in %, with its counts."""
    return C(100 * valeur / sur, "%", valeur, sur)


def plain(texte: str) -> str:
    return texte.replace(INSECABLE, " ").replace(FINE, " ")


CAS = [
    (
        commentaires.objectif_atteint(FIN, ENTREE, C(106), C(177.0), de="d’entrées"),
        "Au 31 mars, le PLIE est à 60 % de son objectif d’entrées : 106 entrées contre 177 attendues, soit un retard de 71.",
    ),
    (
        commentaires.objectif_atteint(FIN, POSITIVE, C(1), C(1), de="de sorties positives"),
        "Au 31 mars, le PLIE est à 100 % de son objectif de sorties positives : 1 sortie positive contre 1 attendue, exactement l’objectif.",
    ),
    (
        commentaires.objectif_atteint(FIN, ENTREE, C(0), C(2), de="d’entrées"),
        "Au 31 mars, le PLIE est à 0 % de son objectif d’entrées : 0 entrée contre 2 attendues, soit un retard de 2.",
    ),
    (lettre.entrees_du_mois(MARS, C(43), C(30)), "Le PLIE a compté 43 entrées en mars, 13 de plus qu’en février (30)."),
    (lettre.entrees_du_mois(MARS, C(1), C(1)), "Le PLIE a compté 1 entrée en mars, autant qu’en février (1)."),
    (lettre.entrees_du_mois(MARS, C(0), C(2)), "Le PLIE n’a compté aucune entrée en mars, 2 de moins qu’en février (2)."),
    (
        lettre.entrees_sur_un_an(JANVIER, dt.date(2016, 1, 31), C(32), C(54), VIDE),
        "Les entrées reculent de 41 % en un an : 32 en janvier, contre 54 connues au 31 janvier 2016.",
    ),
    (
        lettre.entrees_sur_un_an(MARS, UN_AN, C(494), C(524), C(543)),
        "Les entrées reculent de 6 % en un an : 494 depuis janvier, contre 524 connues au 31 mars 2016 (543 avec les saisies tardives).",
    ),
    (
        lettre.entrees_sur_un_an(MARS, UN_AN, C(12), C(12), C(12)),
        "Les entrées ne varient pas en un an : 12 depuis janvier, contre 12 connues au 31 mars 2016.",
    ),
    (
        lettre.entrees_sur_un_an(MARS, UN_AN, C(1001), C(1000), MASQUEE),
        "Les entrées ne varient presque pas en un an : 1 001 depuis janvier, contre 1 000 connues au 31 mars 2016.",
    ),
    (lettre.moyenne_mensuelle(MARS, C(106)), "La moyenne est de 35 entrées par mois depuis janvier."),
    (lettre.moyenne_mensuelle(MARS, C(4)), "La moyenne est de 1,3 entrée par mois depuis janvier."),
    (lettre.accompagnes(MARS, C(1291), C(1525)), "1 291 personnes ont été accompagnées depuis janvier 2017, contre 1 525 un an plus tôt."),
    (lettre.accompagnes(MARS, C(1), VIDE), "1 personne a été accompagnée depuis janvier 2017."),
    (
        lettre.file_active(MARS, C(730), C(889), C(753)),
        "Au 31 mars, la file active compte 730 personnes, 82 % de l’objectif, 159 de moins que les 889 prévues ; elle perd 23 personnes en un mois.",
    ),
    (
        lettre.file_active(MARS, C(1), C(1), C(0)),
        "Au 31 mars, la file active compte 1 personne, exactement l’objectif ; elle gagne 1 personne en un mois.",
    ),
    (lettre.file_active(MARS, C(730), VIDE, C(730)), "Au 31 mars, la file active compte 730 personnes ; elle n’a pas bougé en un mois."),
    (lettre.file_active(JANVIER, C(796), MASQUEE, VIDE), "Au 31 janvier, la file active compte 796 personnes."),
    (
        lettre.preaffectation(MARS, C(38), C(37), C(46)),
        "Depuis janvier, il s’écoule en moyenne 37 jours entre la prescription et l’entrée, contre 46 un an plus tôt ; en mars, 38 jours.",
    ),
    (
        lettre.preaffectation(MARS, C(37.2), C(36.9), C(37.4)),
        "Depuis janvier, il s’écoule en moyenne 37 jours entre la prescription et l’entrée, comme un an plus tôt ; mars est dans la moyenne.",
    ),
    (
        lettre.flux_sur_un_an("n", MARS, NON_ENTREE, C(276), C(192)),
        "Le PLIE compte 276 non-entrées depuis janvier, 44 % de plus qu’un an plus tôt (192).",
    ),
    (lettre.flux_sur_un_an("n", MARS, NON_ENTREE, C(6), C(16)), "Le PLIE compte 6 non-entrées depuis janvier, 10 de moins qu’un an plus tôt (16)."),
    (lettre.flux_sur_un_an("n", MARS, NON_ENTREE, C(1), C(1)), "Le PLIE compte 1 non-entrée depuis janvier, autant qu’un an plus tôt (1)."),
    (
        lettre.prescriptions_des_partenaires(MARS, DEUX, C(1), C(2)),
        "Les partenaires de l’objectif (Pôle emploi et Conseil départemental) ont adressé 1 prescription depuis janvier, 50 % des 2 attendues.",
    ),
    (
        lettre.prescriptions_des_partenaires(MARS, ["Mission locale"], C(3), C(4)),
        "Le partenaire de l’objectif (Mission locale) a adressé 3 prescriptions depuis janvier, 75 % des 4 attendues.",
    ),
    (lettre.entrees_des_partenaires(DEUX, C(41), C(100), nommer=False), "Ensemble, ils sont à l’origine de 41 entrées, 41 % de l’objectif (100)."),
    (
        lettre.entrees_des_partenaires(DEUX, C(1), C(2), nommer=True),
        "Les partenaires de l’objectif (Pôle emploi et Conseil départemental) sont à l’origine de 1 entrée, 50 % de l’objectif (2).",
    ),
    (
        lettre.part_des_partenaires("p", "des entrées", P(76), {"Pôle emploi": P(57), "Conseil départemental": P(19)}),
        "76 % des entrées viennent des partenaires de l’objectif (Pôle emploi : 57 %, Conseil départemental : 19 %), 24 % des autres.",
    ),
    (
        lettre.part_des_partenaires("p", "des entrées", P(76), {"Pôle emploi": P(57), "Conseil départemental": MASQUEE}),
        "76 % des entrées viennent des partenaires de l’objectif (Pôle emploi : 57 %, Conseil départemental), 24 % des autres.",
    ),
    (lettre.etapes_du_mois(MARS, C(513), VIDE), "513 étapes de parcours étaient en cours en mars."),
    (lettre.etapes_du_mois(MARS, C(1), MASQUEE), "1 étape de parcours était en cours en mars."),
    (
        de_l_emploi(P(308, 470), P(76, 308), VIDE)[0],
        "66 % des étapes sont liées à l’emploi (308 sur 470) ; parmi elles, 25 % d’emplois durables (contrat long, alternance ou création : 76 sur 308).",
    ),
    (
        lettre.taux_de_sorties(P(289, 588), VIDE, VIDE)[0],
        "49 % des sorties sont positives (289 sur 588).",
    ),
    (
        commentaires.premier_motif("m", "des sorties", {"Santé": P(12), "FLE": P(30), "Autre": P(40), "Emploi": P(18)}),
        "« FLE » est le premier motif des sorties (30 %), devant « emploi » (18 %) et « santé » (12 %).",
    ),
    (
        commentaires.premier_motif("m", "des sorties", {"Santé": P(40), "Emploi": P(40), "Refus": P(20)}),
        "« Emploi » et « santé » viennent en tête des sorties, à égalité (40 %), devant « refus » (20 %).",
    ),
    (commentaires.premier_motif("m", "des sorties", {"Santé": P(100)}), "« Santé » est le premier motif des sorties (100 %)."),
    (
        commentaires.revus("r", ENTREE, {"en février": C(1), "en mars": C(43)}),
        "* Chiffre revu depuis. La saisie de l’époque donnait 1 entrée en février et 43 en mars.",
    ),
    (
        commentaires.premier_motif("q", "des habitants", {"Grésilles": P(60), "Le Mail": P(40)}, le="le premier quartier", noms=True),
        "Grésilles est le premier quartier des habitants (60 %), devant Le Mail (40 %).",
    ),
    (commentaires.part_des("p", "des entrées", P(654, 1291)), "51 % des entrées (654 sur 1 291)."),
    (
        annuel.accompagnes(AN, C(1291), Avant(C(1525), C(1544)), C(703)),
        "1 291 personnes ont été accompagnées en 2017, 15 % de moins qu’en 2016 (1 525) ; 703 l’étaient encore au 31 décembre.",
    ),
    (annuel.accompagnes(AN, C(1), Avant(C(1)), C(1)), "1 personne a été accompagnée en 2017, autant qu’en 2016 (1) ; 1 l’était encore au 31 décembre."),
    (annuel.accompagnes(AN, C(12), Avant(VIDE), MASQUEE), "12 personnes ont été accompagnées en 2017."),
    (annuel.entrees(AN, C(494), Avant(VIDE, C(543))), "Le PLIE compte 494 entrées en 2017, 9 % de moins qu’en 2016 (543)."),
    (
        annuel.entrees(AN, C(494), Avant(C(524), C(543))),
        "Le PLIE compte 494 entrées en 2017, 6 % de moins que les 524 connues au 31 décembre 2016 (9 % de moins que les 543 que donnent les saisies tardives).",
    ),
    (annuel.entrees(AN, C(494), Avant(C(494), C(494))), "Le PLIE compte 494 entrées en 2017, autant qu’en 2016 (494)."),
    (annuel.entrees(AN, C(0), Avant(C(0))), "Le PLIE ne compte aucune entrée en 2017."),
    (
        annuel.ages("a", "des entrants", {"26-44": P(61), "45 et plus": P(29), "moins de 26": P(10)}),
        "61 % des entrants ont de 26 à 44 ans ; 29 % ont 45 ans ou plus, 10 % moins de 26 ans.",
    ),
    (annuel.ages("a", "des entrants", {"26-44": P(61), "45 et plus": MASQUEE}), "61 % des entrants ont de 26 à 44 ans."),
    (
        annuel.part_et_avant("q", "des personnes", AN, P(370, 1291), P(24)),
        "29 % des personnes (370 sur 1 291), 5 points de plus qu’en 2016 (24 %).",
    ),
    (annuel.part_et_avant("q", "des personnes", AN, P(24), P(25)), "24 % des personnes (24 sur 100), 1 point de moins qu’en 2016 (25 %)."),
    (annuel.part_et_avant("q", "des personnes", AN, P(24), P(24)), "24 % des personnes (24 sur 100), comme en 2016."),
    (
        annuel.deplacements("c", AN, {"Dijon": P(62), "Le Mail": P(10), "Autre": P(28)}, {"Dijon": P(61), "Le Mail": P(12), "Autre": P(2)}),
        "Depuis 2016, la part de Dijon gagne 1 point, à 62 %, et celle du Mail en perd 2, à 10 %.",
    ),
    (annuel.deplacements("c", AN, {"Ahuy": P(10)}, {"Ahuy": P(11)}, "ici, "), "Ici, depuis 2016, la part d’Ahuy perd 1 point, à 10 %."),
    (
        annuel.prescriptions(AN, (C(838), Avant(C(625))), (C(1), Avant(VIDE))),
        "Les prescriptions passent de 625 à 838 (34 % de plus), le PLIE compte 1 non-entrée en 2017.",
    ),
    (annuel.sorties(AN, C(588), C(289), Avant(C(726))), "Le PLIE compte 588 sorties en 2017, 19 % de moins qu’en 2016 (726) ; 289 sont positives."),
    (annuel.sorties(AN, C(1), C(1), Avant(VIDE)), "Le PLIE compte 1 sortie en 2017 ; 1 est positive."),
    (annuel.sorties(AN, C(4), C(0), Avant(C(0))), "Le PLIE compte 4 sorties en 2017 ; aucune n’est positive."),
    (
        annuel.taux_de_sorties(AN, P(289, 588), P(43), MASQUEE),
        "Le taux de sorties positives s’établit à 49 % (289 sur 588), contre 43 % en 2016.",
    ),
    (
        annuel.durees(AN, C(17.02, "mois", 21906, 1291), C(23.46, "mois", 13798, 588)),
        "Au 31 décembre 2017, les 1 291 parcours de l’année, finis ou non, avaient duré en moyenne 17 mois ; les 588 qui ont pris fin dans l’année avaient duré 23,5 mois.",
    ),
    (
        annuel.cout(C(893.1, "€", 1153000, 1291)),
        "Un accompagnement a coûté en moyenne 893 € : un budget de 1 153 000 € pour 1 291 personnes.",
    ),
    (
        annuel.parcours_longs(AN, C(703), C(1), VIDE, depuis="trois mois", longue="30 mois"),
        "Sur 703 parcours ouverts au 31 décembre, 1 n’avait aucune étape en cours depuis trois mois.",
    ),
    (
        annuel.bilan_accompagnes(AN, C(1291), Avant(C(1525), C(1544))),
        "Le PLIE a accompagné 234 personnes de moins qu’en 2016 : 1 291 contre 1 525 (−15 %) ; avec les saisies tardives, 2016 en compte 1 544.",
    ),
    (
        annuel.passage("b", AN, [("les entrées", C(524), C(494)), ("les sorties", VIDE, C(588)), ("les retours", C(2), C(2))]),
        "Entre 2016 et 2017, les entrées passent de 524 à 494 (30 de moins) et les retours de 2 à 2 (sans changement).",
    ),
    (annuel.bilan_taux(AN, P(49), P(43)), "La part des sorties positives gagne 6 points : 49 % en 2017, 43 % en 2016."),
    (annuel.bilan_taux(AN, P(43), P(43)), "La part des sorties positives ne bouge pas : 43 % en 2017, 43 % en 2016."),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "attendu"), CAS, ids=[attendu[:50] for _, attendu in CAS])
def test_a_rule_says(phrase, attendu):
    assert plain(phrase.texte) == attendu
    assert phrase.regle and phrase.chiffres


@pytest.mark.parametrize(
    "phrase",
    [
        commentaires.objectif_atteint(FIN, ENTREE, VIDE, C(177), de="d’entrées"),
        commentaires.objectif_atteint(FIN, ENTREE, C(106), MASQUEE, de="d’entrées"),
        commentaires.objectif_atteint(FIN, ENTREE, C(106), C(0), de="d’entrées"),
        commentaires.premier_motif("m", "des sorties", {"Santé": P(4), "FLE": VIDE}),
        commentaires.premier_motif("m", "des sorties", {"Santé": P(30), "FLE": MASQUEE}),
        commentaires.premier_motif("m", "des sorties", {"Santé": C(4.0), "FLE": VIDE}),
        commentaires.part_des("t", "des sorties", C(None, "%", 0, 0)),
        commentaires.part_des("p", "des entrées", C(49, "%", 1, 2, masquee=True)),
        commentaires.revus("r", ENTREE, {}),
        lettre.entrees_du_mois(JANVIER, C(32), C(54)),
        lettre.entrees_du_mois(MARS, MASQUEE, C(54)),
        lettre.entrees_sur_un_an(MARS, UN_AN, C(106), VIDE, C(3)),
        lettre.entrees_sur_un_an(MARS, UN_AN, C(106), C(0), VIDE),
        lettre.moyenne_mensuelle(JANVIER, C(32)),
        lettre.moyenne_mensuelle(MARS, C(0)),
        lettre.accompagnes(MARS, VIDE, C(3)),
        lettre.file_active(MARS, VIDE, C(889), C(753)),
        lettre.preaffectation(MARS, C(37), VIDE, C(46)),
        lettre.flux_sur_un_an("n", MARS, NON_ENTREE, C(3), C(0)),
        lettre.prescriptions_des_partenaires(MARS, DEUX, MASQUEE, C(100)),
        lettre.entrees_des_partenaires(DEUX, C(3), VIDE, nommer=True),
        lettre.taux_de_sorties(P(289, 588), VIDE, MASQUEE)[1],
        annuel.sorties(AN, C(4), MASQUEE, Avant(C(3))),
        annuel.ages("a", "des entrants", {"26-44": MASQUEE, "45 et plus": P(29)}),
        annuel.deplacements("c", AN, {"Dijon": P(62)}, {"Dijon": P(62)}),
        annuel.deplacements("c", AN, {"Dijon": P(62)}, {"Dijon": MASQUEE}),
        annuel.taux_par_age({"jeunes": P(30), "seniors": MASQUEE}),
        annuel.taux_par_age({"jeunes": P(30), "seniors": P(30)}),
        annuel.durees(AN, VIDE, MASQUEE),
        annuel.cout(VIDE),
        annuel.bilan_accompagnes(AN, C(3), Avant(VIDE)),
        annuel.bilan_taux(AN, P(43), VIDE),
        annuel.passage("b", AN, [("les entrées", VIDE, C(494))]),
    ],
)
def test_a_rule_keeps_silent_on_an_empty_figure(phrase):
    assert phrase is None


def test_only_what_changed_since_is_told_as_revised():
    assert Avant(C(524), C(543)).est_revu and not Avant(C(524), C(524.3)).est_revu
    assert not Avant(C(524), MASQUEE).est_revu and not Avant(VIDE, C(543)).est_revu
    assert Avant(C(524), C(543)).cite.valeur == 524 and Avant(VIDE, C(543)).cite.valeur == 543


def test_titles_tell_the_news_and_keep_to_a_plain_name_when_they_cannot():
    months = MARS.ecoules

    def flow(*cells: Cellule) -> tuple[str, str]:
        return tuple(map(plain, titres.sommet("entrées", months[: len(cells)], list(cells), ENTREE)))

    assert flow(C(32), C(30), C(43)) == ("Les entrées ont culminé en mars", "De 30 entrées en février à 43 en mars.")
    assert flow(C(43), C(1), C(43)) == ("Entrées par mois", "De 1 entrée en février à 43 en janvier et en mars.")
    assert flow(C(5), C(5)) == ("Entrées par mois", "5 entrées chaque mois.")
    assert flow(C(0), C(0)) == ("Entrées par mois", "Aucune entrée depuis janvier.")
    assert flow(C(32)) == ("Entrées par mois", "32 entrées en janvier.")
    assert flow(C(32), MASQUEE) == ("Entrées par mois", "")

    def stock(*cells: Cellule) -> tuple[str, str]:
        return tuple(map(plain, titres.tendance("La file active", months[: len(cells)], list(cells), PERSONNE)))

    assert stock(C(804), MASQUEE, C(703)) == (
        "La file active recule depuis janvier",
        "De 804 personnes à la fin de janvier à 703 à la fin de mars.",
    )
    assert stock(C(5), C(5))[0] == "La file active retrouve son niveau de janvier" and stock(MASQUEE, C(5))[1] == ""
    assert titres.devant_objectif("sorties", C(3), C(2), "attendues")[0] == "Les sorties dépassent l’objectif"
    assert titres.devant_objectif("sorties", C(2), C(2), "attendues") == ("Les sorties sont à l’objectif", "2 pour 2 attendues.")
    assert titres.devant_objectif("sorties", C(2), VIDE, "attendues") == ("Sorties, mois après mois", "")


def test_a_rank_is_told_only_when_what_is_kept_back_could_not_change_it():
    def head(parts: dict[str, Cellule]) -> tuple[str, str]:
        told = titres.tete("Communes", "{un}, en tête", parts, "{part} ({detail})", ", {part_deux} à {deux}", noms=True)
        return tuple(map(plain, told))

    assert head({"Dijon": P(60), "Talant": P(25), "Longvic": P(15)}) == ("Dijon, en tête", "60 % (60 sur 100), 25 % à Talant.")
    assert head({"Dijon": P(60), "Talant": MASQUEE, "Longvic": P(15)}) == ("Dijon, en tête", "60 % (60 sur 100).")
    assert head({"Dijon": P(40), "Talant": MASQUEE, "Longvic": P(15)}) == ("Communes", "")
    assert head({"Dijon": P(40), "Talant": P(40), "Longvic": P(20)}) == ("Communes", "")
    assert head({"Dijon": VIDE}) == ("Communes", "")


def test_the_classes_of_the_letters_are_told_where_they_differ():
    assert note_des_classes({"CDDI", "VAE"}) == ""
    assert plain(note_des_classes({"CDDI", "Start Again"})) == (
        "« Start Again » est compté ici en formation non qualifiante, comme au tableau annuel de 2017 ; "
        "les lettres de 2017 le rangeaient en mobilisation."
    )
