"""Contours given by the PLIE: an address is placed on each map by its coordinates, which are read and never kept."""

import datetime as dt
import json
import struct

import duckdb
import pytest

from plie_analysis.charte import execution
from plie_analysis.curate import build, write_parquet
from plie_analysis.errors import PlieError
from plie_analysis.settings import load_settings
from tests.exports import load, opened, reasons, write_photo

EN_2026 = "2026-06-30"
# The south-west corner of the square, one hundredth of a degree wide, that stands for each quartier.
CARRES = {
    "Grésilles": (5.06, 47.33),
    "Fontaine d'Ouche": (5.00, 47.31),
    "Le Mail": (5.00, 47.29),
    "Bief du Moulin": (5.06, 47.30),
    "Belvédère": (5.00, 47.33),
    "Quetigny Centre": (5.10, 47.31),
}
EN_2014 = [nom for nom in CARRES if nom != "Quetigny Centre"]
DEHORS = (5.15, 47.35)


def carre(x: float, y: float, cote: float = 0.01) -> dict:
    return {"type": "Polygon", "coordinates": [[[x, y], [x + cote, y], [x + cote, y + cote], [x, y + cote], [x, y]]]}


def contour(nom: str, *, cote: float = 0.01, **proprietes: str) -> dict:
    return {"type": "Feature", "properties": proprietes or {"nom": nom}, "geometry": carre(*CARRES[nom], cote)}


def ecrire(racine, carte: str, contours: list[dict] | str, **plus) -> None:
    folder = racine / "referentiels"
    folder.mkdir(exist_ok=True)
    text = contours if isinstance(contours, str) else json.dumps({"type": "FeatureCollection", "features": contours, **plus})
    (folder / f"contours-{carte}.geojson").write_text(text, encoding="utf-8")


def cartes(racine) -> None:
    """The Mail of 2024 is twice as wide as that of 2014."""
    ecrire(racine, "2014", [contour(nom) for nom in EN_2014])
    ecrire(racine, "2024", [contour(nom, cote=0.015 if nom == "Le Mail" else 0.01) for nom in CARRES])


def personnes(*rows: tuple) -> str:
    """Commune, QPV, longitude and latitude of each."""
    lines = [
        f"D{rank};Mme;01/02/1980;{commune};{quartier};{str(y).replace('.', ',')};{str(x).replace('.', ',')};01/02/2025"
        for rank, (commune, quartier, x, y) in enumerate(rows, start=1)
    ]
    return "\n".join(["N° dossier;Civilité;Date de naissance;Commune;QPV;Latitude;Longitude;Date de saisie", *lines, ""])


def suite(nombre: int) -> dict[str, str]:
    parcours = "".join(f"P{rank};D{rank};R1;10/01/2023;;\n" for rank in range(1, nombre + 1))
    return {
        "parcours": "N° parcours;N° dossier;Code référent;Date d'entrée;Date de sortie;Motif de sortie\n" + parcours,
        "etapes": "N° étape;N° parcours;Opération;Date de début;Date de fin\nE1;P1;CDDI;01/03/2023;31/08/2023\n",
    }


def charger(racine, *rows: tuple, photo: str = EN_2026) -> duckdb.DuckDBPyConnection:
    write_photo(racine, photo, participants=personnes(*rows), **suite(len(rows)))
    load(racine, curate=build)
    return opened(racine)


