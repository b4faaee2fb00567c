"""Ce sur quoi repose une estimation de survie : personne ne lit un chiffre que trop peu de parcours portent, où qu'il soit montré."""

import datetime as dt
import random
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd
import pytest

from plie_analysis import cohortes, survie
from plie_analysis.cohortes.avant_sortie import premiere_etape
from plie_analysis.database import open_database
from plie_analysis.indicateurs import axes, calculer, definitions, executer, planifier
from plie_analysis.indicateurs.offre import offers
from plie_analysis.scellement.calculs import compute, entetes
from plie_analysis.scellement.fenetres import tableaux
from plie_analysis.schema.natures import Suivie
from plie_analysis.settings import PACKAGE
from plie_analysis.survie.appui import lus_a, mediane_appuyee, moyenne_appuyee
from plie_analysis.survie.reglages import reglages as reglages_de_survie
from tests.tableau import PHOTO, base, reglages

MOIS = 30.4375
SEUIL = reglages_de_survie()["appui"]["a_risque_min"]
MOIS_VUS_TARD = reglages_de_survie()["appui"]["premier_jour_max"]
SUIVIES = sorted(name for name, one in definitions(reglages()).items() if isinstance(one, Suivie))


# --- À la main ------------------------------------------------------------------------------------------------------


def _lue(lignes, mois):
    """Part sortie par la cause 1 au bout de tant de mois ; ``lignes`` : (vu après tant de jours, durée, cause)."""
    table = pd.DataFrame(lignes, columns=["entree", "duree", "cause"]).astype(float)
    events = survie.evenements(table, duree="duree", cause="cause", entree="entree", causes=(1, 2))
    found = lus_a(events, survie.incidence_cumulee(events), [mois * MOIS])
    return found[found["cause"] == 1].iloc[0]


def test_un_groupe_suivi_en_entier_donne_une_simple_part():
    sortis = [(-1, 100 * rank, 1 + rank % 2) for rank in range(1, 7)]
    assert _lue(sortis, 24)["estimation"] == pytest.approx(1 / 2)
    # Six entrées, toutes sorties : la dernière est seule, mais la part est bien de six.
    assert _lue(sortis, 24)["raison"] is None
    peu = _lue(sortis[:4], 24)
    assert np.isnan(peu["estimation"]) and peu["raison"] == "Trop peu de parcours suivis (moins de 5)."


def test_un_seul_parcours_vu_tot_ne_fait_pas_cent_pour_cent():
    # Un parcours seul à son 20e jour, et il sort ; quarante-cinq autres ne sont vus qu'à partir de leur 366e jour.
    lus = _lue([(-1, 20, 1), *[(365, 700, 0)] * 45], 12)
    assert np.isnan(lus["estimation"])
    assert lus["raison"] == "Trop peu de parcours suivis (moins de 5) à 0,7 mois de l’entrée."
    assert (lus["n_evenements"], lus["n_risque"]) == (1, 45)


def test_une_cohorte_trop_jeune_pour_l_horizon():
    jeunes = [(-1, 50, 1), *[(-1, 200, 0)] * 20, *[(-1, 400, 0)] * 4]
    assert _lue(jeunes, 6)["estimation"] == pytest.approx(1 / 25)
    # À douze mois, quatre parcours sont encore suivis : moins que le seuil. À dix-huit mois, personne.
    assert _lue(jeunes, 12)["raison"] == "Trop peu de parcours suivis (moins de 5) à 12,0 mois de l’entrée."
    assert _lue(jeunes, 18)["raison"] == "Cohorte trop jeune : le suivi s’arrête à 13,1 mois."


def test_des_parcours_vus_trop_tard_et_un_trou_dans_le_suivi():
    tardifs = [(365, 500 + rank, 1) for rank in range(30)]
    assert _lue(tardifs, 12)["raison"] == "Ces parcours ne sont vus qu’à partir de leur 366e jour : rien n’est estimable depuis l’entrée."
    # Vingt parcours quittent la vue à 100 jours, trente n'arrivent qu'à 365 : entre les deux, une sortie ne se verrait pas.
    assert _lue([*[(-1, 100, 0)] * 20, *tardifs], 18)["raison"] == "Trop peu de parcours suivis (moins de 5) à 3,3 mois de l’entrée."


