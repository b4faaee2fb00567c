"""Lines that are no data, lines that are shifted, lines of two encodings: in every query, column and format; nothing lost, nothing leaked."""

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.ingest import encodage, textes
from tests import desordre
from tests.exports import ETAPES, PARCOURS, PARTICIPANTS, load, load_exports, opened, rejects, rows, write_photo

REFERENTS = "Nom du référent;Code référent;Structure porteuse;ETP;Date de début;Date de fin\nSECRET;R1;IFPA;1;01/01/2016;\nSECRET;R2;CESAM;0,8;01/01/2016;\n"
CLAUSES = "N° contrat;N° parcours;Secteur;Type de contrat;Date de début;Heures réalisées\nC1;P1;BTP;CDD;01/03/2017;35\nC2;;services;CDI;01/04/2017;20,5\n"
AIDES = "N° parcours;Date;Nature;Motif;Montant\nP1;03/03/2017;transport;Emploi;40\n"
COUNTS = "SELECT nb_lignes, nb_retenues, nb_rejetees, nb_ecartees FROM raw.fichier WHERE requete = ?"


def counts(con, requete: str) -> tuple:
    found = con.execute(COUNTS, [requete]).fetchone()
    assert found[0] == sum(found[1:])
    return found


def personal_in(racine, *secrets: str) -> list[str]:
    written = b"".join(path.read_bytes() for path in (racine / "data" / "curated").rglob("*") if path.is_file())
    return [secret for secret in secrets if secret.encode() in written]


@pytest.mark.parametrize(
    ("requete", "text", "line"),
    [
        ("referents", REFERENTS, "Total ETP;;;1,8;;"),
        ("referents", REFERENTS, "Total ETP;2;;1,8;;"),
        ("referents", REFERENTS, ";;;Total : 1,8;;"),
        ("clauses", CLAUSES, "Total;;;;;55,5"),
        ("clauses", CLAUSES, "# fin des contrats du mois;;;;;"),
        ("clauses", CLAUSES, "Édité le 31/12/2017 par la direction"),
        ("aides", AIDES, "Nombre d'aides : 1;;;;"),
        ("aides", AIDES, "N° parcours;Date;Nature;Motif;Montant"),
        ("aides", AIDES, "N° PARCOURS;DATE;NATURE;MOTIF;MONTANT"),
        ("participants", PARTICIPANTS, "Page 1/3"),
        ("participants", PARTICIPANTS, "Remarque : deux dossiers clos;;;;;;;"),
        ("participants", PARTICIPANTS, "Up Viesion 4.2 © 2017;;;;;;;"),
        ("participants", PARTICIPANTS, "(2 lignes);;;;;;;"),
    ],
)
@pytest.mark.parametrize("place", ["au milieu", "à la fin"])
def test_a_line_that_is_no_data_is_set_aside_and_counted(tmp_path, requete, text, line, place):
    header, *data = text.rstrip("\n").split("\n")
    lines = [header, data[0], line, *data[1:]] if place == "au milieu" else [header, *data, line]
    con = load_exports(tmp_path, **{requete: "\n".join(lines) + "\n"})
    assert counts(con, requete) == (len(data) + 1, len(data), 0, 1)
    assert [reject for reject in rejects(con) if reject[0] == requete] == []
    assert "mis à part" in con.execute("SELECT remarques FROM raw.fichier WHERE requete = ?", [requete]).fetchone()[0]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_second_table_below_is_no_participant(tmp_path, form):
    lines = [line.split(";") for line in PARTICIPANTS.rstrip("\n").split("\n")]
    lines += [
        [""] * 8,
        ["Code référent", "Nom du référent", "ETP", *[""] * 5],
        ["R1", "SECRETNOM", "1", *[""] * 5],
        ["R2", "SECRETNOM", "0,8", *[""] * 5],
    ]
    content = desordre._xlsx(lines) if form == "xlsx" else "\n".join(map(";".join, lines))
    con = load_exports(tmp_path, **({"participants": None, "participants_xlsx": content} if form == "xlsx" else {"participants": content}))
    assert counts(con, "participants") == (5, 2, 3, 0)
    assert personal_in(tmp_path, "SECRETNOM") == []


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "line",
    [
        "D3;X;Mme;SECRETNOM;01/02/1980;21000;Dijon;Grésilles",
        "D3;SECRETNOM;01/02/1980;21000;Dijon;Grésilles;V;",
        "V;Grésilles;Dijon;21000;01/02/1980;SECRETNOM;Mme;D3",
        "D3;Mme;SECRETNOM;01/02/1980;06 12 34 56 78;Dijon;;V",
        "D3;Mme;SECRETNOM;01/02/1980;21000;secret@exemple.fr;;V",
        "D3;1 80 02 21 231 002 45;SECRETNOM;01/02/1980;21000;Dijon;;V",
        "D3;Mme;SECRETNOM;01/02/1980;21000;12 rue SECRETE;;V",
    ],
)
def test_a_shifted_line_of_the_right_width_is_one_reject_without_a_value(tmp_path, form, line):
    text = PARTICIPANTS + line + "\n"
    content = desordre._xlsx([row.split(";") for row in text.rstrip("\n").split("\n")]) if form == "xlsx" else text
    write_photo(tmp_path, **({"participants": None, "participants_xlsx": content} if form == "xlsx" else {"participants": content}))
    load(tmp_path)
    con = opened(tmp_path)
    assert counts(con, "participants") == (3, 2, 1, 0)
    assert rejects(con) == [("participants", 4, None, None, "ligne")]
    assert personal_in(tmp_path, "SECRETNOM", "06 12 34", "secret@exemple", "1 80 02", "rue SECRETE") == []


