"""The small valid exports that the spoiled ones start from, and short ways to say what may come out of a load."""

import datetime as dt
import io
import re
import zipfile

import xlsxwriter

from tests.cas_import import Cas, Issue, Valeur

TABLES = {
    "participants": """\
N° dossier;Civilité;Date de naissance;Code postal;Commune;QPV;Niveau de formation;RQTH;Date de saisie
D0101;Mme;12/03/1981;21000;Dijon;Grésilles;V;Non;10/01/2017
D0102;M.;05/11/1975;21300;Chenôve;Le Mail;Vbis;Non;02/02/2017
D0103;Mme;23/07/1990;21600;Longvic;;IV;Oui;03/03/2017
D0104;M.;30/09/1968;21240;Talant;Belvédère;VI;Non;15/05/2017
D0105;Mme;01/04/1995;21800;Quetigny;;III;Non;01/09/2017
""",
    "prescriptions": """\
N° prescription;N° dossier;Prescripteur;Date de prescription;Date du premier RDV;Décision;Date de décision;Motif de non-entrée;Date de saisie
R1;D0101;Pôle emploi;05/01/2017;10/01/2017;entrée;12/01/2017;;06/01/2017
R2;D0102;Mission locale;20/01/2017;;entrée;03/02/2017;;23/01/2017
R3;D0105;Conseil départemental;16/02/2017;20/02/2017;non-entrée;24/02/2017;Déménagement;17/02/2017
""",
    "parcours": """\
N° parcours;N° dossier;N° prescription;Code référent;Date d'entrée;Mois sans activité à l'entrée;Date de sortie;Motif de sortie
P01;D0101;;REF01;12/01/2017;14;30/09/2017;EMPLOI
P02;D0102;;REF02;03/02/2017;6;;
P03;D0103;;REF01;06/03/2017;18;;
P04;D0104;;REF02;16/05/2017;24;15/12/2017;DEMENAGEMENT
P05;D0105;;REF01;04/09/2017;3;;
""",
    "etapes": """\
N° étape;N° parcours;Opération;Date de début;Date de fin;Heures hebdomadaires;Organisme;Clause d'insertion;Date de saisie
E01;P01;CDDI;01/02/2017;31/07/2017;26;Chantier du Lac;Non;02/02/2017
E02;P01;Contrat long (CDI / CDD +6 mois);01/08/2017;;35;Boulangerie du Parc;Non;03/08/2017
E03;P02;PMSMP;10/04/2017;21/04/2017;35;Atelier vélo;Non;11/04/2017
E04;P03;CDDI;01/06/2017;;24,5;Jardins partagés;Non;02/06/2017
E05;P05;Mission intérim;02/10/2017;;35;Intérim du Suzon;Oui;03/10/2017
""",
    "entretiens": """\
N° entretien;N° parcours;Date;Modalité;Durée (min);Émargement
T1;P01;11/02/2017;physique;60;Oui
T2;P02;13/02/2017;physique;45;Oui
T3;P03;14/03/2017;téléphone;30;Non
""",
    "situations": """\
N° dossier;Situation;Date de début;Date de fin
D0101;RSA;01/01/2016;
D0102;ASS;01/06/2016;31/03/2017
D0103;RSA;01/01/2017;
""",
    "veilles": """\
N° parcours;Date de début;Date de fin;Motif
P01;01/03/2017;31/03/2017;Santé
P02;01/04/2017;30/04/2017;Formation
P03;01/05/2017;31/05/2017;Congé
""",
    "referents": """\
Code référent;Structure porteuse;ETP;Date de début;Date de fin
REF01;Structure A;1;01/01/2016;
REF02;Structure B;0,8;01/01/2016;
""",
    "freins": """\
N° parcours;Famille de frein;Intensité;Date d'évaluation
P01;mobilité;2;12/01/2017
P01;santé;1;12/01/2017
P02;logement;3;03/02/2017
""",
    "actions": """\
N° parcours;Action;Session;Date d'orientation;Date d'entrée;Date de fin
P01;DAQ;S1;01/02/2017;01/03/2017;30/04/2017
P02;Talent Campus;S2;10/02/2017;15/03/2017;
""",
    "aides": """\
N° parcours;Date;Nature;Motif;Montant
P01;03/03/2017;transport;Emploi;1120,50
P02;04/03/2017;transport;Formation;250
P03;05/03/2017;permis;Emploi;812,5
""",
    "clauses": """\
N° contrat;N° parcours;Secteur;Type de contrat;Date de début;Date de fin;Heures réalisées
C1;P01;BTP;CDD;01/02/2017;31/07/2017;520
C2;P02;services;CDDI;10/04/2017;;1234,5
C3;;BTP;CDI;01/06/2017;;35
""",
}
OBLIGATOIRES = ("participants", "parcours", "etapes")


def cas(nom: str, fichiers: dict[str, str | bytes], *issues: Issue, jamais_ecrit: tuple[str, ...] = ()) -> Cas:
    """A case whose photo is the mandatory exports and these files, each in the place of the one of its query."""
    donnes = {re.match("[a-z]+", fichier)[0] for fichier in fichiers}
    tous = {f"{requete}.csv": TABLES[requete] for requete in OBLIGATOIRES if requete not in donnes} | fichiers
    return Cas(
        nom, {fichier: contenu.encode() if isinstance(contenu, str) else contenu for fichier, contenu in tous.items()}, issues, jamais_ecrit
    )


