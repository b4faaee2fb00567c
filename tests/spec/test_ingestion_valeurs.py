"""What each writing of a date, a number, a yes or a label is worth: small texts in, the value that is read out."""

import datetime as dt
from dataclasses import replace

import duckdb
import pyarrow as pa
import pytest

from plie_analysis.contrat import queries
from plie_analysis.ingest.indices import without_evidence
from plie_analysis.ingest.nomenclatures import load as load_nomenclatures
from plie_analysis.ingest.reglages import install_macros, quoted, reading_words, script
from plie_analysis.settings import load_settings
from tests.exports import load_exports, reasons, rejects, rows

PHOTO = dt.date(2017, 12, 31)
ILLISIBLE = object()

DATES = {
    "31/12/2017": "2017-12-31",
    "1/2/2017": "2017-02-01",
    "31/12/17": "2017-12-31",
    "01/02/98": "1998-02-01",
    "01/01/18": ILLISIBLE,
    "17/12/31": ILLISIBLE,
    "01/02/38": ILLISIBLE,
    "2017-12-31": "2017-12-31",
    "2017/12/31": "2017-12-31",
    "31-déc.-17": "2017-12-31",
    "31-déc-17": "2017-12-31",
    "28-févr.-17": "2017-02-28",
    "15-août-2017": "2017-08-15",
    "30-JUIN-17": "2017-06-30",
    "31-juil.-17": "2017-07-31",
    "30-sept.-17": "2017-09-30",
    "1er janvier 2017": "2017-01-01",
    "31 décembre 2017": "2017-12-31",
    "31\u00a0décembre\u00a02017": "2017-12-31",
    "31.12.2017": "2017-12-31",
    "31-12-2017": "2017-12-31",
    "2017-12-31 00:00:00": "2017-12-31",
    "31/12/2017 00:00": "2017-12-31",
    "2017-12-31T00:00:00": "2017-12-31",
    "20171231": "2017-12-31",
    "43100": "2017-12-31",
    "43100.0": "2017-12-31",
    "29/02/2016": "2016-02-29",
    "-": None,
    "NR": None,
    "n/a": None,
    "Non renseigné": None,
    "31/02/2017": ILLISIBLE,
    "29/02/2017": ILLISIBLE,
    "12/31/2017": ILLISIBLE,
    "00/00/0000": ILLISIBLE,
    "01/01/0017": ILLISIBLE,
    "31/12/1899": ILLISIBLE,
    "01/01/2101": ILLISIBLE,
    "01/02/201": ILLISIBLE,
    "2017": ILLISIBLE,
    "12/2017": ILLISIBLE,
    "mardi": ILLISIBLE,
    "infinity": ILLISIBLE,
    "epoch": ILLISIBLE,
}
NOMBRES = {
    "1 234,56": 1234.56,
    "1\u00a0234,56": 1234.56,
    "1\u202f234,56": 1234.56,
    "1234.56": 1234.56,
    "1.234,56": 1234.56,
    "1,234.56": 1234.56,
    "1.234.567": 1234567.0,
    "1,5": 1.5,
    "0": 0.0,
    "-12,5": -12.5,
    "−12,5": -12.5,
    "1,5E+03": 1500.0,
    "?": None,
    "–": None,
    "1h30": ILLISIBLE,
    "1,2,3": ILLISIBLE,
    "nan": None,
    "inf": ILLISIBLE,
    "1_000": ILLISIBLE,
    "0x1F": ILLISIBLE,
    "douze": ILLISIBLE,
    "12 à 15": ILLISIBLE,
}
ENTIERS = {"12": 12, "1 200": 1200, "12,0": 12, "-3": -3, "NR": None, "12,5": ILLISIBLE, "0x1F": ILLISIBLE, "9" * 20: ILLISIBLE}
OUI_NON = {
    **dict.fromkeys(["Oui", "oui", "OUI", "O", "o", "1", "VRAI", "Vrai", "X", "x", "true"], True),
    **dict.fromkeys(["Non", "non", "N", "0", "FAUX", "false"], False),
    **dict.fromkeys(["NR", "-", "N/A", "à vérifier"], None),
    **dict.fromkeys(["peut-être", "2", "ouii"], ILLISIBLE),
}


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    settings = load_settings(tmp_path_factory.mktemp("racine"))
    with duckdb.connect() as con:
        install_macros(con, settings.config["ingestion"])
        load_nomenclatures(con, settings)
        con.execute("CREATE SCHEMA etape")
        yield con, reading_words(settings.config["ingestion"], PHOTO)