def etats(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    return con.execute(
        "SELECT qpv_2014, qpv_2024, quartier_2014, quartier_2024, qpv FROM curated.participant ORDER BY id_dossier"
    ).fetchall()


@pytest.mark.parametrize(
    ("decale", "attendu"),
    [
        (0.005, ("oui", "oui", "Le Mail", "Le Mail", "oui")),
        (0.010, ("oui", "oui", "Le Mail", "Le Mail", "oui")),  # on the line of 2014: inside
        (0.0101, ("non", "oui", "hors QPV", "Le Mail", "oui")),
        (0.0149, ("non", "oui", "hors QPV", "Le Mail", "oui")),
        (0.0151, ("non", "non", "hors QPV", "hors QPV", "non")),
    ],
)
def test_une_adresse_est_situee_sur_chaque_carte(tmp_path, decale, attendu):
    cartes(tmp_path)
    x, y = CARRES["Le Mail"]
    assert etats(charger(tmp_path, ("Chenôve", "Le Mail", round(x + decale, 4), y + 0.005))) == [attendu]


def test_sans_contours_ou_sans_coordonnees_le_nom_est_lu_comme_avant(tmp_path):
    """The Mail has grown: its name alone does not say what it was in 2014."""
    muet = [(None, "oui", None, "Le Mail", "oui")]
    x, y = CARRES["Le Mail"]
    con = charger(tmp_path / "sans contours", ("Chenôve", "Le Mail", x + 0.005, y + 0.005))
    assert etats(con) == muet
    (tmp_path / "sans coordonnées").mkdir()
    cartes(tmp_path / "sans coordonnées")
    assert etats(charger(tmp_path / "sans coordonnées", ("Chenôve", "Le Mail", "", ""))) == muet


def test_une_seule_carte_laisse_l_autre_au_nom(tmp_path):
    ecrire(tmp_path, "2024", [contour(nom) for nom in CARRES])
    x, y = CARRES["Le Mail"]
    con = charger(tmp_path, ("Chenôve", "hors QPV", x + 0.005, y + 0.005), ("Dijon", "hors QPV", *DEHORS))
    # « hors QPV » keyed in 2025 says nothing of 2014 for Chenôve nor Dijon, where quartiers have only grown: it was no.
    assert etats(con) == [("non", "oui", "hors QPV", "Le Mail", "oui"), ("non", "non", "hors QPV", "hors QPV", "non")]


def test_un_quartier_de_veille_garde_son_nom_hors_des_contours(tmp_path):
    cartes(tmp_path)
    con = charger(tmp_path, ("Longvic", "Guynemer", *DEHORS), ("Longvic", "Bief du Moulin", *DEHORS))
    assert con.execute(
        "SELECT qpv, quartier, quartier_nomme, quartier_nomme_2014 FROM curated.participant ORDER BY id_dossier"
    ).fetchall() == [
        ("non", "hors QPV", "Guynemer", "Guynemer"),
        ("non", "hors QPV", "hors QPV", "hors QPV"),
    ]


@pytest.mark.parametrize(
    ("commune", "x", "y", "motif"),
    [
        ("Dijon", 47.33, 5.06, "plus de 50"),  # the one for the other
        ("Dijon", 0, 0, "plus de 50"),
        ("Dijon", 5.065, "", "une coordonnée sans l'autre"),
        ("Dijon", 5.065, 91, "nombre impossible"),
        ("Dijon", 853_000, 6_693_000, "nombre impossible"),  # Lambert 93
        ("Dijon", 5.065, "rue", "pas un nombre"),
        ("Talant", 5.065, 47.335, "n'est pas dans la commune"),
    ],
)
def test_des_coordonnees_qui_ne_peuvent_pas_etre_sont_ecartees_sans_etre_dites(tmp_path, commune, x, y, motif):
    cartes(tmp_path)
    con = charger(tmp_path, (commune, "hors QPV", x, y))
    assert motif in " ".join(reasons(con)).replace("’", "'")
    assert con.execute("SELECT count(*), count(valeur) FROM raw.rejet").fetchall()[0][1] == 0
    assert con.execute("SELECT contour, contour_2014, contour_2024 FROM raw.participants").fetchall() == [(None, None, None)]
    assert etats(con)[0][4] == "non"


def test_les_ecritures_d_un_tableur_se_lisent(tmp_path):
    cartes(tmp_path)
    rows = [("Dijon", "", "5.065", "47.335"), ("Dijon", "", "5.065°", "47.335°"), ("Dijon", "", "5,065", "47,3350001")]
    assert [row[4] for row in etats(charger(tmp_path, *rows))] == ["oui", "oui", "oui"]


def test_un_territoire_a_l_ouest_de_greenwich(tmp_path):
    ailleurs = [{**contour(nom), "geometry": carre(-1.7 - rank / 10, 47.2)} for rank, nom in enumerate(CARRES)]
    ecrire(tmp_path, "2024", ailleurs)
    assert [row[3] for row in etats(charger(tmp_path, ("Dijon", "", -1.6951, 47.205), ("Dijon", "", "-1,75", "47,25")))] == [
        "Grésilles",
        "hors QPV",
    ]


def test_rien_des_coordonnees_n_est_garde(tmp_path):
    """Neither as text nor as a number, in the base, its copies, the rejects, what is told."""
    cartes(tmp_path)
    there = [
        ("Dijon", "Grésilles", 5.0612345, 47.3312345),
        ("Dijon", "", 47.3398765, 5.0698765),
        ("Dijon", "", "5.0687654 E", "nord 47.3387654"),
    ]
    write_photo(tmp_path, EN_2026, participants=personnes(*there), **suite(3))
    told = []
    bilan = load(tmp_path, curate=build, export=write_parquet, progress=lambda *step: told.append(str(step)))
    files = [path for path in (tmp_path / "data" / "curated").rglob("*") if path.is_file()]
    written = b"\n".join(path.read_bytes() for path in files) + str((bilan, told)).encode()
    values = [5.0612345, 47.3312345, 47.3398765, 5.0698765, 5.0687654, 47.3387654]
    spellings = [s.encode() for value in values for s in (str(value)[:7], str(value)[:7].replace(".", ","))]
    assert [one for one in [*spellings, *(struct.pack("<d", value) for value in values)] if one in written] == []
    con = opened(tmp_path)
    numbers = con.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE data_type IN ('DOUBLE', 'FLOAT')"
    ).fetchall()
    for schema, table, column in numbers:
        found = con.execute(
            f'SELECT count(*) FROM {schema}.{table} WHERE round("{column}", 3) IN (5.061, 47.331, 47.34, 5.07, 5.069, 47.339)'
        )
        assert found.fetchall() == [(0,)], (table, column)
    for path in (path for path in files if path.suffix == ".parquet"):
        assert not {"latitude", "longitude"} & {row[0] for row in duckdb.sql(f"DESCRIBE FROM read_parquet('{path}')").fetchall()}
    assert "1 adresse située sur les cartes de 2014 et de 2024" in str(bilan).replace("\\xa0", " ")


