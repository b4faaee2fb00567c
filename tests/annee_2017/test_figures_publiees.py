"""Les figures publiées de 2017 : complètes, lisibles, et dont le sens tient aux nomenclatures."""

import csv
from collections import Counter
from datetime import date

import pytest

from annee_2017 import RAPPORT
from annee_2017.transcription import mots, texte
from plie_analysis.contrat import REFERENTIELS

COLUMNS = [
    "id",
    "document",
    "periode",
    "section",
    "tableau",
    "ligne",
    "colonne",
    "valeur_imprimee",
    "valeur",
    "unite",
    "ligne_source",
    "indicateur",
    "axes",
    "du",
    "au",
    "connu_au",
    "parametres",
    "calculable",
    "raison",
]
INDICATORS = {
    "accompagnes",
    "parcours_actifs",
    "entrees",
    "sorties",
    "sorties_positives",
    "sorties_autres",
    "taux_sorties_positives",
    "taux_sorties_positives_hors",
    "taux_positives_sur_entrees",
    "taux_positives_sur_accompagnes",
    "file_active",
    "file_active_en_action",
    "file_active_en_veille",
    "objectif_entrees",
    "objectif_file_active",
    "objectif_sorties_positives",
    "taux_objectif_entrees",
    "etp",
    "taux_objectif_prescriptions_pe_cd",
    "objectif_prescriptions_pe_cd",
    "taux_objectif_entrees_pe_cd",
    "objectif_entrees_pe_cd",
    "taux_objectif_file_active",
    "prescriptions",
    "non_entrees",
    "non_entrees_par_motif",
    "taux_entree_prescriptions",
    "duree_preaffectation",
    "etapes",
    "part_etapes_emploi",
    "part_emplois_durables",
    "part_chantiers_mobilisation",
    "etapes_par_file_active",
    "part_file_active_en_etape",
    "duree_moyenne_sorties",
    "duree_moyenne_accompagnes",
    "cout_moyen",
    "budget",
    "fse",
    "referents_en_poste",
    "structures_porteuses",
    "sorties_positives_clauses",
    "aides",
    "beneficiaires_aides",
    "montant_aides",
    "aide_moyenne",
    "orientations_action",
    "entrees_action",
    "participants_action",
    "taux_entree_action",
    "actions_achevees",
    "actions_interrompues",
    "sessions_action",
    "etapes_action",
    "heures_clauses",
    "salaries_clauses",
    "orientations_clauses",
    "valides_clauses",
}
PARAMETERS = {"rapporte_a", "motifs_exclus", "evolution_sur", "arrondi", "depart", "retard_sur", "signe", "moyenne_par", "reglage"}
LETTERS = ["01", "02", "03", "04", "05", "06", "07", "09", "10", "11", "12"]
# Axe → (nomenclature, colonne), ou modalités admises.
AXES = {
    "operation": ("operation", "code"),
    "commune": ("commune", "code"),
    "quartier": ("quartier", "code"),
    "quartier_nomme": ("quartier", "code"),
    "prescripteur": ("prescripteur", "groupe"),
    "motif_sortie": ("motif_sortie", "code"),
    "motif_non_entree": ("motif_non_entree", "code"),
    "orientation_proposee": ("orientation_proposee", "code"),
    "prescripteur_clause": ("prescripteur_clause", "code"),
    "type_contrat": ("type_contrat", "code"),
    "secteur": ("secteur", "code"),
    "action": ("action", "code"),
    "issue": ("issue_action", "code"),
    "session": {"juin 2017", "octobre 2017"},
    "nature_etape_action": ("nature_etape_action", "code"),
    "objet_etape_action": ("objet_etape_action", "code"),
    "resultat_etape_action": ("resultat_etape_action", "code"),
    "niveau": ("niveau", "code"),
    "motif_aide": ("motif_aide", "code"),
    "classe_etape": {"emploi", "formation non qualifiante", "formation qualifiante", "mobilisation"},
    "sexe": {"femme", "homme"},
    "qpv": {"oui", "non"},
    "rsa": {"oui", "non"},
    "nature_sortie": {"positive", "autre"},
    "tranche_age": {"moins de 26", "26-44", "45 et plus", "55 et plus"},
    "tranche_age_detaillee": {"moins de 25", "25-44", "45-54", "55-64", "65 et plus"},
}


