"""Keys marked, quoted, rounded or shorn of their zeros; what stands for an empty cell; queries of which nothing is left."""

from tests.cas.base import TABLES, cas, cellules, change, complet, juste_ou_rejete, lu, refuse, texte, vaut, xlsx
from tests.cas_import import Issue

PARTICIPANTS, PARCOURS, ETAPES = TABLES["participants"], TABLES["parcours"], TABLES["etapes"]
INVISIBLES = {
    "marques de sens d'écriture": ("\u202a", "\u202c"),
    "marque de gauche à droite": ("\u200e", ""),
    "espace sans chasse": ("", "\u200b"),
    "antiliant sans chasse": ("\u200c", ""),
    "marque d'ordre d'octets": ("\ufeff", ""),
    "espace insécable": ("\u00a0", "\u00a0"),
    "trait d'union conditionnel": ("", "\u00ad"),
    "isolats de sens d'écriture": ("\u2068", "\u2069"),
}
VIDES = (r"\N", "(null)", "NULL", "nan", "NaN", "#N/A", "NaT", "<NA>", "None", "NC")


def numeros(dossier: str, parcours: str) -> dict[str, str]:
    """The dossiers written so in participants, and so in parcours; « {} » is their rank."""
    listes = {"participants": PARTICIPANTS, "parcours": PARCOURS}
    for rang in range(1, 6):
        for requete, modele in (("participants", dossier), ("parcours", parcours)):
            listes[requete] = listes[requete].replace(f"D010{rang}", modele.format(rang))
    return {f"{requete}.csv": contenu for requete, contenu in listes.items()}


TOUS_LIES = Issue(comptes={"participants": (5, 5, 0), "parcours": (5, 5, 0), "etapes": (5, 5, 0)})
AMBIGUS = {
    "participants.csv": PARTICIPANTS.replace("D0101", "012").replace("D0102", "0012"),
    "parcours.csv": PARCOURS.replace("D0101", "12").replace("D0102", "0012"),
}
SCIENTIFIQUE = ("scientifique", "E+11")
FLOTTANTS = [[170321000100.0 + rang if rang else ligne[0], *ligne[1:]] for rang, ligne in enumerate(cellules("participants"))]
VERS_FLOTTANTS = [[ligne[0], str(170321000100 + rang) if rang else ligne[1], *ligne[2:]] for rang, ligne in enumerate(cellules("parcours"))]