def test_les_parcours_a_risque_a_un_horizon_comptent_ceux_qui_y_sont_deja_vus():
    # À 182,6 jours : dix suivis depuis l'entrée, six vus depuis leur 150e jour ; les quatre vus à partir du 190e n'y sont pas encore.
    lignes = [*[(-1, 300, 1)] * 10, *[(150, 300, 2)] * 6, *[(189, 300, 0)] * 4]
    assert _lue(lignes, 6)["n_risque"] == 16 == sum(entree < 6 * MOIS <= duree for entree, duree, _ in lignes)


def test_la_moyenne_restreinte_et_la_mediane_suivent_la_meme_regle():
    table = pd.DataFrame([(912, 1500, 1)] * 40, columns=["entree", "duree", "cause"]).astype(float)
    events = survie.evenements(table, duree="duree", cause="cause", entree="entree", causes=(1, 2))
    for found in (moyenne_appuyee(events, 30 * MOIS), mediane_appuyee(events)):
        assert np.isnan(found["estimation"].iloc[0])
        assert found["raison"].iloc[0].startswith("Ces parcours ne sont vus qu’à partir de leur 913e jour")


# --- Partout : chaque chiffre imprimable, recompté naïvement ----------------------------------------------------------


def _a_risque(lignes, t):
    return sum(1 for entree, duree, _ in lignes if entree < t <= duree)


def _reste(lignes, t):
    """Part encore là après t, en fractions."""
    reste = Fraction(1)
    for sortie in sorted({duree for _, duree, cause in lignes if cause and duree <= t}):
        reste *= 1 - Fraction(sum(1 for _, d, c in lignes if c and d == sortie), _a_risque(lignes, sortie))
    return reste


@cache
def est_appuyee(lignes: tuple, t: float) -> bool:
    """Le seuil, recompté : à chaque sortie jusqu'à t et à t, assez de parcours suivis dès qu'il en manque un."""
    if len(lignes) < SEUIL or min(entree for entree, _, _ in lignes) > MOIS_VUS_TARD:
        return False
    tardif = any(entree >= 0 for entree, _, _ in lignes)
    for sortie in {duree for _, duree, cause in lignes if cause and duree <= t}:
        perdu = any(not cause and duree < sortie for _, duree, cause in lignes)
        if (tardif or perdu) and _a_risque(lignes, sortie) < SEUIL:
            return False
    perdu = any(not cause and duree < t for _, duree, cause in lignes)
    return not (tardif or perdu) or _a_risque(lignes, t) >= SEUIL or _reste(lignes, t) == 0


def _groupes(con, plan):
    """Les parcours suivis de chaque case d'un indicateur de survie, lus dans sa propre requête."""
    (suivi,) = plan.suivis
    width = len(suivi.par)
    found = {}
    for row in con.execute(suivi.sql).fetchall():
        entree, duree, cause, effectif, _, est_suivi = row[width:]
        assert est_suivi == (duree > entree) and effectif > 0
        if est_suivi:
            found.setdefault(row[:width], []).extend([(entree, duree, cause)] * effectif)
    return {cell: tuple(lignes) for cell, lignes in found.items()}


def _verifie_indicateurs(con, config, du, au, croisements):
    montrees = 0
    for par in croisements:
        for nom in SUIVIES:
            if not offers(definitions(config)[nom], con, config, par):
                continue
            question = {"du": du, "au": au, "config": config, "par": par}
            plan = planifier(con, [nom], **question)
            groupes = _groupes(con, plan)
            regle = definitions(config)[nom].survie
            for row in executer(plan).to_dict("records"):
                lignes = groupes.get(tuple(row[axe] for axe in par if axe != "horizon"), ())
                assert row["denominateur"] == len(lignes)
                if pd.isna(row["valeur"]):
                    assert row["raison"], (nom, par, row)
                    continue
                assert row["raison"] is None
                mois = row["valeur"] if regle.mesure == "mediane" else int(row.get("horizon", regle.horizon))
                assert est_appuyee(lignes, round(mois * MOIS, 6)), (nom, par, row)
                montrees += 1
    return montrees