def pied(requete: str, *lignes: str) -> dict[str, str]:
    """The export of a query with these lines below."""
    return {f"{requete}.csv": TABLES[requete] + "".join(f"{ligne}\n" for ligne in lignes)}


def change(requete: str, *changements: tuple[str, str], encodage: str = "utf-8") -> dict[str, bytes]:
    """The export of a query where each text became another."""
    texte = TABLES[requete]
    for avant, apres in changements:
        assert texte.count(avant) == 1, f"« {avant} » : {texte.count(avant)} fois dans {requete}"
        texte = texte.replace(avant, apres)
    return {f"{requete}.csv": texte.encode(encodage)}


def colonne(requete: str, entete: str, *valeurs: str) -> dict[str, str]:
    """The export of a query with these values in a column, from the first line down."""
    premiere, *lignes = cellules(requete)
    rang = premiere.index(entete)
    for ligne, valeur in zip(lignes, valeurs, strict=False):
        ligne[rang] = valeur
    return {f"{requete}.csv": texte([premiere, *lignes])}


def cellules(requete: str) -> list[list[str]]:
    """The rows of an export, headers first."""
    return [ligne.split(";") for ligne in TABLES[requete].splitlines()]


def texte(lignes: list[list[str]], separateur: str = ";") -> str:
    """The rows as an export."""
    return "".join(separateur.join(ligne) + "\n" for ligne in lignes)


def xlsx(feuilles: dict[str, list[list]], masquees: tuple[str, ...] = ()) -> bytes:
    """A workbook; a cell is a text, a number, a date, or a formula (a text that begins with « = »)."""
    contenu = io.BytesIO()
    with xlsxwriter.Workbook(contenu, {"in_memory": True}) as classeur:
        jour = classeur.add_format({"num_format": "dd/mm/yyyy"})
        for nom, lignes in feuilles.items():
            feuille = classeur.add_worksheet(nom)
            for rang, ligne in enumerate(lignes):
                for place, cellule in enumerate(ligne):
                    if isinstance(cellule, dt.date):
                        feuille.write_datetime(rang, place, cellule, jour)
                    elif isinstance(cellule, str) and cellule.startswith("="):
                        feuille.write_formula(rang, place, cellule)
                    elif isinstance(cellule, str):
                        feuille.write_string(rang, place, cellule)
                    elif cellule is not None:
                        feuille.write_number(rang, place, cellule)
            if nom in masquees:
                feuille.hide()
        next(feuille for feuille in classeur.worksheets() if feuille.name not in masquees).activate()
    return contenu.getvalue()


def sans_valeurs_de_formules(classeur: bytes) -> bytes:
    """The workbook as a program that computes nothing leaves it: formulas, and no stored values."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(classeur)) as lu, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrit:
        for partie in lu.namelist():
            ecrit.writestr(partie, re.sub(rb"</f><v>[^<]*</v>", b"</f>", lu.read(partie)))
    return sortie.getvalue()


def archive(fichiers: dict[str, str]) -> bytes:
    """A ZIP of these texts."""
    contenu = io.BytesIO()
    with zipfile.ZipFile(contenu, "w", zipfile.ZIP_DEFLATED) as zippe:
        for nom, dedans in fichiers.items():
            zippe.writestr(nom, dedans)
    return contenu.getvalue()


def vaut(requete: str, ou: int | str, nom: str, *parmi) -> Valeur:
    """The cell (of a line or of a key) is one of these, and nothing else."""
    return Valeur(requete, nom, parmi=parmi, **({"ligne": ou} if isinstance(ou, int) else {"cle": ou}))


def juste_ou_rejete(requete: str, ou: int | str, nom: str, *parmi) -> Valeur:
    """The cell is one of these, or it is rejected."""
    return Valeur(requete, nom, parmi=parmi, ou_rejet=True, **({"ligne": ou} if isinstance(ou, int) else {"cle": ou}))


def lu(*valeurs: Valeur, **autres) -> Issue:
    """The load is done, with these values."""
    return Issue(valeur=valeurs, **autres)


def sans_donnee(requete: str, en_trop: int, **autres) -> Issue:
    """All the lines of the export are kept, and none of those that are no data; all are counted."""
    gardees = len(cellules(requete)) - 1
    return Issue(retenues={requete: gardees}, lignes={requete: gardees + en_trop}, **autres)


def complet(requete: str, **autres) -> Issue:
    """All the lines of the export are kept, without a reject."""
    gardees = len(cellules(requete)) - 1
    return Issue(comptes={requete: (gardees, gardees, 0)}, sans_rejet=(requete,), **autres)


def dit(*mots: str, **autres) -> Issue:
    """The load is done, and one of these words is told."""
    return Issue(dit_un_de=mots, **autres)


def refuse(*mots: str, **autres) -> Issue:
    """Nothing is loaded, and one of these words is told."""
    return Issue(code=2, dit_un_de=mots, **autres)
