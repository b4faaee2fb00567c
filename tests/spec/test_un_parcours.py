"""The parcours of one person on one line of time: what it says, what it draws, and that the number of dossier is nowhere."""

import datetime as dt
import re

import duckdb
import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plie_analysis.atelier import Atelier
from plie_analysis.cli import run
from plie_analysis.errors import PlieError
from plie_analysis.presentation.couloirs import Barre, Couloir, dessiner
from plie_analysis.presentation.parcours_lus import lire_personne
from plie_analysis.presentation.parcours_page import PageParcours, mois_revolus
from plie_analysis.presentation.toile import Echelle, Formes, Mention, Style
from plie_analysis.rapports import execution
from plie_analysis.repere import MOTIF, repere, retrouver
from plie_analysis.settings import load_settings
from tests.tableau import PHOTO, base, dossier

# A number that nothing else can look like.
NUMERO = "D7193846205"
EXPORTS = f"""
participants
id_dossier  | civilite | date_naissance | commune | quartier
{NUMERO}    | M.       | 1981-06-01     | Dijon   | Grésilles
D2          | Mme      |                | Dijon   |

prescriptions
id_prescription | id_dossier | prescripteur | date_prescription | decision | date_decision
S1              | {NUMERO}   | Pôle emploi  | 2016-02-01        |          |

parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | id_prescription
P1          | {NUMERO}   | R01           | 2016-03-10  | 2017-10-20  | EMPLOI       | S1
P2          | {NUMERO}   | R02           | 2017-11-15  |             |              |
P3          | D2         | R02           | 2017-06-01  | 2017-05-01  | SANTE        |

etapes
id_etape | id_parcours | operation                                 | date_debut | date_fin
E1       | P1          | Contrat long (CDI / CDD +6 mois)          | 2017-04-01 | 2017-10-01
E2       | P1          | CDDI                                      | 2016-05-01 | 2016-12-31
E3       | P1          | CDD Court (moins de 6 mois)               | 2017-01-05 |
E4       | P1          | PMSMP                                     | 2016-06-01 | 2016-06-15
E5       | P1          | FLE Cesam / Formation Linguistique / Ateliers Ling | 2016-05-15 | 2016-09-30

situations
id_dossier | situation | date_debut | date_fin
{NUMERO}   | RSA       | 2015-01-01 | 2016-12-31
{NUMERO}   | salaire   | 2017-01-01 |

veilles
id_parcours | date_debut | date_fin   | motif
P1          | 2016-10-01 | 2016-11-15 | santé

entretiens
id_entretien | id_parcours | date_entretien | modalite  | duree_minutes
N1           | P1          | 2016-04-01     | physique  | 60
N2           | P1          | 2016-05-01     | téléphone |
"""


def page(numero: str, *textes: str) -> PageParcours:
    return PageParcours(lire_personne(base(EXPORTS, *textes), PHOTO, numero), PHOTO, "PLIE d’essai", {})


def texte(bloc) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", "".join(piece.html for piece in bloc.elements)).replace("\u00a0", " "))


def test_one_sentence_says_the_parcours():
    said = texte(page(NUMERO).parcours())
    assert (
        "Homme, 34 ans à l’entrée en mars 2016, habitant d’un QPV, au RSA ce jour-là : 5 étapes, dont 3 d’emploi ; sortie positive (emploi) après 19 mois."
        in said
    )


def test_somebody_who_came_back_has_both_parcours():
    made = page(NUMERO)
    said = texte(made.parcours())
    assert [piece.dit is not None for piece in made.parcours().elements] == [True, True]
    assert "Premier parcours" in said and "Deuxième parcours" in said
    assert "36 ans à l’entrée en novembre 2017" in said
    assert "aucune étape ; toujours en parcours au 31 décembre 2017, après 1 mois." in said


def test_what_nobody_knows_is_said_and_not_invented():
    said = texte(page("D2").parcours())
    assert "Femme, âge inconnu à l’entrée en juin 2017" in said and "sortie (santé)." in said
    assert "Les dates de ce parcours se contredisent" in said
    said = texte(page(NUMERO).parcours())
    assert "CDD court (moins de 6 mois) emploi 05/01/2017 inconnue – non disponible" in said
    assert "la date de fin n’est pas saisie" in said


def test_the_drawing_has_its_lanes_and_an_open_parcours_an_arrow():
    first, second = (page(NUMERO)._drawing(one) for one in page(NUMERO).personne.parcours)
    assert [name for _, name in first.y.graduations] == ["Parcours", "Étapes", "Veilles", "Entretiens", "Situations"]
    assert {mark.nom for mark in first.legende} == {"emploi", "mobilisation", "formation non qualifiante"}
    (line,) = [mark for mark in second.marques if isinstance(mark, Formes) and mark.nom == "suivi"]
    (closed,) = [mark for mark in first.marques if isinstance(mark, Formes) and mark.nom == "suivi"]
    assert (len(line.contours[0]), len(closed.contours[0])) == (5, 4)
    pale = [mark for mark in first.marques if isinstance(mark, Formes) and mark.opacite < 1]
    assert len(pale) == 1


def test_a_referent_who_changed_from_one_photo_to_the_next_is_told():
    con = base(EXPORTS)
    base(EXPORTS.replace("| R01 ", "| R09 "), photo=dt.date(2018, 1, 31), con=con)
    changed = PageParcours(lire_personne(con, dt.date(2018, 1, 31), NUMERO), dt.date(2018, 1, 31), "", {})
    assert "R01 (photo du 31/12/2017), R09 (photo du 31/01/2018)" in texte(changed.parcours())
    assert "Référent : R01." in texte(page(NUMERO).parcours())


