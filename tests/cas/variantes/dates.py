"""Dates: never shifted by an hour, swapped by an order, nor carried into another century without a word."""

import datetime as dt

from tests.cas.base import cas, cellules, change, colonne, complet, dit, juste_ou_rejete, lu, refuse, vaut, xlsx
from tests.ods import ods

ORDRE = (
    "ordre",
    "mois/jour",
    "mois avant",
    "mois et jour",
    "jour et mois",
    "mois et le jour",
    "jour et le mois",
    "américain",
    "anglais",
    "ambigu",
)
DEBUTS = ("2017-02-13", "2017-08-25", "2017-04-10", "2017-06-01", "2017-10-02")


def debuts(*valeurs: str) -> dict[str, str]:
    """The étapes beginning then."""
    return colonne("etapes", "Date de début", *valeurs)


def seul(requete: str, entete: str, nom: str, saisie: str, *parmi: str, rejet: bool = True):
    """The first line of a column has this writing among ordinary ones: read as one of these dates, or rejected."""
    accepte = juste_ou_rejete if rejet else vaut
    return cas(
        f"{nom} : « {saisie} » dans {requete}, {entete}",
        colonne(requete, entete, saisie),
        lu(accepte(requete, 2, COLONNES[entete], *parmi)),
        refuse("date", *ORDRE),
    )


COLONNES = {
    "Date de début": "date_debut",
    "Date de fin": "date_fin",
    "Date d'entrée": "date_entree",
    "Date de sortie": "date_sortie",
    "Date de naissance": "date_naissance",
    "Date": "date_entretien",
    "Date de saisie": "date_saisie",
}
ENTETES, *ETAPES = cellules("etapes")
JOURS = [dt.datetime(2017, 2, 1), dt.datetime(2017, 8, 1), dt.datetime(2017, 4, 10), dt.datetime(2017, 6, 1), dt.datetime(2017, 10, 2)]


def classeur(*moments: dt.datetime) -> list[list]:
    """The étapes beginning at these moments, as native cells."""
    return [ENTETES, *([*ligne[:3], moment, None, *ligne[5:]] for ligne, moment in zip(ETAPES, moments, strict=True))]


AVANT_MINUIT = [jour - dt.timedelta(minutes=9, seconds=21) for jour in JOURS]
LENDEMAINS = tuple(juste_ou_rejete("etapes", rang, "date_debut", jour.date().isoformat()) for rang, jour in enumerate(JOURS, start=2))
AMERICAINE = ("02/13/2017", "08/25/2017", "04/10/2017", "06/01/2017", "10/02/2017")
MELEE = ("13/02/2017", "08/25/2017", "04/10/2017", "01/06/2017", "02/10/2017")