def read(name, folder=RAPPORT):
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def figures():
    return read("figures.csv")


def modalities(axis):
    known = AXES[axis]
    if isinstance(known, set):
        return known
    name, column = known
    return {row[column] for row in read(f"{name}.csv", REFERENTIELS)} | {"non renseigné"}


def total(figures, start, end=".nb"):
    return sum(float(f["valeur"]) for f in figures if f["id"].startswith(start) and f["id"].endswith(end))


def test_colonnes_et_identifiants_uniques(figures):
    assert list(figures[0]) == COLUMNS
    repeated = [key for key, count in Counter(f["id"] for f in figures).items() if count > 1]
    assert repeated == []


def test_toutes_les_parties_du_rapport_sont_la(figures):
    counts = Counter(f["section"] for f in figures if f["document"] == "rapport")
    expected = {"2.1": 78, "2.2": 32, "2.3": 75, "2.4": 10, "3.1.5": 74, "3.1.6": 11, "3.1.7": 33, "4.6": 8, "5": 16}
    assert {section: counts[section] for section in expected} == expected
    letters = Counter(f["id"][12:14] for f in figures if f["document"] == "lettre")
    assert sorted(letters) == LETTERS
    assert min(letters.values()) > 70
    assert len(figures) == 1765


def test_les_nombres_se_lisent(figures):
    words = {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "Douze": 12, "moitié": 50, "1/3": 33.33}
    for figure in figures:
        printed = figure["valeur_imprimee"]
        expected = words.get(printed)
        if expected is None:
            expected = float(printed.rstrip("%€* ").replace(" ", "").replace(",", "."))
        assert float(figure["valeur"]) == expected, figure["id"]
        assert int(figure["ligne_source"]) > 0


def test_indicateur_axes_et_raison(figures):
    for figure in figures:
        if figure["calculable"] == "oui":
            # Une norme imprimée se compare à un réglage : elle n'a pas d'indicateur.
            assert figure["indicateur"] in INDICATORS or figure["parametres"].startswith("reglage=protocole."), figure["id"]
            assert figure["raison"] == ""
            assert figure["du"] and figure["au"], figure["id"]
        else:
            assert figure["calculable"] == "non" and figure["raison"], figure["id"]
    share = sum(f["calculable"] == "oui" for f in figures) / len(figures)
    # What only the house knows (opinions, organisation) stays out of reach.
    assert 0.9 < share < 0.98


def test_les_modalites_sont_celles_des_nomenclatures(figures):
    known = {axis: modalities(axis) for axis in AXES}
    for figure in figures:
        for part in filter(None, figure["axes"].split(";")):
            axis, _, values = part.partition("=")
            unknown = set(filter(None, values.removeprefix("!").split("|"))) - known[axis]
            assert not unknown, (figure["id"], axis, unknown)


def test_les_parametres_sont_connus(figures):
    found = {part.partition("=")[0] for f in figures for part in f["parametres"].split(";") if part}
    assert found <= PARAMETERS


def test_les_deux_horloges(figures):
    for figure in figures:
        if not figure["du"]:
            continue
        first, last = date.fromisoformat(figure["du"]), date.fromisoformat(figure["au"])
        assert first <= last
        if figure["document"] == "rapport":
            assert figure["connu_au"] == ("2016-12-31" if first.year == 2016 else ""), figure["id"]
        else:
            known = date.fromisoformat(figure["connu_au"])
            assert known >= last or last.isoformat() == "2017-12-31", figure["id"]
            assert figure["connu_au"][:7] <= figure["id"][7:14]


def test_etapes_du_mois_sauf_en_decembre(figures):
    for figure in figures:
        if figure["indicateur"] == "etapes" and figure["document"] == "lettre":
            month = figure["id"][7:14]
            assert figure["du"] == ("2017-01-01" if month == "2017-12" else f"{month}-01"), figure["id"]