def test_la_charte_montre_une_adresse_qui_n_est_pas_dans_le_quartier_saisi(tmp_path):
    cartes(tmp_path)
    x, y = CARRES["Grésilles"]
    charger(
        tmp_path,
        ("Dijon", "Grésilles", x, y),
        ("Dijon", "Fontaine d'Ouche", x, y),
        ("Dijon", "", x, y),
        ("Dijon", "Grésilles", *DEHORS),
        ("Longvic", "Guynemer", *DEHORS),
        ("Dijon", "Grésilles", "", ""),
    ).close()
    with execution.executer(load_settings(tmp_path), dt.date.fromisoformat(EN_2026), ()) as controle:
        found = controle.con.execute(
            "SELECT cle FROM constat WHERE article = 'P05' AND attendu LIKE '%où tombe l’adresse%' ORDER BY cle"
        ).fetchall()
    assert [cle for (cle,) in found] == ["D2", "D3", "D4"]


@pytest.mark.parametrize(
    ("proprietes", "code"),
    [
        ({"code_qp": "QN02101M"}, "Le Mail"),
        ({"code_qp": "QN02101M", "lib_qp": "Le Mail", "nom_com": "CHENOVE"}, "Le Mail"),
        ({"lib_qp": "Mail", "nom_com": "Chenôve"}, "Le Mail"),
        ({"lib_qp": "Le Mail", "nom_com": "Marsannay-la-Côte, Chenôve", "insee_com": "21166"}, "Le Mail"),
        # Of the same name, elsewhere.
        ({"lib_qp": "Le Mail", "nom_com": "Ailleurs-sur-Mer"}, None),
        ({"code_qp": "QN09901M", "lib_qp": "Le Mail", "nom_com": "Chenôve"}, None),
        ({"lib_qp": "Le Mail", "nom_com": "Dijon"}, None),
        ({"lib_qp": "Autre"}, None),
        ({}, None),
    ],
)
def test_un_contour_dit_son_quartier_par_son_code_ou_par_son_nom(tmp_path, proprietes, code):
    autres = [contour(nom) for nom in CARRES if nom != "Le Mail"]
    ecrire(tmp_path, "2024", [{**contour("Le Mail"), "properties": proprietes}, *autres])
    x, y = CARRES["Le Mail"]
    if code is None:
        with pytest.raises(PlieError, match=r"il manque le contour de «.Le Mail.»"):
            charger(tmp_path, ("Chenôve", "", x + 0.005, y + 0.005))
    else:
        assert etats(charger(tmp_path, ("Chenôve", "", x + 0.005, y + 0.005)))[0][3] == code


def test_la_carte_de_toute_la_france_se_lit_et_un_quartier_d_ailleurs_ne_dit_rien(tmp_path):
    ailleurs = {"type": "Feature", "properties": {"code_qp": "QN09901M", "lib_qp": "Ailleurs"}, "geometry": carre(*DEHORS)}
    ecrire(tmp_path, "2024", [ailleurs, *(contour(nom) for nom in CARRES)])
    con = charger(tmp_path, ("Dijon", "hors QPV", DEHORS[0] + 0.005, DEHORS[1] + 0.005))
    assert "que referentiels/quartier.csv ne connaît pas" in reasons(con)[0]
    assert con.execute("SELECT contour_2024 FROM raw.participants").fetchall() == [(None,)]


TROUE = [contour(nom) for nom in CARRES if nom != "Belvédère"]
CROISE = {"type": "Polygon", "coordinates": [[[5.0, 47.33], [5.01, 47.34], [5.01, 47.33], [5.0, 47.34], [5.0, 47.33]]]}


