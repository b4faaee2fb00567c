"""Footers, signatures, repeated headers, second tables, bare keys: never a dossier, a référent or a contract."""

from tests.cas.base import TABLES, cas, cellules, complet, lu, pied, sans_donnee, vaut, xlsx
from tests.ods import ods

SECOND_TABLEAU = [["Répartition par commune"], ["Commune", "Nombre"], ["Dijon", "3"], ["Chenôve", "2"]]


def au_milieu(requete: str, *lignes: str) -> dict[str, str]:
    """The export of a query with these lines before its last one."""
    *debut, fin = TABLES[requete].splitlines(keepends=True)
    return {f"{requete}.csv": "".join([*debut, *(f"{ligne}\n" for ligne in lignes), fin])}


PIEDS = [
    ("participants", "Nombre de lignes : 5"),
    ("participants", "Édité le 02/01/2018 par le service;;;"),
    ("participants", "Total général : 5 personnes"),
    ("participants", "5 enregistrements;;;;;;;;"),
    ("participants", "Page 1/1"),
    ("parcours", "Total;5;;;;;;"),
    ("parcours", "Imprimé le 02/01/2018 à 09:12 - page 1/3;;;;;;;"),
    ("etapes", "-- fin --"),
    ("etapes", "# commentaire : extraction partielle"),
    ("etapes", "Moyenne;;;;;31,1;;;"),
    ("entretiens", "Total : 3 entretiens;;;;135;"),
    ("clauses", "Up Viesion v7.2"),
    ("clauses", "Total;;;;;;1 789,5"),
    ("clauses", "Nombre d'heures;;;;;;1789,5"),
    ("aides", "Total;;;;10 057,00"),
    ("aides", ";;;;10 057,00"),
    ("referents", "Total ETP : 1,8;;;;"),
    ("referents", "ETP total;;1,8;;"),
    ("referents", "Ensemble;;1,8;;"),
    ("situations", "Total;3;;"),
    ("veilles", "Nb de veilles : 3"),
    ("freins", "Source : Up Viesion;;;"),
]

CAS = [
    *(cas(f"« {ligne} » en pied de {requete}", pied(requete, ligne), sans_donnee(requete, 1)) for requete, ligne in PIEDS),
    cas(
        "sous-total par commune au milieu des participants",
        au_milieu("participants", "Sous-total Chenôve;;3;;;;;;"),
        sans_donnee("participants", 1),
    ),
    cas(
        "sous-total par structure au milieu des référents",
        au_milieu("referents", "Sous-total Structure A;;1;;"),
        sans_donnee("referents", 1),
    ),
    cas(
        "filet de tirets au milieu des parcours",
        au_milieu("parcours", "-----;-----;-----;-----;-----;-----;-----;-----"),
        sans_donnee("parcours", 1),
    ),
    cas("référent dont seul le code est rempli", pied("referents", "REF09;;;;"), sans_donnee("referents", 1)),
    cas("dossier dont toutes les autres cases sont vides", pied("participants", "D0199;;;;;;;;"), sans_donnee("participants", 1)),
    cas("contrat dont seul le numéro est rempli", pied("clauses", "C9;;;;;;"), sans_donnee("clauses", 1)),
    cas(
        "en-têtes répétés en capitales sans accents",
        au_milieu(
            "etapes",
            "NO ETAPE;NO PARCOURS;OPERATION;DATE DE DEBUT;DATE DE FIN;HEURES HEBDOMADAIRES;ORGANISME;CLAUSE D'INSERTION;DATE DE SAISIE",
        ),
        sans_donnee("etapes", 1),
    ),
    cas("en-têtes répétés dans aides par un collage", au_milieu("aides", "N° parcours;Date;Nature;Motif;Montant"), sans_donnee("aides", 1)),
    cas(
        "deux exports collés, le second avec sa marque d'ordre d'octets",
        {
            "referents.csv": TABLES["referents"]
            + "\ufeffCode référent;Structure porteuse;ETP;Date de début;Date de fin\nREF03;Structure C;1;01/01/2016;\n"
        },
        lu(vaut("referents", "REF03", "nb_etp", 1.0), retenues={"referents": 3}, lignes={"referents": 4}),
    ),
    cas(
        "second tableau sous le premier dans un CSV",
        pied("participants", "", *(";".join(ligne) for ligne in SECOND_TABLEAU)),
        sans_donnee("participants", 4),
    ),
    cas(
        "second tableau sous les étapes d'un XLSX",
        {"etapes.xlsx": xlsx({"Export": [*cellules("etapes"), [], *SECOND_TABLEAU]})},
        sans_donnee("etapes", 4),
    ),
    cas(
        "second tableau sous les participants d'un ODS",
        {"participants.ods": ods({"Export": [*cellules("participants"), [], *SECOND_TABLEAU]})},
        sans_donnee("participants", 4),
    ),
    cas(
        "total en pied d'un XLSX",
        {"referents.xlsx": xlsx({"Export": [*cellules("referents"), ["Total ETP", None, 1.8]]})},
        sans_donnee("referents", 1),
    ),
    cas(
        "organisme dont le nom commence par Total",
        {"etapes.csv": TABLES["etapes"].replace("Atelier vélo", "Total Bourgogne")},
        complet("etapes", valeur=(vaut("etapes", "E03", "organisme", "Total Bourgogne"),)),
    ),
    cas(
        "structure dont le nom commence par Nombre",
        {"referents.csv": TABLES["referents"].replace("Structure A", "Nombre d'Or")},
        complet("referents"),
    ),
    cas(
        "dossiers où seules les colonnes obligatoires sont remplies",
        {
            "participants.csv": "N° dossier;Civilité;Date de naissance;Code postal;Commune;QPV;Niveau de formation;RQTH;Date de saisie\n"
            + "".join(f"D010{n};Mme;12/03/1981;;Dijon;;;;\n" for n in range(1, 6))
        },
        complet("participants"),
    ),
    cas(
        "numéros de dossier qui ressemblent à un pied",
        {"parcours.csv": TABLES["parcours"].replace("P01;", "NB01;"), "etapes.csv": TABLES["etapes"].replace("P01;", "NB01;")},
        complet("parcours"),
    ),
]