@pytest.mark.parametrize(
    ("debut", "fin", "mois"), [("2016-03-10", "2017-10-20", 19), ("2016-03-31", "2016-04-30", 0), ("2016-01-01", "2016-02-01", 1)]
)
def test_whole_months(debut, fin, mois):
    assert mois_revolus(dt.date.fromisoformat(debut), dt.date.fromisoformat(fin)) == mois


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 400), st.text("abcdef ", max_size=26)), min_size=1, max_size=14))
def test_nothing_overlaps_in_a_lane(found):
    bars = [Barre(name, "g", start, start + length, Style("bleu")) for start, length, name in found]
    canvas = dessiner([Couloir("Étapes", bars)], Echelle(0, 1300))
    boxes = [shape.contours[0] for shape in canvas.marques if isinstance(shape, Formes)]
    assert len(boxes) == len(bars)
    spans = [(min(x for x, _ in box), max(x for x, _ in box), min(y for _, y in box), max(y for _, y in box)) for box in boxes]
    for rank, (left, right, low, high) in enumerate(spans):
        for other in spans[rank + 1 :]:
            assert right <= other[0] or other[1] <= left or high <= other[2] or other[3] <= low
    assert all(isinstance(mark, Formes | Mention) for mark in canvas.marques)


@pytest.fixture
def racine(tmp_path):
    """A working folder whose only secret is a number of dossier, as its base has it."""
    dossier(tmp_path, EXPORTS)
    (tmp_path / "plie.toml").write_text('[plie]\nnom = "PLIE d’essai"\n', encoding="utf-8")
    return tmp_path


def traces(racine, numero: str) -> list[str]:
    """The files of a working folder that hold a number, in clear, in their name, or in a column of a log."""
    found = []
    for path in racine.rglob("*"):
        if path.is_dir() or path.name == "plie.duckdb":
            continue
        held = numero in path.name or numero.encode() in path.read_bytes()
        if path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as con:
                tables = [
                    name
                    for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()").fetchall()
                ]
                held |= any(numero in str(con.execute(f"SELECT * FROM {name}").fetchall()) for name in tables)
        found += [path.name] if held else []
    return found


def test_the_number_of_dossier_is_nowhere(racine, capfd, monkeypatch):
    """Neither on the screen, nor in the page, the index, the log of runs, the executed notebook: whoever finds them learns nothing."""
    notebooks = []
    run_notebook = execution.executer
    monkeypatch.setattr("plie_analysis.rapports.rapport.executer", lambda *a, **k: notebooks.append(run_notebook(*a, **k)) or notebooks[-1])
    assert run(["rapport", "parcours", "--dossier", NUMERO, "--racine", str(racine), "--forcer"]) == 0
    told = "".join(capfd.readouterr())
    (name,) = [path.stem for path in (racine / "data" / "rapports").glob("parcours-*.html")]
    assert MOTIF.fullmatch(name.removeprefix("parcours-")) and name in told
    assert NUMERO not in told and NUMERO not in nbformat.writes(notebooks[0])
    # The journal of the charte names dossiers, whatever is published: its findings are lists to correct.
    assert [one for one in traces(racine, NUMERO) if not one.startswith("journal")] == []
    assert "34\u00a0ans" in (racine / "data" / "rapports" / f"{name}.html").read_text(encoding="utf-8")


def test_a_repere_is_that_of_one_dossier_and_says_nothing_without_the_key(racine, tmp_path_factory):
    settings, other = load_settings(racine), load_settings(dossier(tmp_path_factory.mktemp("autre"), EXPORTS))
    mark = repere(settings, NUMERO)
    assert mark == repere(settings, NUMERO) != repere(other, NUMERO) and mark != repere(settings, "D2")
    key = settings.curated / ".reperes"
    assert key.stat().st_mode & 0o077 == 0
    plie = Atelier(settings)
    assert retrouver(settings, plie.con, PHOTO, mark) == NUMERO
    with pytest.raises(PlieError, match="n'a pas de parcours"):
        retrouver(other, plie.con, PHOTO, mark)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["parcours"], "Il manque le numéro du dossier"),
        (["parcours", "--dossier", "D0000"], "Ce dossier n'a pas de parcours dans la photo du 31"),
        (["parcours", "--parametre", f"dossier={NUMERO}"], "n'a pas de paramètre « dossier »"),
        (["parcours", "--parametre", f"repere={NUMERO}"], "Ce n'est pas un repère"),
        (["parcours", "--parametre", "repere=r000000000000"], "Ce dossier n'a pas de parcours"),
        (["lettre", "--dossier", NUMERO], "ne porte pas sur une personne"),
        (["parcours", "--dossier", NUMERO, "--diffusion", "partenaires"], "ne se publie pas au niveau « partenaires »"),
        (["parcours", "--dossier", NUMERO, "--diffusion", "publique"], "On reconnaît une personne à son parcours"),
    ],
)
def test_what_is_refused_says_why_and_repeats_no_number(racine, capfd, arguments, said):
    assert run(["rapport", *arguments, "--racine", str(racine)]) == 2
    told = "".join(capfd.readouterr())
    assert said in told.replace("\u00a0", " ") and NUMERO not in told and "D0000" not in told
    assert traces(racine, NUMERO) == [] and not list((racine / "data").rglob("parcours-*"))


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
def test_a_session_of_a_protected_level_shows_nobody(racine, niveau):
    settings = load_settings(racine)
    with pytest.raises(PlieError, match="on l'y reconnaît"):
        Atelier(settings, niveau).rapports.un_parcours(repere(settings, NUMERO))