def read(con, kind: str, texts, **words) -> dict:
    """Text → value, or ILLISIBLE when there is a reason for a reject."""
    connection, common = con
    connection.register("textes_du_test", pa.table({"texte": list(texts)}))
    column = replace(queries()["participants"][0], type=kind, nature=words.pop("nature", ""), minimum="", maximum="")
    evidence = without_evidence(column, common) if kind in ("date", "nombre", "entier") else {}
    common = {**common, **evidence, **words}
    sql = (
        script("entier", nombre=script("nombre", distincts="textes_du_test", **common))
        if kind == "entier"
        else script(kind, distincts="textes_du_test", **common)
    )
    return {texte: ILLISIBLE if motif else valeur for texte, valeur, motif, *_ in connection.execute(sql).fetchall()}


@pytest.mark.parametrize(("kind", "spec"), [("date", DATES), ("nombre", NOMBRES), ("entier", ENTIERS), ("oui_non", OUI_NON)])
def test_each_writing_has_its_value(con, kind, spec):
    expected = {
        texte: dt.date.fromisoformat(valeur) if kind == "date" and isinstance(valeur, str) else valeur for texte, valeur in spec.items()
    }
    assert read(con, kind, spec) == expected


@pytest.mark.parametrize(
    ("nomenclature", "spec"),
    [
        (
            "operation",
            {
                "ETHIC O FIL": "Chantier ETHIC O FIL",
                "Chantier ETHIC'O FIL": "Chantier ETHIC O FIL",
                "Chantier ETHIC’O FIL": "Chantier ETHIC O FIL",
                "CDDi": "CDDI",
                "Formation qualifiante – SERVICE À LA PERSONNE": "Formation qualifiante SAP",
                "Formation qualifiante SERVICE A LA PERSONNE": "Formation qualifiante SAP",
                "Formation qualifiante - HOTELLERIE - RESTAURATION": "Formation qualifiante HOTELLERIE-RESTAURATION",
                "Formation qualifiante - ESPACE VERT": "Formation qualifiante ESPACES VERTS",
                "100 C 100 E": "100C 100E",
                "Action femme - Start Again": "Start Again",
                "Action femmes - Start Again": "Start Again",
                "DAQ": "DIDAQTE",
                "VAE / DEAU": "VAE",
                "POEC EAPI": "POEC EAPI / POEI AFPR",
                "  mission   INTERIM ": "Mission intérim",
                "Formation quantique": ILLISIBLE,
            },
        ),
        (
            "motif_sortie",
            {
                "DEMEMAGEMENT": "DEMENAGEMENT",
                "DEMEGEMENT": "DEMENAGEMENT",
                "Déménagement": "DEMENAGEMENT",
                "SUIVI IMPOSSIBLE (abs injustifiées, injoignable, comportement inadapté)": "NON-RESPECT DU CONTRAT D'ENGAGEMENT",
                "Non-respect du contrat d’engagement": "NON-RESPECT DU CONTRAT D'ENGAGEMENT",
                "PROBLEME ADMINISTRATIF": "SITUATION ADMINISTRATIVE INCOMPATIBLE AVEC L'EMPLOI",
                "EMPLOI AIDE (ou - d'un mi-temps)": "EMPLOI AIDE",
                "SUIVI PLIE + 30 MOIS": "SUIVI PLIE + 30 MOIS",
                "Création d'activité": "CREATION D'ACTIVITE",
                "MUTATION": ILLISIBLE,
            },
        ),
        ("niveau", {"V": "V", "V bis": "Vbis", "vbis": "Vbis", "Niveau IV": "IV", "9": "9", "NR": None, "7": ILLISIBLE}),
        (
            "commune",
            {
                "DIJON": "Dijon",
                "Quétigny": "Quetigny",
                "CHENOVE": "Chenôve",
                "Fontaine les Dijon": "Fontaine-lès-Dijon",
                "Crimolois": "Crimolois",
                "Neuilly-Crimolois": ILLISIBLE,
                "Paris": ILLISIBLE,
            },
        ),
        (
            "quartier",
            {
                "Bief Moulin (Longvic)": "Bief du Moulin",
                "CHENÔVE – Le Mail": "Le Mail",
                "Hors QPV": "hors QPV",
                "-": "hors QPV",
                "NR": None,
                "?": None,
                "à vérifier": None,
                "Montmartre": ILLISIBLE,
            },
        ),
    ],
)
def test_labels_find_their_code(con, nomenclature, spec):
    empty = quoted("hors QPV") if nomenclature == "quartier" else "NULL"
    assert read(con, "code", spec, nomenclature=quoted(nomenclature), code_vide=empty) == spec


