"""Ends of lines, colossal fields, columns that nobody reads: no line vanishes and no ignored cell fails a load."""

from tests.cas.base import TABLES, cas, cellules, complet, lu, texte, vaut, xlsx
from tests.cas_import import Issue

SIGNES = {
    "saut de ligne vertical": "\x0b",
    "saut de page": "\x0c",
    "séparateur de fichier": "\x1c",
    "séparateur de groupe": "\x1d",
    "séparateur d'articles": "\x1e",
    "ligne suivante": "\x85",
    "séparateur de ligne": "\u2028",
    "séparateur de paragraphe": "\u2029",
}
TOTAL = {"etapes": "Total;5;;;;;;;\n", "participants": "Total;5;;;;;;;\n"}


def ignoree(requete: str, *valeurs: str) -> str:
    """The export with a column « Photo » that nobody reads, last."""
    entetes, *lignes = cellules(requete)
    return texte([[*entetes, "Photo"], *([*ligne, valeur] for ligne, valeur in zip(lignes, [*valeurs, *[""] * len(lignes)], strict=False))])


def en_tete(requete: str, valeur: str) -> str:
    """The export with a column « Photo » that nobody reads, first, all its cells holding this."""
    entetes, *lignes = cellules(requete)
    return texte([["Photo", *entetes], *([valeur, *ligne] for ligne in lignes)])


def cinq(requete: str, ecartees: int = 0) -> Issue:
    """The five lines are kept without a reject."""
    return complet(requete, lignes={requete: 5 + ecartees})


ETAPES = TABLES["etapes"]
VEILLES = TABLES["veilles"]

CAS = [
    *(
        cas(
            f"{nom} dans un organisme, total en pied",
            {"etapes.csv": ETAPES.replace("Atelier vélo", f"Atelier{signe}vélo") + TOTAL["etapes"]},
            cinq("etapes", 1),
        )
        for nom, signe in SIGNES.items()
    ),
    *(
        cas(
            f"{nom} dans une colonne que personne ne lit",
            {"participants.csv": ignoree("participants", f"a{signe}b", f"{signe}Total : 3") + TOTAL["participants"]},
            cinq("participants", 1),
        )
        for nom, signe in SIGNES.items()
    ),
    cas(
        "ligne suivante au bout du motif de la dernière veille",
        {"veilles.csv": VEILLES.replace("Congé", "Congé\x85Total : 3")},
        complet("veilles", lignes={"veilles": 3}),
    ),
    cas(
        "ligne suivante de Windows-1252 qui est un point de suspension",
        {"veilles.csv": VEILLES.replace("Congé", "Congé…").encode("cp1252")},
        complet("veilles", lignes={"veilles": 3}, valeur=(vaut("veilles", 4, "motif", "Congé…", "Congé..."),)),
    ),
    cas("fins de lignes \\r seules et total", {"etapes.csv": (ETAPES + TOTAL["etapes"]).replace("\n", "\r")}, cinq("etapes", 1)),
    cas("fins de lignes mêlées", {"etapes.csv": ETAPES.replace("\n", "\r\n", 3)}, cinq("etapes")),
    cas("fins de lignes doublées", {"etapes.csv": ETAPES.replace("\n", "\r\r\n")}, cinq("etapes")),
    cas("dernière ligne sans fin", {"etapes.csv": ETAPES.rstrip("\n")}, cinq("etapes")),
    cas("fin de fichier de MS-DOS", {"etapes.csv": ETAPES + "\x1a"}, Issue(retenues={"etapes": 5})),
    cas(
        "saut de ligne entre guillemets puis total",
        {"etapes.csv": ETAPES.replace("Atelier vélo", '"Atelier\nTotal vélo"') + TOTAL["etapes"]},
        cinq("etapes", 1),
    ),
    cas("lignes vides et lignes de points-virgules partout", {"etapes.csv": ETAPES.replace("\n", "\n\n;;;;;;;;\n")}, cinq("etapes")),
    cas(
        "champ de 140 ko entre guillemets sur plusieurs lignes",
        {"participants.csv": ignoree("participants", '"' + ("A" * 70 + "\r\n") * 2000 + '"')},
        cinq("participants"),
    ),
    cas(
        "champ de 10 Mo dans une colonne que personne ne lit",
        {"participants.csv": ignoree("participants", "", "QUJD" * 2_500_000)},
        cinq("participants"),
    ),
    cas("champ de 140 ko en première colonne", {"etapes.csv": en_tete("etapes", "QUJD" * 35_000)}, cinq("etapes")),
    cas(
        "champ de 140 ko dans un texte lu",
        {"etapes.csv": ETAPES.replace("Atelier vélo", "vélo" * 35_000)},
        lu(vaut("etapes", "E05", "organisme", "Intérim du Suzon"), lignes={"etapes": 5}),
    ),
    cas("NUL dans une colonne que personne ne lit", {"etapes.csv": ignoree("etapes", "\x00\x00", "a\x00b")}, cinq("etapes")),
    cas("guillemet isolé dans une colonne que personne ne lit", {"etapes.csv": ignoree("etapes", '12" de long', "5'11\"")}, cinq("etapes")),
    cas(
        "guillemet ouvert et jamais fermé dans une colonne que personne ne lit",
        {"etapes.csv": ignoree("etapes", "", "", '"vu le')},
        Issue(lignes={"etapes": 5}),
        Issue(code=2, dit_un_de=("guillemet",)),
        Issue(dit_un_de=("guillemet",)),
    ),
    cas(
        "erreurs de formules et nombres géants dans une colonne d'XLSX que personne ne lit",
        {
            "etapes.xlsx": xlsx(
                {
                    "Export": [
                        [*ligne, cellule]
                        for ligne, cellule in zip(cellules("etapes"), ["Photo", "=1/0", 1e300, "#REF!", "x" * 32_000, -1.5], strict=True)
                    ]
                }
            )
        },
        cinq("etapes"),
    ),
    cas(
        "deux colonnes inconnues de même nom",
        {"etapes.csv": texte([[*ligne, "a", "b"] if rang else [*ligne, "Note", "Note"] for rang, ligne in enumerate(cellules("etapes"))])},
        cinq("etapes"),
    ),
    cas(
        "en-tête de 5 000 caractères que personne ne lit",
        {"etapes.csv": ignoree("etapes").replace("Photo", "Photo" * 1000)},
        cinq("etapes"),
    ),
    cas(
        "trois cents colonnes que personne ne lit",
        {
            "etapes.csv": texte(
                [[*ligne, *(f"C{n}" if not rang else "x" for n in range(300))] for rang, ligne in enumerate(cellules("etapes"))]
            )
        },
        cinq("etapes"),
    ),
]