CAS = [
    cas(
        "toute la colonne en mois/jour/année",
        debuts(*AMERICAINE),
        lu(*(juste_ou_rejete("etapes", rang, "date_debut", jour) for rang, jour in enumerate(DEBUTS, start=2))),
        lu(juste_ou_rejete("etapes", 2, "date_debut", "2017-02-13"), dit_un_de=ORDRE),
        refuse(*ORDRE),
    ),
    cas(
        "colonne qui mêle jour/mois et mois/jour",
        debuts(*MELEE),
        lu(vaut("etapes", 2, "date_debut", "2017-02-13"), juste_ou_rejete("etapes", 3, "date_debut", "2017-08-25"), dit_un_de=ORDRE),
        lu(
            juste_ou_rejete("etapes", 2, "date_debut", "2017-02-13"),
            juste_ou_rejete("etapes", 3, "date_debut", "2017-08-25"),
            juste_ou_rejete("etapes", 4, "date_debut"),
            lignes={"etapes": 5},
        ),
        refuse(*ORDRE),
    ),
    cas(
        "dates de sortie en mois/jour",
        colonne("parcours", "Date de sortie", "09/30/2017", "", "07/06/2017", "12/15/2017"),
        lu(juste_ou_rejete("parcours", 2, "date_sortie", "2017-09-30"), juste_ou_rejete("parcours", 4, "date_sortie", "2017-07-06")),
        lu(juste_ou_rejete("parcours", 2, "date_sortie", "2017-09-30"), dit_un_de=ORDRE),
        refuse(*ORDRE),
    ),
    cas(
        "naissances en mois-jour-année",
        colonne("participants", "Date de naissance", "03-12-1981", "11-25-1975", "07-23-1990", "09-30-1968", "04-01-1995"),
        lu(
            juste_ou_rejete("participants", 2, "date_naissance", "1981-03-12"),
            juste_ou_rejete("participants", 6, "date_naissance", "1995-04-01"),
        ),
        lu(juste_ou_rejete("participants", 3, "date_naissance", "1975-11-25"), dit_un_de=ORDRE),
        refuse(*ORDRE),
    ),
    seul("etapes", "Date de début", "minuit de Paris en hiver dit en temps universel", "2017-03-01T23:00:00Z", "2017-03-02"),
    seul("etapes", "Date de début", "minuit de Paris en été dit en temps universel", "2017-07-01T22:00:00Z", "2017-07-02"),
    seul("parcours", "Date d'entrée", "minuit avec des millièmes en temps universel", "2017-01-11T23:00:00.000Z", "2017-01-12"),
    seul("parcours", "Date d'entrée", "minuit avec son fuseau", "2017-01-12T00:00:00+01:00", "2017-01-12"),
    seul("parcours", "Date d'entrée", "minuit avec le fuseau de Greenwich", "2017-01-11T23:00:00+00:00", "2017-01-12"),
    seul("participants", "Date de naissance", "naissance 9 min 21 s avant minuit", "11/03/1981 23:50:39", "1981-03-12"),
    seul("etapes", "Date de fin", "fin 9 min 21 s avant minuit", "2017-07-30 23:50:39", "2017-07-31"),
    seul("etapes", "Date de fin", "fin une seconde avant minuit", "30/07/2017 23:59:59", "2017-07-31", "2017-07-30"),
    seul("entretiens", "Date", "heure d'un rendez-vous", "11/02/2017 14:30", "2017-02-11", rejet=False),
    seul("entretiens", "Date", "heure d'un rendez-vous avec T", "2017-02-11T09:00:00", "2017-02-11", rejet=False),
    seul("parcours", "Date d'entrée", "minuit écrit en entier", "2017-01-12T00:00:00", "2017-01-12", rejet=False),
    seul("etapes", "Date de fin", "année d'abord, à deux chiffres", "17/12/31", "2017-12-31"),
    cas(
        "toute la colonne en année à deux chiffres d'abord",
        debuts("17/02/13", "17/08/25", "17/04/10", "17/06/01", "17/10/02"),
        lu(*(juste_ou_rejete("etapes", rang, "date_debut", jour) for rang, jour in enumerate(DEBUTS, start=2))),
        refuse("date", "année", *ORDRE),
    ),
    seul("etapes", "Date de fin", "année à deux chiffres à la fin", "31/12/17", "2017-12-31", rejet=False),
    seul("etapes", "Date de fin", "fin prévue après la photo", "31/03/18", "2018-03-31"),
    seul("participants", "Date de naissance", "naissance à deux chiffres", "12/05/62", "1962-05-12", rejet=False),
    seul("participants", "Date de naissance", "naissance à deux chiffres qui tomberait après la photo", "12/05/25", "1925-05-12"),
    seul("participants", "Date de naissance", "naissance à deux chiffres de l'année qui suit la photo", "12/05/18", "1918-05-12"),
    seul("parcours", "Date de sortie", "sortie à deux chiffres qui tomberait après la photo", "30/09/30", ""),
    seul("parcours", "Date de sortie", "sortie le premier jour du calendrier d'un tableur", "01/01/1900", ""),
    seul("parcours", "Date de sortie", "sortie au 31/12/9999", "31/12/9999", ""),
    seul("parcours", "Date de sortie", "sortie au 00/00/0000", "00/00/0000", ""),
    seul("parcours", "Date de sortie", "sortie au 31 du mois", "31/09/2017", ""),
    seul("etapes", "Date de début", "numéro de série parmi de vraies dates", "42795", "2017-03-01"),
    seul("parcours", "Date d'entrée", "jjmmaa sans zéro de tête", "10217", "2017-02-01", ""),
    seul("parcours", "Date de sortie", "jjmmaa", "300917", "2017-09-30"),
    seul("participants", "Date de naissance", "jjmmaa sans zéro de tête d'une naissance", "50175", "1975-01-05"),
    seul("participants", "Date de naissance", "numéro de série d'une naissance", "22778", "1962-05-12"),
    seul("entretiens", "Date", "année seule", "2017", ""),
    seul("etapes", "Date de fin", "numéro de série loin de la photo", "99999", ""),
    seul("etapes", "Date de fin", "aaaammjj", "20170731", "2017-07-31"),
    seul("etapes", "Date de début", "mois seul", "02/2017", "2017-02-01"),
    cas(
        "toute la colonne en numéros de série",
        debuts("42767", "42948", "42835", "42887", "43010"),
        lu(
            vaut("etapes", "E01", "date_debut", "2017-02-01"),
            vaut("etapes", "E05", "date_debut", "2017-10-02"),
            comptes={"etapes": (5, 5, 0)},
        ),
    ),
    cas(
        "cellules natives 9 min 21 s avant minuit dans un XLSX",
        {"etapes.xlsx": xlsx({"Export": classeur(*AVANT_MINUIT)})},
        lu(*LENDEMAINS),
        refuse("heure", "décal"),
    ),
    cas(
        "une seule cellule native 9 min 21 s avant minuit",
        {"etapes.xlsx": xlsx({"Export": classeur(*JOURS[:4], AVANT_MINUIT[4])})},
        lu(*LENDEMAINS),
        refuse("heure", "décal"),
    ),
    cas(
        "cellules natives deux heures avant minuit",
        {"etapes.xlsx": xlsx({"Export": classeur(*(jour - dt.timedelta(hours=2) for jour in JOURS))})},
        lu(*LENDEMAINS),
        lu(dit_un_de=("heure", "fuseau", "décal")),
        refuse("heure", "fuseau", "décal"),
    ),
    cas(
        "cellules natives d'un ODS",
        {"etapes.ods": ods({"Export": classeur(*JOURS)})},
        complet("etapes", valeur=(vaut("etapes", "E05", "date_debut", "2017-10-02"),)),
    ),
    cas(
        "dates écrites en lettres",
        debuts("1er février 2017", "1 août 2017", "10 avril 2017", "1 juin 2017", "2 octobre 2017"),
        lu(*(juste_ou_rejete("etapes", rang, "date_debut", jour.date().isoformat()) for rang, jour in enumerate(JOURS, start=2))),
        refuse("date", "garde", "retenue"),
    ),
    cas(
        "colonne de dates ambiguës sans preuve, jour d'abord",
        debuts("01/02/2017", "01/08/2017", "10/04/2017", "01/06/2017", "02/10/2017"),
        complet("etapes", valeur=(vaut("etapes", "E05", "date_debut", "2017-10-02"),)),
    ),
    cas(
        "date après la photo dans une saisie",
        change("etapes", ("Non;11/04/2017", "Non;11/04/2117")),
        lu(juste_ou_rejete("etapes", 4, "date_saisie", ""), lignes={"etapes": 5}),
        dit("saisie"),
    ),
]