CAS = [
    *(
        cas(
            f"{nom} autour d'un numéro de parcours",
            {"etapes.csv": ETAPES.replace("P01", f"{avant}P01{apres}")},
            complet("etapes", valeur=(vaut("etapes", 2, "id_parcours", "P01"),)),
        )
        for nom, (avant, apres) in INVISIBLES.items()
    ),
    *(
        cas(
            f"{nom} dans un en-tête",
            {
                "etapes.csv": ETAPES.replace("N° parcours", f"{avant}N° parcours{apres}").replace(
                    "Date de fin", f"Date{avant or apres} de fin".replace("\u00a0 ", "\u00a0")
                )
            },
            complet("etapes", valeur=(vaut("etapes", "E01", "date_fin", "2017-07-31"),)),
        )
        for nom, (avant, apres) in INVISIBLES.items()
    ),
    cas(
        "marque de sens d'écriture dans une date",
        change("etapes", ("01/02/2017", "\u200e01\u200e/02\u200e/2017")),
        complet("etapes", valeur=(vaut("etapes", "E01", "date_debut", "2017-02-01"),)),
    ),
    cas("espace sans chasse au milieu d'un numéro", {"etapes.csv": ETAPES.replace("P01", "P\u200b01")}, complet("etapes")),
    cas(
        "signe égal et guillemets autour d'un lien",
        {"etapes.csv": ETAPES.replace("P01", '="P01"')},
        complet("etapes", valeur=(vaut("etapes", 2, "id_parcours", "P01"),)),
    ),
    cas(
        "signe égal et guillemets doublés autour d'un lien",
        {"etapes.csv": ETAPES.replace("P01", '"=""P01"""')},
        complet("etapes", valeur=(vaut("etapes", 2, "id_parcours", "P01"),)),
    ),
    cas(
        "signe égal et guillemets dans un texte tabulé",
        {"participants.tsv": PARTICIPANTS.replace(";", "\t").replace("D010", '="D010').replace("\tMme", '"\tMme').replace("\tM.", '"\tM.')},
        TOUS_LIES,
    ),
    cas(
        "signe égal et guillemets dans toutes les cases d'une ligne",
        {"referents.csv": TABLES["referents"].replace("REF01;Structure A;1;01/01/2016;", '="REF01";="Structure A";="1";="01/01/2016";=""')},
        complet("referents", valeur=(vaut("referents", "REF01", "nb_etp", 1.0), vaut("referents", "REF01", "structure", "Structure A"))),
    ),
    cas(
        "apostrophe de texte devant un numéro",
        {"etapes.csv": ETAPES.replace("P01", "'P01")},
        complet("etapes"),
        Issue(comptes={"etapes": (5, 3, 2)}),
    ),
    *(
        cas(
            f"« {vide} » pour une case vide",
            {
                "etapes.csv": ETAPES.replace(
                    "E04;P03;CDDI;01/06/2017;;24,5;Jardins partagés;Non;02/06/2017",
                    ";".join(["E04", "P03", "CDDI", "01/06/2017", *[vide] * 5]),
                )
            },
            complet(
                "etapes",
                valeur=(
                    vaut("etapes", "E04", "date_fin", ""),
                    vaut("etapes", "E04", "organisme", ""),
                    vaut("etapes", "E04", "nb_heures_hebdo", ""),
                ),
            ),
        )
        for vide in VIDES
    ),
    cas(
        "« \\N » pour un numéro de dossier",
        {"participants.csv": PARTICIPANTS + r"\N;Mme;12/03/1981;21000;Dijon;;V;Non;" + "\n"},
        Issue(comptes={"participants": (6, 5, 1)}),
    ),
    cas(
        "zéros de tête perdus dans parcours",
        numeros("0000{}", "{}"),
        Issue(comptes={"parcours": (5, 5, 0), "etapes": (5, 5, 0)}, dit_un_de=("zéro",)),
        refuse("zéro"),
    ),
    cas(
        "zéros de tête perdus dans participants",
        numeros("{}", "0000{}"),
        Issue(comptes={"parcours": (5, 5, 0), "etapes": (5, 5, 0)}, dit_un_de=("zéro",)),
        refuse("zéro"),
    ),
    cas(
        "zéros de tête perdus dans les numéros de parcours des étapes",
        {"parcours.csv": PARCOURS.replace("P0", "000"), "etapes.csv": ETAPES.replace(";P0", ";")},
        Issue(comptes={"etapes": (5, 5, 0)}, dit_un_de=("zéro",)),
        refuse("zéro"),
    ),
    cas(
        "zéros de tête perdus, deux dossiers possibles",
        AMBIGUS,
        lu(
            juste_ou_rejete("parcours", "P02", "id_dossier", "0012"),
            comptes={"parcours": (5, 4, 1)},
            rejet=({"requete": "parcours", "ligne": 2, "portee": "ligne"},),
        ),
        refuse("zéro"),
    ),
    cas("numéros écrits avec leurs zéros des deux côtés", numeros("0000{}", "0000{}"), TOUS_LIES),
    cas(
        "notation scientifique dans un lien",
        {
            "parcours.csv": PARCOURS.replace("P0", "17032100000"),
            "etapes.csv": ETAPES.replace(";P01", ";1,70321E+11")
            .replace(";P02", ";1,70321E+11")
            .replace(";P03", ";1,70321E+11")
            .replace(";P05", ";1,70321E+11"),
        },
        Issue(comptes={"etapes": (5, 0, 5)}),
        refuse(*SCIENTIFIQUE),
    ),
    cas(
        "notation scientifique sur un seul dossier",
        {"participants.csv": PARTICIPANTS.replace("D0103", "1.70321E+11")},
        Issue(comptes={"participants": (5, 4, 1)}),
        refuse(*SCIENTIFIQUE),
    ),
    cas(
        "notation scientifique en texte dans un XLSX",
        {
            "participants.xlsx": xlsx(
                {"Export": [["1,70321E+11" if rang else ligne[0], *ligne[1:]] for rang, ligne in enumerate(cellules("participants"))]}
            )
        },
        refuse(*SCIENTIFIQUE),
    ),
    cas(
        "grands numéros en nombres dans un XLSX",
        {"participants.xlsx": xlsx({"Export": FLOTTANTS}), "parcours.csv": texte(VERS_FLOTTANTS)},
        lu(vaut("participants", 2, "id_dossier", "170321000101"), comptes={"participants": (5, 5, 0), "parcours": (5, 5, 0)}),
        refuse(*SCIENTIFIQUE),
    ),
    cas(
        "numéros de plus de quinze chiffres arrondis dans un XLSX",
        {
            "clauses.xlsx": xlsx(
                {"Export": [[12345678901234567890.0 if rang else ligne[0], *ligne[1:]] for rang, ligne in enumerate(cellules("clauses"))]}
            )
        },
        Issue(retenues={"clauses": 0}),
        refuse("N° contrat"),
    ),
    cas(
        "numéro de contrat qui ressemble à une puissance",
        change("clauses", ("C1;", "12E3;")),
        Issue(comptes={"clauses": (3, 3, 0)}),
        Issue(comptes={"clauses": (3, 2, 1)}),
        refuse(*SCIENTIFIQUE),
    ),
    cas("participants sans une ligne", {"participants.csv": PARTICIPANTS.splitlines()[0] + "\n"}, refuse("participants")),
    cas("étapes sans une ligne", {"etapes.csv": ETAPES.splitlines()[0] + "\n"}, refuse("etapes")),
    cas("étapes dont toutes les lignes sont rejetées", {"etapes.csv": ETAPES.replace(";P0", ";X0")}, refuse("etapes")),
    cas(
        "parcours dont toutes les dates d'entrée sont fausses",
        {
            "parcours.csv": PARCOURS.replace("2017;14", "20x7;14")
            .replace("2017;6", "20x7;6")
            .replace("2017;18", "20x7;18")
            .replace("2017;24", "20x7;24")
            .replace("2017;3", "20x7;3")
        },
        refuse("parcours"),
    ),
    cas(
        "aides sans une ligne",
        {"aides.csv": TABLES["aides"].splitlines()[0] + "\n"},
        Issue(comptes={"aides": (0, 0, 0), "etapes": (5, 5, 0)}),
    ),
    cas(
        "aides dont toutes les lignes sont rejetées",
        {"aides.csv": TABLES["aides"].replace("P0", "X0")},
        Issue(comptes={"aides": (3, 0, 3), "etapes": (5, 5, 0)}),
    ),
]