@pytest.mark.parametrize("month", ["01", "02", "04", "10", "11", "12"])
def test_les_etapes_font_le_total_imprime(figures, month):
    lines = [f for f in figures if f["tableau"] == "Participants en étapes de parcours"]
    operations = total([f for f in lines if f["axes"].startswith("operation=")], f"lettre-2017-{month}.etapes.")
    assert operations == total(lines, f"lettre-2017-{month}.etapes.total")


@pytest.mark.parametrize("month", LETTERS)
def test_les_motifs_font_les_sorties_cumulees(figures, month):
    start = f"lettre-2017-{month}.sorties."
    lines = [f for f in figures if f["axes"].startswith("motif_sortie=") and f["tableau"] == "Sorties"]
    for nature in ("positives", "autres"):
        assert total(lines, f"{start}{nature}.") == total(figures, f"{start}{nature}.cumul", "cumul")


def test_chaque_graphie_mene_a_une_operation_de_la_nomenclature():
    codes = {row["code"]: row["classe"] for row in read("operation.csv", REFERENTIELS)}
    rows = read("operations.csv")
    assert len({row["graphie"] for row in rows}) == len(rows)
    for row in rows:
        assert codes[row["operation"]] == row["classe"], row["graphie"]
    assert len({(row["operation"], row["cle"]) for row in rows}) == len({row["cle"] for row in rows})


def test_les_figures_douteuses_existent(figures):
    known = {figure["id"] for figure in figures}
    assert [row["id"] for row in read("douteux.csv") if row["id"] not in known] == []


def test_le_releveur_distingue_nombres_dates_et_groupes():
    line = "Au 31/01/2017, 3 306€ pour 3 personnes (24 %), 1/3 en 2016, soit 75 328,76 heures ; CD21."
    found = [(token.digits, token.suffix) for token in texte.Texte([line]).tokens(1)]
    assert found == [("3 306", "€"), ("3", ""), ("24", " %"), ("1/3", ""), ("75 328,76", "")]


@pytest.mark.parametrize(("printed", "rank"), [("25 %", 1), ("24 %", 2), ("306", 1), ("2016", 1)])
def test_le_releveur_refuse_un_nombre_qui_n_est_plus_sur_la_ligne(printed, rank):
    source = texte.Texte(["en 2016, 3 306 pour 24 % des cas"])
    source.take(1, "24 %")
    with pytest.raises(texte.TranscriptionError, match="ligne 1"):
        source.take(1, printed, rank)


LISTE = ["Trois axes :", "- un", "- deux", "- trois", "", "- autre liste", "menés à Dijon, Talant et Chenôve"]


@pytest.mark.parametrize(
    ("identifiant", "ligne", "imprime", "valeur", "accepte"),
    [
        ("rapport.1.liste.axes", 2, "3 tirets", 3, True),
        ("rapport.1.liste.axes", 2, "4 tirets", 4, False),
        ("rapport.1.liste.axes", 2, "3 tirets", 4, False),
        ("rapport.1.liste.villes", 7, "Dijon … Chenôve", 3, True),
        ("rapport.1.liste.villes", 7, "Dijon … Chenôve", 2, False),
        ("rapport.1.liste.villes", 7, "Dijon … Longvic", 3, False),
        ("rapport.1.mot.axes", 1, "Trois", 3, True),
        ("rapport.1.mot.axes", 2, "Trois", 3, False),
    ],
)
def test_un_mot_est_a_sa_place_et_une_liste_a_ses_elements(identifiant, ligne, imprime, valeur, accepte):
    row = {"id": identifiant, "ligne_source": str(ligne), "rang": "1", "valeur_imprimee": imprime, "valeur": str(valeur)}
    if accepte:
        mots.check_words(texte.Texte(LISTE), [row])
    else:
        with pytest.raises(texte.TranscriptionError, match=f"ligne {ligne}"):
            mots.check_words(texte.Texte(LISTE), [row])
