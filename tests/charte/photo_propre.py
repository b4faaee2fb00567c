"""A small clean photo: any number of persons, each with one line in every export, and nothing to say about any of them.

Person ``n`` has the dossier ``D<n>``, the parcours ``P<n>``, the référent ``R<n>`` … so that a finding says whose it is.
"""

import datetime as dt
from pathlib import Path

from plie_analysis import curate
from plie_analysis.settings import Settings
from tests.tableau import PHOTO, brute, reglages

AVANT = dt.date(2017, 11, 30)

PERSONNE = """
participants
id_dossier | civilite | date_naissance | commune | quartier | niveau | date_saisie
D{n}       | Mme      | {naissance}    | Dijon   | hors QPV | V      | 2017-03-01

prescriptions
id_prescription | id_dossier | prescripteur | date_prescription | date_premier_rdv | decision | date_decision | date_saisie
O{n}            | D{n}       | Pôle emploi  | 2017-02-01        | 2017-02-10       | entrée   | 2017-02-20    | 2017-02-02

parcours
id_parcours | id_dossier | id_prescription | code_referent | date_entree | critere_marche                 | date_saisie_entree
P{n}        | D{n}       | O{n}            | R{n}          | 2017-03-01  | Bénéficiaire de minima sociaux | 2017-03-03

etapes
id_etape | id_parcours | operation      | date_debut | date_fin   | date_saisie
T{n}     | P{n}        | Remobilisation | 2017-11-02 | 2017-12-08 | 2017-11-03

entretiens
id_entretien | id_parcours | date_entretien | modalite | duree_minutes | est_emarge | est_point_etape | date_saisie
M{n}         | P{n}        | 2017-08-03     | physique | 45            | true       | true            | 2017-08-03
N{n}         | P{n}        | 2017-12-14     | physique | 30            | true       | false           | 2017-12-14

situations
id_dossier | situation | date_debut | date_fin
D{n}       | RSA       | 2016-05-01 | 2017-06-30

veilles
id_parcours | date_debut | date_fin   | motif
P{n}        | 2017-05-02 | 2017-05-30 | santé

referents
code_referent | structure | nb_etp
R{n}          | CREATIV'  | 0.01

freins
id_parcours | famille  | intensite | date_evaluation
P{n}        | mobilité | 2         | 2017-03-20

actions
id_parcours | action      | session | date_orientation | date_entree | date_fin   | issue
P{n}        | Start Again | S1      | 2017-04-03       | 2017-04-10  | 2017-05-12 | achevée

etapes_action
id_parcours | action      | session | nature | objet   | resultat | date_etape_action | date_saisie
P{n}        | Start Again | S1      | projet | emploi  |          | 2017-05-12        | 2017-05-15

entretiens_qualitatifs
id_parcours | date_entretien_qualitatif | theme    | interlocuteur | date_saisie
P{n}        | 2017-09-12                | mobilité | participant   | 2017-09-13

aides
id_parcours | date_aide  | nature    | motif  | montant_euros
P{n}        | 2017-06-06 | transport | Emploi | 120.5

clauses
id_contrat | id_parcours | prescripteur | secteur | type_contrat | date_orientation | est_valide | date_debut | date_fin   | nb_heures
X{n}       | P{n}        | PLIE         | BTP     | CDD          | 2017-06-20       | true       | 2017-07-03 | 2017-07-28 | 100
"""


def personnes(nombre: int) -> list[str]:
    """The text of that many persons, numbered from 1, with birth dates that all differ."""
    first = dt.date(1970, 1, 1)
    return [PERSONNE.format(n=n, naissance=first + dt.timedelta(days=97 * n)) for n in range(1, nombre + 1)]


def ecrire(racine: Path, nombre: int, fautes: list[str] = (), photos: tuple[dt.date, ...] = (AVANT, PHOTO), **sections) -> Settings:
    """A working folder whose base holds the clean photos; ``fautes`` are statements run on the newest only."""
    con = brute(*personnes(nombre), photo=photos[-1])
    for photo in photos[:-1]:
        _copy(con, photos[-1], photo)
    for faute in fautes:
        con.execute(faute)
    settings = Settings(racine, reglages(**sections))
    curate.build(con, photos, settings)
    settings.curated.mkdir(parents=True)
    con.execute(f"ATTACH '{settings.base}' AS fichier; COPY FROM DATABASE memory TO fichier; DETACH fichier")
    con.close()
    return settings


def _copy(con, source: dt.date, cible: dt.date) -> None:
    tables = con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'raw'").fetchall()
    for (table,) in tables:
        con.execute(f"INSERT INTO raw.{table} SELECT * REPLACE (DATE '{cible}' AS photo) FROM raw.{table} WHERE photo = DATE '{source}'")
