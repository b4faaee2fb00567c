"""Several sheets: continued ones are read in order, the others are named, a doubtful choice is refused."""

from tests.cas.base import cas, cellules, lu, refuse, vaut, xlsx
from tests.cas_import import Issue
from tests.ods import ods

ENTETES, *ETAPES = cellules("etapes")
TOUTES = Issue(comptes={"etapes": (5, 5, 0)})
NOTICE = [["Notice de l'extraction"], ["Les étapes de l'année, toutes opérations."]]
EXEMPLE = ["E00", "P01", "CDDI", "01/01/2017", "", "35", "EXEMPLE", "Non", ""]
PERSONNES, *LIGNES = cellules("participants")
AUTRE_ORDRE = [list(reversed(ligne)) for ligne in [ENTETES, *ETAPES[3:]]]


def etapes(feuilles: dict, masquees: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The étapes in a workbook of these sheets."""
    return {"etapes.xlsx": xlsx(feuilles, masquees)}


CAS = [
    cas(
        "suite avec en-têtes sur une deuxième feuille d'étapes",
        etapes({"Export": [ENTETES, *ETAPES[:3]], "Export (2)": [ENTETES, *ETAPES[3:]]}),
        TOUTES,
        refuse("Export (2)"),
    ),
    cas(
        "suite sans en-têtes sur une deuxième feuille",
        etapes({"Export": [ENTETES, *ETAPES[:3]], "Export (2)": ETAPES[3:]}),
        TOUTES,
        refuse("Export (2)"),
        Issue(dit=("Export (2)",), retenues={"etapes": 3}),
    ),
    cas(
        "suite sur trois feuilles d'un ODS",
        {"participants.ods": ods({f"Feuille{n}": [PERSONNES, *LIGNES[2 * n - 2 : 2 * n]] for n in (1, 2, 3)})},
        Issue(comptes={"participants": (5, 5, 0)}),
        refuse("Feuille2"),
    ),
    cas(
        "suite aux colonnes dans un autre ordre",
        etapes({"A": [ENTETES, *ETAPES[:3]], "B": AUTRE_ORDRE}),
        lu(
            vaut("etapes", "E05", "organisme", "Intérim du Suzon"),
            vaut("etapes", "E05", "id_parcours", "P05"),
            comptes={"etapes": (5, 5, 0)},
        ),
        refuse("B"),
    ),
    cas("modèle vide devant l'export", etapes({"Modèle": [ENTETES], "Export": [ENTETES, *ETAPES]}), TOUTES, refuse("Modèle")),
    cas(
        "modèle avec une ligne d'exemple devant l'export",
        etapes({"Modèle": [ENTETES, EXEMPLE], "Export": [ENTETES, *ETAPES]}),
        Issue(dit=("Modèle",)),
        refuse("Modèle"),
    ),
    cas(
        "notice devant l'export",
        etapes({"Notice": NOTICE, "Export": [ENTETES, *ETAPES]}),
        Issue(dit=("Notice",), comptes={"etapes": (5, 5, 0)}),
    ),
    cas(
        "feuille de statistiques derrière l'export",
        etapes({"Export": [ENTETES, *ETAPES], "Stats": [["Opération", "Nombre"], ["CDDI", 2]]}),
        Issue(dit=("Stats",), comptes={"etapes": (5, 5, 0)}),
    ),
    cas(
        "feuille masquée de mêmes en-têtes",
        etapes({"Export": [ENTETES, *ETAPES], "Ancien": [ENTETES, ["E99", *ETAPES[0][1:]]]}, ("Ancien",)),
        Issue(comptes={"etapes": (5, 5, 0)}, dit=("Ancien",)),
        refuse("Ancien"),
    ),
    cas(
        "deux années sur deux feuilles, mêmes numéros",
        etapes({"2016": [ENTETES, *ETAPES], "2017": [ENTETES, *([*ligne[:5], "20", *ligne[6:]] for ligne in ETAPES)]}),
        Issue(dit=("2016", "2017")),
        refuse("2016"),
        Issue(comptes={"etapes": (10, 5, 5)}),
        Issue(comptes={"etapes": (10, 0, 10)}),
    ),
]
