"""A header written twice, formulas without stored values, cells in error: said, rejected or refused, never empty in silence."""

from tests.cas.base import (
    TABLES,
    cas,
    cellules,
    complet,
    juste_ou_rejete,
    lu,
    refuse,
    sans_valeurs_de_formules,
    texte,
    vaut,
    xlsx,
)
from tests.cas_import import Issue, Valeur

ENTETES, *LIGNES = cellules("etapes")
ORGANISME = ENTETES.index("Organisme")
JUSTES = (vaut("etapes", "E03", "organisme", "Atelier vélo"), vaut("etapes", "E05", "organisme", "Intérim du Suzon"))


def double(requete: str, entete: str, valeur: str, *, devant: bool) -> str:
    """The export with a second column of this header, all its cells holding this."""
    premiere, *lignes = cellules(requete)
    place = premiere.index(entete) + (not devant)
    return texte(
        [[*ligne[:place], contenu, *ligne[place:]] for ligne, contenu in ((premiere, entete), *((ligne, valeur) for ligne in lignes))]
    )


def formules(entete: str, formule: str) -> dict[str, bytes]:
    """The étapes in a workbook where the second line of a column is a formula without a value."""
    return {
        "etapes.xlsx": sans_valeurs_de_formules(
            xlsx(
                {
                    "Export": [
                        ENTETES,
                        LIGNES[0],
                        [formule if nom == entete else cellule for nom, cellule in zip(ENTETES, LIGNES[1], strict=True)],
                        *LIGNES[2:],
                    ]
                }
            )
        )
    }


def vide_avec_rejet(colonne: str) -> Valeur:
    """The cell of the second line is empty, and rejected."""
    return Valeur("etapes", colonne, ligne=3, parmi=("",), ou_rejet=True, avec_rejet=True)


def erreurs(erreur: str) -> dict[str, str]:
    """The étapes where the second line holds this error in its numbers and its dates."""
    return {"etapes.csv": TABLES["etapes"].replace("01/08/2017;;35", f"01/08/2017;{erreur};{erreur}")}


COMMUNES = (vaut("participants", "D0102", "commune", "Chenôve"),)