@pytest.mark.parametrize(
    ("contours", "message"),
    [
        ("", "ne peut pas être lu"),
        ("{", "ne peut pas être lu"),
        ("[" * 100_000, "ne peut pas être lu"),
        ("[]", "FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "au moins un contour"),
        ('{"type": "FeatureCollection", "features": [1]}', "au moins un contour"),
        (TROUE, "il manque le contour de «.Belvédère.», de la carte de 2024"),
        ([*TROUE, {**contour("Belvédère"), "geometry": None}], "contour n° 6.: un polygone est attendu"),
        ([*TROUE, {**contour("Belvédère"), "geometry": {"type": "Point", "coordinates": [5, 47]}}], "un polygone est attendu"),
        ([*TROUE, {**contour("Belvédère"), "geometry": {"type": "Polygon", "coordinates": []}}], "pas de coordonnées qui se lisent"),
        (
            [*TROUE, {**contour("Belvédère"), "geometry": {"type": "Polygon", "coordinates": [[["a", 1]]]}}],
            "pas de coordonnées qui se lisent",
        ),
        ([*TROUE, {**contour("Belvédère"), "geometry": {"type": "Polygon", "coordinates": [[1, 2], [3, 4]]}}], "ne peut pas être lu"),
        ([*TROUE, {**contour("Belvédère"), "geometry": carre(853_000, 6_693_000, 500)}], "ne sont pas en degrés"),
        ([*TROUE, contour("Belvédère"), contour("Belvédère")], "plusieurs contours se disent «.Belvédère.»"),
        ([*TROUE, {**contour("Belvédère"), "geometry": carre(5.005, 47.315)}], "se recouvrent"),
    ],
)
def test_un_fichier_de_contours_qui_ne_va_pas_est_refuse_et_rien_ne_bouge(tmp_path, contours, message):
    con = charger(tmp_path, ("Dijon", "Grésilles", "", ""))
    con.close()
    before = (tmp_path / "data" / "curated" / "plie.duckdb").read_bytes()
    ecrire(tmp_path, "2024", contours)
    with pytest.raises(PlieError, match=message) as refused:
        load(tmp_path, curate=build)
    assert "contours-2024.geojson" in str(refused.value)
    assert (tmp_path / "data" / "curated" / "plie.duckdb").read_bytes() == before


def test_un_polygone_croise_est_redresse_et_deux_quartiers_peuvent_se_toucher(tmp_path):
    voisin = {**contour("Fontaine d'Ouche"), "geometry": carre(5.01, 47.33)}
    autres = [contour(nom) for nom in CARRES if nom not in ("Belvédère", "Fontaine d'Ouche")]
    ecrire(tmp_path, "2024", [{**contour("Belvédère"), "geometry": CROISE}, voisin, *autres])
    assert etats(charger(tmp_path, ("Talant", "", 5.0, 47.335)))[0][3] == "Belvédère"


@pytest.mark.parametrize(
    ("nom", "message"), [("contours-2019", "aucune carte"), ("qpv", "aucune carte"), ("contours-2024-bis", "aucune carte")]
)
def test_un_fichier_de_contours_d_un_autre_nom_est_refuse(tmp_path, nom, message):
    cartes(tmp_path)
    (tmp_path / "referentiels" / f"{nom}.geojson").write_text("{}")
    with pytest.raises(PlieError, match=message):
        charger(tmp_path, ("Dijon", "Grésilles", "", ""))


def test_une_autre_projection_est_refusee_et_le_wgs_84_dit_ne_l_est_pas(tmp_path):
    for name, expected in (
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "oui"),
        ("urn:ogc:def:crs:EPSG::4326", "oui"),
        ("urn:ogc:def:crs:EPSG::2154", None),
    ):
        folder = tmp_path / name[-4:]
        folder.mkdir()
        ecrire(folder, "2024", [contour(nom) for nom in CARRES], crs={"type": "name", "properties": {"name": name}})
        if expected:
            assert etats(charger(folder, ("Dijon", "", 5.065, 47.335)))[0][4] == expected
        else:
            with pytest.raises(PlieError, match="WGS 84"):
                charger(folder, ("Dijon", "", 5.065, 47.335))


def test_des_contours_ajoutes_font_relire_la_photo(tmp_path):
    charger(tmp_path, ("Dijon", "", 5.065, 47.335)).close()
    assert "faute de contours (referentiels/contours-2024.geojson)" in str(load(tmp_path, curate=build)).replace("\\xa0", " ")
    cartes(tmp_path)
    load(tmp_path, curate=build)
    assert etats(opened(tmp_path))[0][4] == "oui"


def test_une_coordonnee_seule_ne_sert_a_rien_et_cela_est_dit(tmp_path):
    cartes(tmp_path)
    participants = personnes(("Dijon", "Grésilles", 5.065, 47.335)).replace("Longitude", "Autre")
    write_photo(tmp_path, EN_2026, participants=participants, **suite(1))
    assert "il faut la latitude et la longitude" in str(load(tmp_path, curate=build))