def test_a_commune_exists_between_its_dates(con):
    words = {"nomenclature": quoted("commune"), "code_vide": "NULL"}
    after = read(con, "code", ["Neuilly-Crimolois", "Crimolois"], **words, photo="DATE '2020-06-30'")
    assert after == {"Neuilly-Crimolois": "Neuilly-Crimolois", "Crimolois": "Crimolois"}


def test_the_fast_reading_and_the_careful_one_agree(tmp_path):
    """One column, most of whose lines are alike: the odd ones are read as well as the others, and the wrong ones rejected."""
    usual = [f"{day:02d}/03/1980" for day in range(1, 29)]
    odd = ["1980-03-29", "30-mars-80", "29310", "NR", "", " 31/03/1980 ", "31/02/1980", "01/01/80"]
    lines = "".join(f"A{n};M.;{text};Dijon\n" for n, text in enumerate([*usual, *odd]))
    expected = [dt.date(1980, 3, day) for day in range(1, 29)] + [
        dt.date(1980, 3, 29),
        dt.date(1980, 3, 30),
        dt.date(1980, 3, 30),
        None,
        None,
        dt.date(1980, 3, 31),
        None,
        dt.date(1980, 1, 1),
    ]
    con = load_exports(
        tmp_path, participants="N° dossier;Civilité;Date de naissance;Commune\nD1;M.;01/01/1980;Dijon\nD2;M.;01/01/1980;Dijon\n" + lines
    )
    assert [date for (date,) in rows(con, "participants", "date_naissance")][2:] == expected
    assert rejects(con) == [("participants", 38, "Date de naissance", "31/02/1980", "valeur")]


def test_a_quartier_of_another_commune_is_unknown(tmp_path):
    text = """\
N° dossier;Civilité;Date de naissance;Commune;QPV
D1;Mme;01/02/1980;Dijon;Fontaine d’Ouche
D2;Mme;01/02/1980;Talant;Grésilles
D3;Mme;01/02/1980;Dijon;
D4;Mme;01/02/1980;Dijon;hors QPV
D5;Mme;01/02/1980;Dijon;?
D6;Mme;01/02/1980;NR;Grésilles
"""
    con = load_exports(tmp_path, participants=text)
    assert rows(con, "participants", "quartier", "quartier_saisi") == [
        ("Fontaine d'Ouche", "Fontaine d’Ouche"),
        (None, "Grésilles"),
        ("hors QPV", None),
        ("hors QPV", "hors QPV"),
        (None, "?"),
        ("Grésilles", "Grésilles"),
    ]
    assert rejects(con) == [("participants", 3, "QPV", "Grésilles", "valeur")]
    assert "Dijon et non Talant" in reasons(con)[0]