def _verifie_cohortes(suivi):
    montrees = 0
    frame = cohortes.tableau(suivi)
    groupes = suivi.groupes()
    premieres = None if suivi.etapes is None else premiere_etape(suivi, groupes)
    for rang, (cle, index) in enumerate(groupes):
        people = suivi.parcours.iloc[index]
        people = people[people["est_suivi"]]
        sorties = tuple(zip(people["retard"], people["jours"], people["cause"], strict=True))
        mine = frame[frame["cohorte"] == cle[0]]
        for axe, modalite in zip(suivi.axes, cle[1:], strict=True):
            mine = mine[mine[axe] == modalite]
        for row in mine[mine["mesure"].str.contains("incidence|duree|ouverte|delai")].to_dict("records"):
            if row["mesure"].endswith("premiere_etape"):
                if premieres is None:
                    continue
                table = premieres[premieres["groupe"] == rang]
                lignes = tuple(zip(table["retard"], table["jours"], table["cause"], strict=True))
            else:
                lignes = sorties
            jours = float(row["modalite"].removesuffix(" mois") or "nan") * MOIS
            if jours == jours and row["n_risque"] == row["n_risque"]:
                assert row["n_risque"] == _a_risque(lignes, jours), row
            if row["valeur"] != row["valeur"]:
                assert row["raison"], row
                continue
            if jours != jours:
                jours = row["valeur"] if row["unite"] == "jours" else row["valeur"] * MOIS
            assert est_appuyee(lignes, round(jours, 6)), row
            montrees += 1
    return montrees


def _base_au_hasard(graine: int):
    """Deux cents parcours entrés de 2014 à 2017, dont la photo ne garde que ceux qui étaient là en mars 2016 ; des étapes."""
    de = random.Random(graine)
    people = ["participants", "id_dossier | civilite | quartier"]
    parcours = ["parcours", "id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie"]
    etapes = ["etapes", "id_etape | id_parcours | operation | date_debut"]
    for rang in range(200):
        entree = dt.date(2014, 1, 1) + dt.timedelta(days=de.randrange(1440))
        sortie = entree + dt.timedelta(days=int(de.expovariate(1 / 350)))
        if sortie < dt.date(2016, 3, 1):
            continue
        people.append(f"D{rang} | {de.choice(['Mme', 'M.'])} | {de.choice(['Grésilles', 'hors QPV'])}")
        fin = f"{sortie} | {de.choice(['EMPLOI', 'A SA DEMANDE', 'SUIVI PLIE + 30 MOIS'])}" if sortie <= PHOTO else " | "
        parcours.append(f"P{rang} | D{rang} | R{de.randrange(12)} | {entree} | {fin}")
        if de.random() < 0.7:
            etapes.append(f"E{rang} | P{rang} | CDDI | {entree + dt.timedelta(days=de.randrange(200))}")
    return base(*("\n".join([*section, ""]) for section in (people, parcours, etapes)))


HASARD = {"couverture": {"debut": dt.date(2016, 3, 1)}}
CROISEMENTS = [(), ("horizon",), ("sexe",), ("qpv",), ("referent",), ("cohorte_annee",), ("cohorte_trimestre",), ("qpv", "sexe", "horizon")]


@pytest.mark.parametrize("graine", [12, 2017])
def test_aucun_chiffre_d_une_base_au_hasard_ne_repose_sur_trop_peu(graine):
    con, config = _base_au_hasard(graine), reglages(**HASARD)
    shown = [_verifie_indicateurs(con, config, du, "2017-12-31", CROISEMENTS) for du in ("2014-01-01", "2017-01-01")]
    assert min(shown) > 20
    for grain, par in (("annee", ()), ("trimestre", ()), ("annee", ("qpv", "sexe")), ("annee", ("referent",))):
        assert _verifie_cohortes(cohortes.suivre(con, au="2017-12-31", config=config, grain=grain, par=par))


