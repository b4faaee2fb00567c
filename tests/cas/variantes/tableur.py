"""What people do in a spreadsheet before they save: titles, filters, typed dates, hours, signs, comments; and exports of LibreOffice."""

import datetime as dt
import io

import xlsxwriter

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
    sans_donnee,
    texte,
    vaut,
)
from tests.cas_import import Issue

ENTETES, *ETAPES = cellules("etapes")
DEBUT, HEURES, CLAUSE = (ENTETES.index(nom) for nom in ("Date de début", "Heures hebdomadaires", "Clause d'insertion"))
LU = complet("etapes")
FORMATS = {dt.date: "dd/mm/yyyy", dt.timedelta: "[h]:mm", dt.time: "hh:mm"}


def classeur(lignes: list[list], *, soin=lambda classeur, feuille: None, depart: tuple[int, int] = (0, 0)) -> dict[str, bytes]:
    """The étapes in a workbook, native cells as they are given; ``soin`` is what the person does to the sheet."""
    contenu = io.BytesIO()
    with xlsxwriter.Workbook(contenu, {"in_memory": True, "strings_to_numbers": False}) as ecrit:
        formats = {genre: ecrit.add_format({"num_format": forme}) for genre, forme in FORMATS.items()}
        feuille = ecrit.add_worksheet("Export")
        for rang, ligne in enumerate(lignes, start=depart[0]):
            for place, cellule in enumerate(ligne, start=depart[1]):
                if cellule not in (None, ""):
                    feuille.write(rang, place, cellule, formats.get(type(cellule)))
        soin(ecrit, feuille)
    return {"etapes.xlsx": contenu.getvalue()}


def avec(place: int, *cellules_) -> list[list]:
    """The étapes with these cells in a column, from the first line down."""
    return [
        ENTETES,
        *(
            [*ligne[:place], cellules_[rang] if rang < len(cellules_) else ligne[place], *ligne[place + 1 :]]
            for rang, ligne in enumerate(ETAPES)
        ),
    ]


def titre(ecrit, feuille) -> None:
    """A merged title above the table, and the date of the export."""
    feuille.merge_range(0, 0, 0, 8, "Étapes de parcours - année 2017", ecrit.add_format({"bold": True}))
    feuille.write(1, 0, "Filtre : toutes les structures")


def filtre(_ecrit, feuille) -> None:
    """A filter that hides two lines."""
    feuille.autofilter(0, 0, 5, 8)
    for rang in (2, 4):
        feuille.set_row(rang, None, None, {"hidden": True})


def notes(_ecrit, feuille) -> None:
    """Comments on cells, one of them empty."""
    feuille.write_comment(2, 3, "ZZNOM : à vérifier avec elle")
    feuille.write_comment(9, 9, "ZZNOM")


def somme(_ecrit, feuille) -> None:
    """A total computed below."""
    feuille.write(6, 0, "Total")
    feuille.write_formula(6, HEURES, "=SUM(F2:F6)", None, 155.5)


LIBREOFFICE = "".join(",".join(f'"{cellule}"' if cellule else "" for cellule in ligne) + "\n" for ligne in cellules("etapes"))
SURPLUS = [ligne + [""] * 4 for ligne in cellules("etapes")]
NOM = ("ZZMARTIN", "ZZLea")


def mot(requete: str, entete: str, saisie: str):
    """A name alone in a typed column: rejected, and written nowhere."""
    return cas(
        f"nom seul dans {requete}, {entete}",
        colonne(requete, entete, saisie),
        Issue(rejet=({"requete": requete, "ligne": 2},)),
        jamais_ecrit=NOM,
    )