@pytest.mark.parametrize(
    "line", ["E3;P1;06 12 34 56 78;01/03/2017;;26;Oui", "E3;P1;01/03/2017;31/08/2017;26,5;Oui;", "E3;P1;CDDI;Oui;01/03/2017;AFPA;26"]
)
def test_a_shifted_etape(tmp_path, line):
    con = load_exports(tmp_path, etapes=ETAPES + line + "\n")
    assert counts(con, "etapes") == (3, 2, 1, 0)
    assert rejects(con) == [("etapes", 4, None, None, "ligne")]


def test_dirty_values_are_no_shift(tmp_path):
    """Several wrong values that a hand may have typed are rejected one by one, the line stays."""
    con = load_exports(tmp_path, participants=PARTICIPANTS + "D3;Mme;SECRETNOM;31/02/1980;21000;Dijjon;Grezille;3\n")
    assert [row[0] for row in rows(con, "participants", "id_dossier")] == ["D1", "D2", "D3"]


def test_a_line_nearly_empty_is_no_dossier(tmp_path):
    con = load_exports(tmp_path, participants=PARTICIPANTS + "Dijon;;;;;;;\nTalant;57;;;;;;\n")
    assert counts(con, "participants") == (4, 2, 2, 0)


LINE = {
    "utf-8": "D3;Mme;X;01/02/1980;21300;Chenôve;;V\n",
    "cp1252": "D4;Mme;X;01/02/1980;21300;Chenôve;;V\n",
    "cp850": "D5;Mme;X;01/02/1980;21300;Chenôve;;V\n",
}


def test_lines_of_several_encodings_are_each_read_in_theirs(tmp_path):
    con = load_exports(tmp_path, participants=PARTICIPANTS.encode() + b"".join(line.encode(page) for page, line in LINE.items()))
    assert rows(con, "participants", "commune") == [("Dijon",)] + [("Chenôve",)] * 4
    assert "Windows-1252" in con.execute("SELECT remarques FROM raw.fichier WHERE requete = 'participants'").fetchone()[0]


@pytest.mark.parametrize("bad", [b"\xff", b"\x81", b"\xe2\x82", b"\xc3"])
def test_a_bad_byte_costs_its_line_alone(tmp_path, bad):
    con = load_exports(tmp_path, participants=PARTICIPANTS.encode() + b"D3;Mme;X" + bad + b";01/02/1980;21300;Talant;;V\n")
    assert counts(con, "participants") == (3, 2, 1, 0)
    assert rejects(con) == [("participants", 4, None, None, "ligne")]
    assert rows(con, "participants", "commune") == [("Dijon",), ("Chenôve",)]


