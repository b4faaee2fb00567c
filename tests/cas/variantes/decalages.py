"""Misaligned lines: rejected whole, and none of their values written anywhere."""

from tests.cas.base import cas, cellules, juste_ou_rejete, lu, refuse, texte, vaut, xlsx
from tests.cas_import import Issue

ENTETES = [
    "N° dossier",
    "Civilité",
    "Nom",
    "Adresse",
    "Date de naissance",
    "Code postal",
    "Commune",
    "QPV",
    "Téléphone",
    "Courriel",
    "Date de saisie",
]
LIGNES = [
    [
        f"D010{n}",
        "Mme",
        f"ZZNOM{n}",
        f"{n} rue ZZVOIE{n}",
        f"0{n}/11/197{n}",
        "21000",
        "Dijon",
        "Grésilles",
        f"069999990{n}",
        f"zz{n}@zzmel.fr",
        "02/02/2017",
    ]
    for n in range(1, 6)
]
CANARIS = ("ZZNOM", "ZZVOIE", "0699999", "zzmel")


def participants(remplacee: int, *cellules_: str, separateur: str = ";") -> str:
    """The participants, the line of this rank (from 1) being these cells."""
    return texte([ENTETES, *([*cellules_] if rang == remplacee else ligne for rang, ligne in enumerate(LIGNES, start=1))], separateur)


def rejetee(requete: str, ligne: int, retenues: int) -> Issue:
    """That line is rejected as a line, the others are kept."""
    return Issue(retenues={requete: retenues}, rejet=({"requete": requete, "ligne": ligne, "portee": "ligne"},))


ADRESSE = ["D0102", "M.", "ZZNOM2", "2 rue ZZVOIE2", " bât. B", "02/11/1972", "21300", "Chenôve"]
NIR = "172117512312304"

