"""The kinds of trouble in prescriptions, where no étape hides what is lost."""

from tests.cas.base import (
    TABLES,
    cas,
    cellules,
    change,
    colonne,
    complet,
    juste_ou_rejete,
    lu,
    pied,
    refuse,
    sans_donnee,
    texte,
    vaut,
    xlsx,
)
from tests.cas_import import Issue
from tests.ods import ods

PRESCRIPTIONS = TABLES["prescriptions"]
ENTETES, *LIGNES = cellules("prescriptions")
LU = complet("prescriptions")
DOUBLE = ENTETES.index("Décision") + 1

CAS = [
    cas(
        "total en pied de prescriptions, la colonne du numéro vide",
        pied("prescriptions", ";;Total : 3 orientations;;;;;;"),
        sans_donnee("prescriptions", 1),
    ),
    cas(
        "sous-total par prescripteur dans une colonne que personne ne lit",
        {
            "prescriptions.csv": texte(
                [["Conseiller", *ENTETES], *(["", *ligne] for ligne in LIGNES), ["Sous-total Mission locale", "3", *[""] * 8]]
            )
        },
        sans_donnee("prescriptions", 1),
    ),
    cas(
        "total dans une colonne que personne ne lit, avant le numéro et après une case vide",
        {
            "prescriptions.csv": texte(
                [["Site", "Conseiller", *ENTETES], *(["", "", *ligne] for ligne in LIGNES), ["", "Total général", "3", *[""] * 8]]
            )
        },
        sans_donnee("prescriptions", 1),
    ),
    cas(
        "en-têtes des prescriptions répétés par un saut de page",
        pied("prescriptions", ";".join(ENTETES), "R4;D0103;Mission locale;01/03/2017;;en attente;;;"),
        lu(vaut("prescriptions", "R4", "decision", "en attente"), retenues={"prescriptions": 4}, lignes={"prescriptions": 5}),
    ),
    cas(
        "prescriptions de janvier sur une deuxième feuille",
        {"prescriptions.xlsx": xlsx({"2016": [ENTETES, LIGNES[0]], "2017": [ENTETES, *LIGNES[1:]]})},
        LU,
        refuse("2017"),
    ),
    cas(
        "prescriptions d'un ODS précédées d'une notice",
        {"prescriptions.ods": ods({"Lisez-moi": [["Orientations reçues"]], "Export": [ENTETES, *LIGNES]})},
        complet("prescriptions", dit=("Lisez-moi",)),
    ),
    cas(
        "point-virgule dans le motif d'une prescription",
        change("prescriptions", ("Déménagement", "Déménagement; ZZNOM")),
        Issue(retenues={"prescriptions": 2}, rejet=({"requete": "prescriptions", "ligne": 4, "portee": "ligne"},)),
        jamais_ecrit=("ZZNOM",),
    ),
    cas(
        "nom et téléphone à la place du prescripteur et de la décision",
        change("prescriptions", ("Mission locale;20/01/2017;;entrée", "ZZNOM;20/01/2017;;0699999902")),
        Issue(retenues={"prescriptions": 2}, rejet=({"requete": "prescriptions", "ligne": 3, "portee": "ligne"},)),
        jamais_ecrit=("0699999902",),
    ),
    cas(
        "prescriptions en Windows-1252 avec des points de suspension",
        {"prescriptions.csv": PRESCRIPTIONS.replace("Déménagement", "Déménagement…").encode("cp1252")},
        complet("prescriptions", valeur=(vaut("prescriptions", "R3", "motif_non_entree", "Déménagement"),)),
    ),
    cas(
        "ligne suivante d'Unicode dans le motif de la dernière prescription",
        {"prescriptions.csv": PRESCRIPTIONS.replace("Déménagement", "Déménagement\x85")},
        LU,
    ),
    cas(
        "dates de prescription à l'américaine",
        colonne("prescriptions", "Date de prescription", "01/05/2017", "01/20/2017", "02/16/2017"),
        lu(
            juste_ou_rejete("prescriptions", 2, "date_prescription", "2017-01-05"),
            juste_ou_rejete("prescriptions", 3, "date_prescription", "2017-01-20"),
            lignes={"prescriptions": 3},
        ),
        refuse("mois/jour"),
    ),
    cas(
        "premier rendez-vous à minuit de Paris dit en temps universel",
        colonne("prescriptions", "Date du premier RDV", "2017-01-09T23:00:00Z"),
        lu(vaut("prescriptions", "R1", "date_premier_rdv", "2017-01-10"), dit_un_de=("fuseau",)),
    ),
    cas(
        "décision 9 min 21 s avant minuit",
        colonne("prescriptions", "Date de décision", "11/01/2017 23:50:39"),
        lu(vaut("prescriptions", "R1", "date_decision", "2017-01-12"), dit_un_de=("minuit",)),
    ),
    cas(
        "décision au premier jour du calendrier d'un tableur",
        colonne("prescriptions", "Date de décision", "00/01/1900", "01/01/1900"),
        lu(
            juste_ou_rejete("prescriptions", 2, "date_decision", ""),
            juste_ou_rejete("prescriptions", 3, "date_decision", ""),
            sans_rejet=("parcours",),
        ),
    ),
    cas(
        "zéros de tête perdus dans le dossier des prescriptions",
        {
            "participants.csv": TABLES["participants"].replace("D0", "000"),
            "parcours.csv": TABLES["parcours"].replace("D0", "000"),
            "prescriptions.csv": PRESCRIPTIONS.replace("D0", ""),
        },
        Issue(comptes={"prescriptions": (3, 3, 0)}, dit_un_de=("zéro",)),
    ),
    cas(
        "numéros de prescription en notation scientifique",
        {"prescriptions.csv": PRESCRIPTIONS.replace("R", "1,7032E+1")},
        refuse("scientifique"),
        Issue(code=2),
    ),
    cas("prescription dont seul le numéro est rempli", pied("prescriptions", "R9;;;;;;;;"), sans_donnee("prescriptions", 1)),
    cas(
        "deux colonnes « Décision », la première vide",
        {
            "prescriptions.csv": texte(
                [
                    [*ligne[: DOUBLE - 1], "" if rang else "Décision", *ligne[DOUBLE - 1 :]]
                    for rang, ligne in enumerate(cellules("prescriptions"))
                ]
            )
        },
        complet("prescriptions", valeur=(vaut("prescriptions", "R1", "decision", "entrée"),)),
    ),
    cas(
        "motif inconnu d'une prescription, montré pour qu'on l'ajoute",
        change("prescriptions", ("Déménagement", "Garde d'enfant")),
        Issue(
            retenues={"prescriptions": 3},
            rejet=({"requete": "prescriptions", "ligne": 4, "colonne": "Motif de non-entrée", "portee": "valeur"},),
        ),
    ),
]