CAS = [
    cas(
        "organisme deux fois, le premier vide",
        {"etapes.csv": double("etapes", "Organisme", "", devant=True)},
        complet("etapes", valeur=JUSTES, dit=("Organisme",)),
        refuse("Organisme"),
    ),
    cas(
        "organisme deux fois, le second vide",
        {"etapes.csv": double("etapes", "Organisme", "", devant=False)},
        complet("etapes", valeur=JUSTES, dit=("Organisme",)),
        refuse("Organisme"),
    ),
    cas(
        "organisme deux fois, remplis autrement",
        {"etapes.csv": double("etapes", "Organisme", "Autre", devant=False)},
        Issue(dit=("Organisme",)),
        refuse("Organisme"),
    ),
    cas(
        "commune deux fois, la première vide",
        {"participants.csv": double("participants", "Commune", "", devant=True)},
        complet("participants", valeur=COMMUNES, dit=("Commune",)),
        refuse("Commune"),
    ),
    cas(
        "date de début deux fois, la première vide",
        {"etapes.csv": double("etapes", "Date de début", "", devant=True)},
        lu(vaut("etapes", "E01", "date_debut", "2017-02-01"), dit=("Date de début",)),
        refuse("Date de début"),
    ),
    cas(
        "date de début deux fois, remplies autrement",
        {"etapes.csv": double("etapes", "Date de début", "01/01/2017", devant=False)},
        Issue(dit=("Date de début",)),
        refuse("Date de début"),
    ),
    cas(
        "numéro de dossier deux fois, le premier vide",
        {"participants.csv": double("participants", "N° dossier", "", devant=True)},
        complet("participants", dit=("N° dossier",)),
        refuse("N° dossier"),
    ),
    cas(
        "montant deux fois dans un XLSX, le premier vide",
        {
            "aides.xlsx": xlsx(
                {"Export": [[*ligne[:4], ("Montant", "")[bool(rang)], ligne[4]] for rang, ligne in enumerate(cellules("aides"))]}
            )
        },
        lu(vaut("aides", 2, "montant_euros", 1120.5), dit=("Montant",)),
        refuse("Montant"),
    ),
    cas(
        "motif deux fois, chacun rempli sur d'autres lignes",
        {
            "aides.csv": "N° parcours;Date;Nature;Motif;Montant;Motif\nP01;03/03/2017;transport;Emploi;1120,50;\nP02;04/03/2017;transport;;250;Formation\n"
        },
        Issue(dit=("Motif",)),
        refuse("Motif"),
    ),
    cas(
        "même en-tête écrit de deux façons",
        {"etapes.csv": double("etapes", "Organisme", "", devant=True).replace("Organisme;Organisme", "ORGANISME;Organisme ")},
        complet("etapes", valeur=JUSTES, dit=("rganisme",)),
        complet("etapes", valeur=JUSTES, dit=("ORGANISME",)),
        refuse("organisme"),
    ),
    cas(
        "formule sans valeur dans les heures",
        formules("Heures hebdomadaires", "=20+15"),
        lu(vide_avec_rejet("nb_heures_hebdo"), lignes={"etapes": 5}),
        lu(vaut("etapes", "E02", "nb_heures_hebdo", 35.0)),
        refuse("formule"),
    ),
    cas(
        "formule sans valeur dans une date de fin",
        formules("Date de fin", "=TODAY()"),
        lu(vide_avec_rejet("date_fin"), lignes={"etapes": 5}),
        refuse("formule"),
    ),
    cas(
        "formule sans valeur dans un numéro",
        formules("N° étape", '="E0"&2'),
        Issue(retenues={"etapes": 4}, lignes={"etapes": 5}, rejet=({"requete": "etapes", "ligne": 3, "portee": "ligne"},)),
        lu(vaut("etapes", 3, "id_etape", "E02")),
        refuse("formule"),
    ),
    cas(
        "formule sans valeur dans un texte",
        formules("Organisme", '="Boulangerie"'),
        lu(vide_avec_rejet("organisme"), lignes={"etapes": 5}),
        refuse("formule"),
    ),
    cas(
        "formule sans valeur dans une colonne obligatoire d'un autre export",
        {
            "referents.xlsx": sans_valeurs_de_formules(
                xlsx({"Export": [*cellules("referents")[:2], ["REF02", "Structure B", "=0.4*2", "01/01/2016", ""]]})
            )
        },
        lu(Valeur("referents", "nb_etp", ligne=3, parmi=("",), ou_rejet=True, avec_rejet=True), lignes={"referents": 2}),
        refuse("formule"),
    ),
    cas(
        "formules sans valeur dans toute la colonne des dates",
        {
            "etapes.xlsx": sans_valeurs_de_formules(
                xlsx({"Export": [ENTETES, *([*ligne[:3], "=DATE(2017,2,1)", *ligne[4:]] for ligne in LIGNES)]})
            )
        },
        refuse("formule", "etapes"),
    ),
    cas("formule qui a sa valeur", {"etapes.xlsx": xlsx({"Export": [ENTETES, *LIGNES]})}, complet("etapes", valeur=JUSTES)),
    cas(
        "formule laissée en texte dans un CSV",
        {"etapes.csv": TABLES["etapes"].replace(";24,5;", ";=A1+B1;")},
        lu(juste_ou_rejete("etapes", 5, "nb_heures_hebdo")),
    ),
    *(
        cas(
            f"« {erreur} » dans une date et dans un nombre",
            erreurs(erreur),
            lu(vaut("etapes", "E02", "nb_heures_hebdo", ""), vaut("etapes", "E02", "date_fin", ""), retenues={"etapes": 5}),
        )
        for erreur in ("#REF!", "#DIV/0!", "#VALEUR!", "#NOM?", "#N/A", "#######")
    ),
    cas(
        "« #REF! » dans une date d'entrée",
        {"parcours.csv": TABLES["parcours"].replace("06/03/2017", "#REF!")},
        Issue(comptes={"parcours": (5, 4, 1)}),
    ),
    cas("« #REF! » dans un numéro", {"etapes.csv": TABLES["etapes"].replace("E03;", "#REF!;")}, Issue(comptes={"etapes": (5, 4, 1)})),
    cas(
        "« #NOM? » dans un texte",
        {"etapes.csv": TABLES["etapes"].replace("Atelier vélo", "#NOM?")},
        lu(juste_ou_rejete("etapes", 4, "organisme", "")),
    ),
]