CAS = [
    cas(
        "CSV UTF-8 d'Excel : marque, sep=; et fins de ligne de Windows",
        {"etapes.csv": "\ufeffsep=;\r\n" + TABLES["etapes"].replace("\n", "\r\n")},
        LU,
    ),
    cas("trois mille lignes de points-virgules après les données", {"etapes.csv": TABLES["etapes"] + ";;;;;;;;\n" * 3000}, LU),
    cas("colonnes vides et sans en-tête au bout", {"etapes.csv": texte(SURPLUS)}, LU),
    cas("colonnes sans en-tête au bout des données seulement", {"etapes.csv": texte([cellules("etapes")[0], *SURPLUS[1:]])}, LU),
    cas(
        "guillemets autour de quelques cases",
        {"etapes.csv": TABLES["etapes"].replace("Atelier vélo", '"Atelier ""vélo"""').replace("E02;P01", '"E02";P01')},
        complet("etapes", valeur=(vaut("etapes", "E03", "organisme", 'Atelier "vélo"'),)),
    ),
    cas(
        "export de LibreOffice, tout entre guillemets, à virgules",
        {"etapes.csv": LIBREOFFICE},
        complet("etapes", valeur=(vaut("etapes", "E04", "nb_heures_hebdo", 24.5),)),
    ),
    cas(
        "apostrophes droites et courbes dans les textes",
        {"etapes.csv": TABLES["etapes"].replace("Atelier vélo", "L'Atelier d’à côté")},
        complet("etapes", valeur=(vaut("etapes", "E03", "organisme", "L'Atelier d’à côté"),)),
    ),
    cas(
        "apostrophe de texte devant des heures et une date",
        {"etapes.csv": TABLES["etapes"].replace(";26;", ";'26;").replace("01/08/2017", "'01/08/2017")},
        complet("etapes", valeur=(vaut("etapes", "E01", "nb_heures_hebdo", 26.0), vaut("etapes", "E02", "date_debut", "2017-08-01"))),
    ),
    cas("titre en cellules fusionnées et filtre écrit dessous", classeur([ENTETES, *ETAPES], soin=titre, depart=(3, 0)), LU),
    cas("tableau qui commence à la colonne C", classeur([ENTETES, *ETAPES], depart=(4, 2)), LU),
    cas("lignes masquées par un filtre", classeur([ENTETES, *ETAPES], soin=filtre), LU),
    cas("commentaires sur des cellules", classeur([ENTETES, *ETAPES], soin=notes), LU, jamais_ecrit=("ZZNOM",)),
    cas("somme calculée sous les étapes", classeur([ENTETES, *ETAPES], soin=somme), sans_donnee("etapes", 1)),
    cas(
        "en-têtes sur deux lignes dans la même cellule",
        {
            "etapes.csv": TABLES["etapes"]
            .replace("Date de début", '"Date de\ndébut"')
            .replace("Heures hebdomadaires", '"Heures\nhebdomadaires"')
        },
        complet("etapes", valeur=(vaut("etapes", "E04", "nb_heures_hebdo", 24.5),)),
    ),
    cas(
        "dates écrites en texte parmi de vraies dates",
        classeur(avec(DEBUT, dt.date(2017, 2, 1), "01/08/2017", dt.date(2017, 4, 10), "1er juin 2017", dt.date(2017, 10, 2))),
        complet("etapes", valeur=(vaut("etapes", "E02", "date_debut", "2017-08-01"), vaut("etapes", "E04", "date_debut", "2017-06-01"))),
    ),
    cas(
        "durées natives de plus de vingt-quatre heures",
        classeur(avec(HEURES, dt.timedelta(hours=26), dt.timedelta(hours=35), dt.timedelta(hours=24, minutes=30), dt.timedelta(hours=7))),
        complet(
            "etapes",
            valeur=(
                vaut("etapes", "E01", "nb_heures_hebdo", 26.0),
                vaut("etapes", "E03", "nb_heures_hebdo", 24.5),
                vaut("etapes", "E04", "nb_heures_hebdo", 7.0),
            ),
        ),
    ),
    cas(
        "heures natives du jour",
        classeur(avec(HEURES, dt.time(7, 30))),
        lu(juste_ou_rejete("etapes", "E01", "nb_heures_hebdo", 7.5), lignes={"etapes": 5}),
    ),
    cas(
        "vrai et faux natifs",
        classeur(avec(CLAUSE, True, False, True, False, True)),
        complet("etapes", valeur=(vaut("etapes", "E01", "est_clause", True), vaut("etapes", "E02", "est_clause", False))),
    ),
    cas(
        "nombres écrits en texte",
        classeur(avec(HEURES, "26", "35", "35", "24,5", "35")),
        complet("etapes", valeur=(vaut("etapes", "E04", "nb_heures_hebdo", 24.5),)),
    ),
    *(
        cas(
            f"« {saisie} » dans une date de fin",
            colonne("etapes", "Date de fin", saisie),
            lu(juste_ou_rejete("etapes", 2, "date_fin", *parmi)),
        )
        for saisie, parmi in (
            ("mars 2017", ("",)),
            ("févr-17", ("",)),
            ("01-févr", ("",)),
            ("T1 2017", ("",)),
            ("12h30", ("",)),
            ("fin mars", ("",)),
            ("########", ("",)),
            ("0,5", ("",)),
            ("lundi 31 juillet 2017", ("2017-07-31",)),
            ("31 juil 2017", ("2017-07-31",)),
            ("42947,75", ("2017-07-31",)),
            ("31.07.17", ("2017-07-31",)),
            ("31/07/2017 00:00", ("2017-07-31",)),
            ("31/07/2017, revu le 01/08/2017", ("",)),
        )
    ),
    *(
        cas(
            f"« {saisie} » dans un montant d'aide",
            colonne("aides", "Montant", saisie),
            lu(juste_ou_rejete("aides", 2, "montant_euros", *parmi)),
        )
        for saisie, parmi in (
            ("250-", (-250.0,)),
            ("- 250", (-250.0,)),
            ("( 250 )", (-250.0,)),
            ("10 %", ("",)),
            ("########", ("",)),
            ("250,00 € TTC", (250.0,)),
            ("deux cents", ("",)),
            ("1 120,50€", (1120.5,)),
            ("1'120.50", (1120.5,)),
            ("=250+50", (300.0,)),
        )
    ),
    *(
        cas(f"« {saisie} » dans un ETP", colonne("referents", "ETP", saisie), lu(juste_ou_rejete("referents", 2, "nb_etp", *parmi)))
        for saisie, parmi in (("100%", (1.0,)), ("80", (0.8,)), ("01-févr", (0.5,)), ("0,8 + 0,2", (1.0,)), ("mi-temps", (0.5,)))
    ),
    mot("etapes", "Date de fin", "ZZMARTIN"),
    mot("etapes", "Heures hebdomadaires", "ZZMARTIN ZZLea"),
    mot("etapes", "Clause d'insertion", "ZZLea"),
    mot("participants", "RQTH", "ZZMARTIN"),
    mot("entretiens", "Durée (min)", "ZZLea"),
    mot("parcours", "Date de sortie", "ZZMARTIN 2017"),
    cas(
        "nom à la place d'un code de référent sur une ligne rejetée",
        pied("referents", "ZZMARTIN;;;;"),
        Issue(retenues={"referents": 2}),
        jamais_ecrit=NOM,
    ),
    cas(
        "nom dans le numéro d'étape, texte à côté",
        change("etapes", ("E03;P02;PMSMP;10/04/2017;21/04/2017;35;Atelier vélo", "ZZMARTIN;P02;PMSMP;10/04/2017;21/04/2017;35;ZZLea")),
        Issue(retenues={"etapes": 4}, rejet=({"requete": "etapes", "ligne": 4, "portee": "ligne"},)),
        jamais_ecrit=NOM,
    ),
    cas(
        "guillemet ouvert sur une ligne et fermé bien plus loin",
        {"etapes.csv": TABLES["etapes"].replace("Chantier du Lac", '"Chantier du Lac').replace("Intérim du Suzon", 'Intérim du Suzon"')},
        Issue(retenues={"etapes": 3}, lignes={"etapes": 5}),
    ),
    cas(
        "ligne de filtres et date d'édition avant les en-têtes",
        {"etapes.csv": "Étapes;;;;;;;;\nFiltre : 2017;;;;;;;;\n;;;;;;;;\n" + TABLES["etapes"]},
        LU,
    ),
]