def test_an_absent_column_of_quartiers_is_unknown_not_outside(tmp_path):
    con = load_exports(
        tmp_path, participants="N° dossier;Civilité;Date de naissance;Commune\nD1;M.;01/01/1980;Dijon\nD2;M.;01/01/1980;Dijon\n"
    )
    assert rows(con, "participants", "quartier", "quartier_saisi") == [(None, None)] * 2


def test_an_unknown_label_is_told_with_its_nearest(tmp_path):
    parcours = "N° parcours;N° dossier;Code référent;Date d'entrée;Date de sortie;Motif de sortie\nP1;D1;R1;10/01/2017;15/11/2017;EMPLOII\nP2;D2;R1;03/02/2017;;\n"
    con = load_exports(tmp_path, parcours=parcours)
    assert rows(con, "parcours", "motif_sortie", "motif_sortie_saisi", "est_retenue") == [(None, "EMPLOII", True), (None, None, True)]
    assert rejects(con) == [("parcours", 2, "Motif de sortie", "EMPLOII", "valeur")]
    assert reasons(con) == ["libellé inconnu ; vouliez-vous dire « EMPLOI » ?"]


def test_plie_toml_adds_spellings(tmp_path):
    (tmp_path / "plie.toml").write_text('[ingestion.valeurs.motif_sortie]\n"CDI 24h" = "EMPLOI"\n"SANTE" = "AUTRE"\n', encoding="utf-8")
    parcours = "N° parcours;N° dossier;Code référent;Date d'entrée;Date de sortie;Motif de sortie\nP1;D1;R1;10/01/2017;15/11/2017;cdi 24 H\nP2;D2;R1;03/02/2017;04/03/2017;Santé\n"
    con = load_exports(tmp_path, parcours=parcours)
    assert rows(con, "parcours", "motif_sortie") == [("EMPLOI",), ("AUTRE",)]
    assert rejects(con) == []


def test_a_nomenclature_older_than_a_column_still_loads_and_says_nothing_there(tmp_path):
    folder = tmp_path / "referentiels"
    folder.mkdir()
    header = "code,libelle,definition,source,debut,fin,alias,nature,hors_rapport,hors_lettre,diffusion\n"
    (folder / "motif_sortie.csv").write_text(header + "EMPLOI,Emploi,Vers un emploi,,,,,positive,non,non,Emploi\n", encoding="utf-8")
    parcours = "N° parcours;N° dossier;Code référent;Date d'entrée;Date de sortie;Motif de sortie\nP1;D1;R1;10/01/2017;15/11/2017;Emploi\n"
    con = load_exports(tmp_path, parcours=parcours)
    assert rows(con, "parcours", "motif_sortie") == [("EMPLOI",)]
    assert con.execute("SELECT code, hors_lettre, hors_ave FROM ref.motif_sortie").fetchall() == [("EMPLOI", "non", "")]


def test_a_nomenclature_of_the_plie_takes_the_place_of_ours(tmp_path):
    folder = tmp_path / "referentiels"
    folder.mkdir()
    header = "code,libelle,definition,source,debut,fin,alias,groupe_rapport,code_postal\n"
    (folder / "commune.csv").write_text(header + "Besançon,Besançon,Commune,,,,,Besançon,25000\n", encoding="utf-8")
    participants = "N° dossier;Civilité;Date de naissance;Commune\nD1;M.;01/01/1980;BESANCON\nD2;M.;01/01/1980;Dijon\n"
    con = load_exports(tmp_path, participants=participants)
    assert rows(con, "participants", "commune") == [("Besançon",), (None,)]