CAS = [
    cas(
        "point-virgule dans une adresse, dernières cases vides",
        {"participants.csv": participants(2, *ADRESSE, "", "", "", "")},
        rejetee("participants", 3, 4),
        jamais_ecrit=(*CANARIS, "bât. B", "02/11/1972", "1972-11-02"),
    ),
    cas(
        "point-virgule dans une adresse, autant de cases que d'en-têtes",
        {"participants.csv": participants(2, *ADRESSE, "", "", "")},
        rejetee("participants", 3, 4),
        jamais_ecrit=(*CANARIS, "bât. B", "02/11/1972", "1972-11-02"),
    ),
    cas(
        "point-virgule dans une adresse, toutes les cases remplies",
        {"participants.csv": participants(2, *ADRESSE, "Le Mail", "0699999902", "zz2@zzmel.fr", "02/02/2017")},
        rejetee("participants", 3, 4),
        jamais_ecrit=(*CANARIS, "bât. B", "02/11/1972", "1972-11-02"),
    ),
    cas(
        "tabulation dans une adresse d'un texte tabulé",
        {"participants.tsv": participants(2, *ADRESSE, "", "", "", "", separateur="\t")},
        rejetee("participants", 3, 4),
        jamais_ecrit=(*CANARIS, "bât. B"),
    ),
    cas(
        "virgule dans une adresse d'un CSV à virgules",
        {"participants.csv": participants(2, *ADRESSE, "", "", "", separateur=",")},
        rejetee("participants", 3, 4),
        jamais_ecrit=(*CANARIS, "bât. B"),
    ),
    cas(
        "ligne coupée après l'adresse",
        {"participants.csv": participants(3, *LIGNES[2][:4])},
        rejetee("participants", 4, 4),
        jamais_ecrit=CANARIS,
    ),
    cas(
        "adresse coupée par un saut de ligne",
        {"participants.csv": participants(2, "D0102", "M.", "ZZNOM2", "2 rue ZZVOIE2\nZZVOIE bât. B", *LIGNES[1][4:])},
        Issue(retenues={"participants": 4}, lignes={"participants": 6}),
        jamais_ecrit=(*CANARIS, "bât. B"),
    ),
    cas(
        "case insérée dans une ligne d'un XLSX",
        {"participants.xlsx": xlsx({"Export": [ENTETES, LIGNES[0], ["D0102", NIR, *LIGNES[1][1:]], *LIGNES[2:]]})},
        rejetee("participants", 3, 4),
        jamais_ecrit=(*CANARIS, NIR),
    ),
    cas(
        "case supprimée dans une ligne d'un XLSX",
        {"participants.xlsx": xlsx({"Export": [ENTETES, LIGNES[0], [LIGNES[1][0], *LIGNES[1][2:]], *LIGNES[2:]]})},
        rejetee("participants", 3, 4),
        jamais_ecrit=CANARIS,
    ),
    cas(
        "colonnes à l'envers à partir de la ligne 5",
        {"participants.csv": texte([ENTETES, *LIGNES[:3], *(ligne[::-1] for ligne in LIGNES[3:])])},
        Issue(retenues={"participants": 3}, lignes={"participants": 5}),
        refuse("ligne 5", "décal", "colonnes"),
        jamais_ecrit=CANARIS,
    ),
    cas(
        "colonnes à l'envers partout sous les en-têtes",
        {"participants.csv": texte([ENTETES, *(ligne[::-1] for ligne in LIGNES)])},
        refuse("participants"),
        jamais_ecrit=CANARIS,
    ),
    cas(
        "nom et commune échangés sur une ligne",
        {
            "participants.csv": participants(
                2, "D0102", "M.", "Dijon", "2 rue ZZVOIE2", "02/11/1972", "21000", "ZZNOM2", "Grésilles", "", "", ""
            )
        },
        Issue(rejet=({"requete": "participants", "ligne": 3},)),
    ),
    cas(
        "point-virgule dans une remarque en dernière colonne",
        {
            "etapes.csv": "N° étape;N° parcours;Opération;Date de début;Remarque\nE01;P01;CDDI;01/02/2017;vu le 3; rappelé\nE02;P02;PMSMP;10/04/2017;RAS\nE03;P03;CDDI;01/06/2017;\n"
        },
        lu(
            vaut("etapes", "E02", "date_debut", "2017-04-10"),
            juste_ou_rejete("etapes", 2, "date_debut", "2017-02-01"),
            lignes={"etapes": 3},
        ),
    ),
    cas(
        "point-virgule dans une remarque au milieu d'étapes",
        {
            "etapes.csv": "N° étape;N° parcours;Opération;Remarque;Date de début;Date de fin;Organisme\nE01;P01;CDDI;vu; 03/05/2017;01/02/2017;31/07/2017;Lac\nE02;P02;PMSMP;RAS;10/04/2017;21/04/2017;Atelier\nE03;P03;CDDI;;01/06/2017;;Jardin\n"
        },
        rejetee("etapes", 2, 2),
    ),
    cas(
        "point-virgule de trop à la fin d'une seule ligne vide de plus",
        {"etapes.csv": texte([*cellules("etapes")[:2], [*cellules("etapes")[2], ""], *cellules("etapes")[3:]])},
        lu(
            juste_ou_rejete("etapes", 3, "organisme", "Boulangerie du Parc"),
            vaut("etapes", "E01", "organisme", "Chantier du Lac"),
            lignes={"etapes": 5},
        ),
    ),
    cas(
        "point-virgule de trop à la fin de toutes les lignes de données",
        {"etapes.csv": texte([cellules("etapes")[0], *([*ligne, ""] for ligne in cellules("etapes")[1:])])},
        Issue(comptes={"etapes": (5, 5, 0)}, sans_rejet=("etapes",)),
    ),
    cas(
        "date de début glissée dans l'opération d'une clause",
        {
            "clauses.xlsx": xlsx(
                {
                    "Export": [
                        *cellules("clauses")[:2],
                        ["C2", "P02", "ZZNOM", "services", "CDDI", "10/04/2017", "", "1234,5"],
                        cellules("clauses")[3],
                    ]
                }
            )
        },
        rejetee("clauses", 3, 2),
        jamais_ecrit=("ZZNOM",),
    ),
]