@pytest.mark.parametrize(
    ("du", "suivis"),
    [
        ("2017-01-01", [("annee", ("qpv", "rsa")), ("trimestre", ())]),
        pytest.param("2016-01-01", [("mois", ()), ("annee", ("quartier",)), ("annee", ("referent",))], marks=pytest.mark.lourd),
    ],
)
def test_aucun_chiffre_de_l_annee_de_reference_ne_repose_sur_trop_peu(annee_2017, du, suivis):
    config = annee_2017.config
    with open_database(annee_2017) as con:
        assert _verifie_indicateurs(con, config, du, "2017-12-31", [(), ("qpv", "rsa"), *((name,) for name in axes())]) > 50
        for grain, par in suivis:
            assert _verifie_cohortes(cohortes.suivre(con, au="2017-12-31", config=config, grain=grain, par=par))


def test_l_indicateur_et_la_cohorte_repondent_de_meme_a_la_meme_question():
    con, config = _base_au_hasard(7), reglages(**HASARD)
    suivi = cohortes.suivre(con, au="2017-12-31", config=config)
    tableau = cohortes.tableau(suivi)
    question = {"du": suivi.demande.periode.du, "au": "2017-12-31", "config": config, "par": ["cohorte_annee"]}
    for nom, mesure in (("duree_mediane_km", "duree_mediane"), ("duree_moyenne_restreinte", "duree_moyenne_restreinte")):
        found = calculer(con, [nom], **question).set_index("cohorte_annee")
        theirs = tableau[(tableau["mesure"] == mesure) & (tableau["cohorte"] != "ensemble")].set_index("cohorte")
        assert found["valeur"].astype(float).to_dict() == pytest.approx(theirs["valeur"].to_dict(), nan_ok=True)
        assert found["raison"].to_dict() == theirs["raison"].to_dict()
    found = calculer(con, ["incidence_sortie_positive"], **question | {"par": ["cohorte_annee", "horizon"]})
    theirs = tableau.set_index(["mesure", "cohorte", "modalite"])
    for row in found.to_dict("records"):
        other = theirs.loc[("incidence_sortie_positive", row["cohorte_annee"], f"{row['horizon']} mois")]
        assert (pd.isna(row["valeur"]), row["raison"]) == (np.isnan(other["valeur"]), other["raison"])
        assert pd.isna(row["valeur"]) or row["valeur"] == pytest.approx(other["valeur"])


def test_une_cohorte_que_la_periode_ne_voit_pas_entrer_reste_sans_estimation():
    con, config = _base_au_hasard(7), reglages(**HASARD)
    found = calculer(con, ["incidence_sortie_positive"], du="2017-01-01", au="2017-12-31", config=config, par=["cohorte_annee"])
    row = found[found["cohorte_annee"] == "2015"].iloc[0]
    assert pd.isna(row["valeur"]) and row["denominateur"] > 5
    assert row["raison"].startswith("Ces parcours ne sont vus qu’à partir de leur 36") and row["raison"].endswith("depuis l’entrée.")


def test_les_tableaux_scelles_portent_la_raison():
    con, config = _base_au_hasard(7), reglages(**HASARD)
    wanted = [one for one in tableaux(dt.date(2017, 12, 1), dt.date(2017, 12, 31)) if not one.sans_survie][:6]
    done, _ = compute(con, config, wanted, PHOTO)
    vides = 0
    for tableau in wanted:
        names = entetes(tableau.par)
        for line in done.lignes.get(tableau.nom, []):
            row = dict(zip(names, line, strict=True))
            if row["indicateur"] in SUIVIES:
                assert bool(row["valeur"]) != bool(row["raison"]), row
                vides += not row["valeur"]
            else:
                assert row["raison"] == ""
    assert vides


def test_hors_du_module_personne_ne_lit_une_courbe_autrement():
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name != "survie":
            text = path.read_text(encoding="utf-8")
            assert not [name for name in ("survie.mediane(", "survie.moyenne_restreinte(", "survie.lire_a(") if name in text], path
