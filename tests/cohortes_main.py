"""A few parcours followed by hand: what the tests of the cohortes share, and the writer of their golden file.

python -m tests.cohortes_main      # writes tests/golden/cohortes.csv again
"""

import contextlib
import io
import tempfile
from pathlib import Path

from plie_analysis.cli import run
from plie_analysis.survie.reglages import reglages
from tests.tableau import dossier

GOLDEN = Path(__file__).parent / "golden" / "cohortes.csv"
COMMANDE = ["cohortes", "--par", "qpv", "--par", "rsa", "--au", "2017-12-31", "--format", "csv"]

# 2016: all followed for 12 months. 2017: one open parcours leaves the sight at 60 days, the day another one goes.
QUATRE_ET_QUATRE = """
participants
id_dossier | civilite | date_naissance | commune | quartier   | niveau
D1         | Mme      | 1980-05-01     | Dijon   | Grésilles  | V
D2         | M.       | 1970-05-01     | Dijon   | hors QPV   | V
D3         | Mme      | 1995-05-01     | Dijon   | hors QPV   | IV
D4         | M.       | 1960-05-01     | Dijon   | Grésilles  | VI
D5         | Mme      | 1985-05-01     | Dijon   | Grésilles  | V
D6         | M.       | 1985-05-01     | Dijon   | hors QPV   | V
D7         | Mme      | 1985-05-01     | Dijon   |            | V
D8         | M.       | 1985-05-01     | Dijon   | hors QPV   | V

parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie          | date_saisie_entree | date_saisie_sortie | nb_mois_sans_activite
P1          | D1         | R1            | 2016-01-10  | 2016-04-09  | EMPLOI                | 2016-01-12         | 2016-04-12         | 12
P2          | D2         | R1            | 2016-02-01  | 2016-08-19  | A SA DEMANDE          | 2016-02-02         | 2016-08-20         | 30
P3          | D3         | R1            | 2016-03-01  | 2016-12-26  | FORMATION QUALIFIANTE | 2016-03-02         | 2017-02-01         | 50
P4          | D4         | R2            | 2016-06-01  |             |                       | 2016-06-02         |                    |
P5          | D5         | R2            | 2017-01-15  | 2017-03-16  | EMPLOI                | 2017-01-16         | 2017-03-20         | 24
P6          | D6         | R2            | 2017-11-01  |             |                       | 2017-11-02         |                    | 24
P7          | D7         | R1            | 2017-06-01  |             |                       | 2017-06-02         |                    | 24
P8          | D8         | R1            | 2017-02-01  | 2017-05-12  |                       | 2017-02-02         | 2017-05-13         | 24

situations
id_dossier | situation | date_debut | date_fin
D1         | RSA       | 2015-01-01 |
D2         | RSA       | 2015-01-01 | 2016-01-31
D5         | RSA       | 2017-01-16 |

etapes
id_etape | id_parcours | operation             | date_debut | date_fin   | date_saisie
E1       | P1          | CDDI                  | 2016-01-20 | 2016-02-18 | 2016-01-20
E2       | P1          | CDDI                  | 2016-02-09 | 2016-03-09 | 2016-02-09
E3       | P3          | Formation qualifiante COMMERCE | 2016-03-01 | 2016-06-30 | 2016-03-01
E4       | P3          | Formation qualifiante COMMERCE | 2016-12-27 | 2017-01-30 | 2016-12-27
E5       | P4          | CDDI                  | 2016-05-01 | 2016-05-31 | 2016-05-01
"""


def csv_de_reference() -> str:
    """What ``plie cohortes`` writes for the eight parcours, when an estimate may rest on one."""
    with tempfile.TemporaryDirectory() as folder:
        racine = dossier(Path(folder), QUATRE_ET_QUATRE)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            code = run([*COMMANDE, "--racine", str(racine)])
    if code:
        raise AssertionError(f"plie cohortes: exit code {code}")
    return printed.getvalue()


if __name__ == "__main__":
    reglages()["appui"]["a_risque_min"] = 1
    GOLDEN.write_text(csv_de_reference(), encoding="utf-8")