@pytest.mark.parametrize("mark", ["–", "…", "Œ", "’", "“", "«\u00a0"])
def test_punctuation_of_windows_is_no_dos(tmp_path, mark):
    organisme = f"d{mark}un" if mark == "’" else f"AFPA {mark} nord" if mark != "Œ" else "Œuvre"
    con = load_exports(
        tmp_path, etapes=f"ID ETAPE;ID PARCOURS;OPERATION;DATE DEBUT;ORGANISME\r\nE1;P1;CDDI;01/03/2017;{organisme}\r\n".encode("cp1252")
    )
    assert rows(con, "etapes", "organisme") == [(organisme,)]


@pytest.mark.parametrize("page", ["cp1252", "cp850", "mac_roman"])
def test_a_text_encoded_twice_is_repaired_and_said(tmp_path, page):
    con = load_exports(tmp_path, participants=PARTICIPANTS.encode().decode(page).encode())
    assert rows(con, "participants", "commune", "quartier") == [("Dijon", "Grésilles"), ("Chenôve", "hors QPV")]
    assert "encodé deux fois" in con.execute("SELECT remarques FROM raw.fichier WHERE requete = 'participants'").fetchone()[0]


@pytest.mark.parametrize("mark", ["\x00", "\x01", "\x1b", "\x7f", "\x9b", "\u200e", "\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_marks_that_are_no_text_are_stripped(tmp_path, mark, form):
    if form == "xlsx" and ord(mark) < 32:
        pytest.skip("XML ne peut pas les écrire")
    text = PARTICIPANTS.replace("D1;Mme", f"D{mark}1;M{mark}me").replace("Commune", f"Com{mark}mune")
    content = desordre._xlsx([row.split(";") for row in text.rstrip("\n").split("\n")]) if form == "xlsx" else text
    con = load_exports(tmp_path, **({"participants": None, "participants_xlsx": content} if form == "xlsx" else {"participants": content}))
    assert rows(con, "participants", "id_dossier", "civilite", "commune") == [("D1", "Mme", "Dijon"), ("D2", "M.", "Chenôve")]


@pytest.mark.parametrize("jump", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_a_line_ends_at_its_end_alone(tmp_path, jump):
    veilles = (
        f"N° parcours;Date de début;Date de fin;Motif\nP1;01/03/2017;31/03/2017;Santé\nP2;01/04/2017;30/04/2017;Formation{jump}Total : 3\n"
    )
    con = load_exports(tmp_path, veilles=veilles)
    assert counts(con, "veilles") == (2, 2, 0, 0)


@pytest.mark.parametrize("size", [140_000, 10_000_000])
def test_a_huge_field_that_nobody_reads(tmp_path, size):
    text = ETAPES.replace("\n", ";Signature\n", 1).replace("Oui\n", f"Oui;{'A' * size}\n").replace("Non\n", 'Non;"jamais refermé\n')
    con = load_exports(tmp_path, etapes=text)
    assert counts(con, "etapes") == (2, 2, 0, 0)


def test_a_mandatory_query_of_which_nothing_is_kept_is_refused(tmp_path):
    write_photo(tmp_path)
    load(tmp_path)
    before = (tmp_path / "data" / "curated" / "plie.duckdb").read_bytes()
    write_photo(tmp_path, parcours=PARCOURS.replace(";D1;", ";D8;").replace(";D2;", ";D9;"))
    with pytest.raises(PlieError) as refused:
        load(tmp_path)
    assert refused.value.code == 2
    assert "aucune de ses 2 lignes n'est retenue" in refused.value.message
    assert (tmp_path / "data" / "curated" / "plie.duckdb").read_bytes() == before


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_clean_photo_is_read_by_the_engine_alone(tmp_path, monkeypatch, bom):
    monkeypatch.setattr(textes, "repair", lambda *_: pytest.fail("un fichier propre n'a pas à être remis en ordre"))
    monkeypatch.setattr(encodage, "copy", lambda *_: pytest.fail("un fichier propre n'a pas à être copié"))
    con = load_exports(tmp_path, **{name: bom + text for name, text in desordre.clean().items()})
    assert rejects(con) == []
