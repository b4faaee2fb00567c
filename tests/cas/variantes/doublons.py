"""Lines pasted twice: said with the query and the number of lines, whether or not the query has a key."""

from tests.cas.base import TABLES, cas, cellules, pied, texte, xlsx
from tests.cas_import import Issue

IDENTIQUES = ("identique", "en double", "doublon")


def recolle(requete: str, fois: int = 2) -> str:
    """The export with its data pasted that many times."""
    entetes, *lignes = cellules(requete)
    return texte([entetes, *lignes * fois])


def dits(requete: str, *comptes: tuple[int, int, int], nombre: int) -> tuple[Issue, ...]:
    """The load is done and says how many lines are identical to others; or they are rejected."""
    return tuple(Issue(dit_un_de=IDENTIQUES, dit=(requete, str(nombre)), comptes={requete: compte}) for compte in comptes)


SANS_CLE = ("aides", "freins", "actions", "veilles", "situations")
TAILLES = {requete: len(cellules(requete)) - 1 for requete in TABLES}

CAS = [
    *(
        cas(
            f"{requete} collées deux fois",
            {f"{requete}.csv": recolle(requete)},
            *dits(
                requete,
                (2 * TAILLES[requete], 2 * TAILLES[requete], 0),
                (2 * TAILLES[requete], TAILLES[requete], TAILLES[requete]),
                nombre=TAILLES[requete],
            ),
        )
        for requete in SANS_CLE
    ),
    cas("une seule aide saisie deux fois", pied("aides", TABLES["aides"].splitlines()[1]), *dits("aides", (4, 4, 0), (4, 3, 1), nombre=1)),
    cas(
        "aides collées deux fois dans un XLSX",
        {"aides.xlsx": xlsx({"Export": [*cellules("aides"), *cellules("aides")[1:]]})},
        *dits("aides", (6, 6, 0), (6, 3, 3), nombre=3),
    ),
    cas("référents collés deux fois", {"referents.csv": recolle("referents")}, *dits("referents", (4, 4, 0), (4, 2, 2), nombre=2)),
    cas("entretiens collés deux fois, mêmes numéros", {"entretiens.csv": recolle("entretiens")}, Issue(comptes={"entretiens": (6, 3, 3)})),
    cas(
        "aides d'un même jour qui diffèrent par le montant",
        pied("aides", "P01;03/03/2017;transport;Emploi;1120,51"),
        Issue(comptes={"aides": (4, 4, 0)}, ne_dit_pas=IDENTIQUES),
    ),
    cas(
        "veilles qui diffèrent par la fin",
        pied("veilles", "P01;01/03/2017;30/03/2017;Santé"),
        Issue(comptes={"veilles": (4, 4, 0)}, ne_dit_pas=IDENTIQUES),
    ),
]
