"""Bad bytes, cut ends, mixed encodings: the rest of the file is read as it is written, and what is doubtful is named."""

from tests.cas.base import TABLES, cas, cellules, change, complet, dit, juste_ou_rejete, lu, refuse, vaut

ETAPES = TABLES["etapes"]
JUSTES = (vaut("etapes", "E03", "organisme", "Atelier vélo"), vaut("etapes", "E05", "organisme", "Intérim du Suzon"))
SANS_CHARABIA = ({"requete": "etapes", "colonne": "organisme", "texte": "Ã"},)


def organisme(nom: str, encodage: str) -> dict[str, bytes]:
    """The étapes in this encoding, the second one having this organisme."""
    return change("etapes", ("Boulangerie du Parc", nom), encodage=encodage)


def lignes(*encodages: str) -> dict[str, bytes]:
    """The étapes, each line in an encoding, the header in the first."""
    return {
        "etapes.csv": b"".join(ligne.encode(encodage) for ligne, encodage in zip(ETAPES.splitlines(keepends=True), encodages, strict=True))
    }


CP1252 = [
    cas(
        f"« {signe} » dans un fichier Windows-1252 accentué",
        organisme(f"L{signe}Atelier", "cp1252"),
        complet("etapes", valeur=(vaut("etapes", "E02", "organisme", f"L{signe}Atelier", f"L{apres}Atelier"), *JUSTES)),
    )
    for signe, apres in (("…", "..."), ("Œ", "Œ"), ("œ", "œ"), ("’", "'"), ("“", '"'), ("–", "–"), ("—", "—"), ("€", "€"), ("Ÿ", "Ÿ"))
]
EN_TETES_SANS_ACCENT = "N ETAPE;N PARCOURS;OPERATION;DATE DE DEBUT;ORGANISME\nE01;P01;CDDI;01/02/2017;{}\nE02;P02;PMSMP;10/04/2017;Atelier\nE03;P03;CDDI;01/06/2017;Jardin\n"

CAS = [
    *CP1252,
    cas(
        "points de suspension seuls hors ASCII en Windows-1252",
        {"etapes.csv": EN_TETES_SANS_ACCENT.format("à suivre…").replace("à", "a").encode("cp1252")},
        lu(vaut("etapes", "E01", "organisme", "a suivre…", "a suivre...")),
    ),
    cas(
        "apostrophe typographique seule hors ASCII en Windows-1252",
        {"etapes.csv": EN_TETES_SANS_ACCENT.format("L’Envol").encode("cp1252")},
        lu(vaut("etapes", "E01", "organisme", "L’Envol", "L'Envol")),
    ),
    cas(
        "Œ seul hors ASCII en Windows-1252",
        {"etapes.csv": EN_TETES_SANS_ACCENT.format("Œuvre").encode("cp1252")},
        lu(vaut("etapes", "E01", "organisme", "Œuvre")),
    ),
    cas(
        "fichier de la page DOS 850",
        {"etapes.csv": ETAPES.replace("Boulangerie du Parc", "Régie à Chenôve").encode("cp850")},
        complet("etapes", valeur=(vaut("etapes", "E02", "organisme", "Régie à Chenôve"), *JUSTES)),
        refuse("encodage", "850", "DOS"),
    ),
    cas(
        "un octet faux dans un fichier UTF-8",
        {"etapes.csv": ETAPES.encode().replace(b"Boulangerie", b"Boul\xffngerie")},
        lu(
            *JUSTES, juste_ou_rejete("etapes", 3, "organisme", "Boul\ufffdngerie", "Boulngerie"), absent=SANS_CHARABIA, lignes={"etapes": 5}
        ),
        refuse("ligne 3"),
    ),
    cas(
        "un é de Windows-1252 dans un fichier UTF-8 de participants",
        {"participants.csv": TABLES["participants"].encode().replace("Grésilles".encode(), "Grésilles".encode("cp1252"))},
        lu(
            juste_ou_rejete("participants", 2, "quartier", "Grésilles"),
            vaut("participants", "D0102", "commune", "Chenôve"),
            vaut("participants", "D0104", "quartier", "Belvédère"),
            lignes={"participants": 5},
        ),
        refuse("ligne 2", "encodage"),
    ),
    cas(
        "un é coupé au bout d'un export d'entretiens",
        {"entretiens.csv": TABLES["entretiens"].encode() + "T4;P03;15/03/2017;té".encode()[:-1]},
        lu(vaut("entretiens", "T3", "modalite", "téléphone"), lignes={"entretiens": 4}, retenues={"entretiens": 3}),
        lu(vaut("entretiens", "T3", "modalite", "téléphone"), juste_ou_rejete("entretiens", 5, "modalite", ""), lignes={"entretiens": 4}),
        refuse("coupé", "tronqué", "abîmé", "ligne 5"),
    ),
    cas(
        "export UTF-16 coupé au milieu d'un caractère",
        {"etapes.csv": ETAPES.encode("utf-16")[:-3]},
        lu(vaut("etapes", "E03", "organisme", "Atelier vélo"), lignes={"etapes": 5}),
        refuse("coupé", "tronqué", "abîmé"),
    ),
    cas("export UTF-16 sans marque", {"etapes.csv": ETAPES.encode("utf-16-le")}, complet("etapes", valeur=JUSTES)),
    cas(
        "NUL au milieu d'un texte UTF-8",
        {"etapes.csv": ETAPES.encode().replace(b"Atelier ", b"Atelier \x00")},
        complet("etapes", valeur=JUSTES),
    ),
    cas(
        "NUL dans un numéro",
        {"etapes.csv": ETAPES.encode().replace(b"E03", b"E\x0003")},
        complet("etapes", valeur=(vaut("etapes", 4, "id_etape", "E03"), *JUSTES)),
    ),
    cas("NUL de remplissage au bout du fichier", {"etapes.csv": ETAPES.encode() + b"\x00" * 300}, lu(*JUSTES, retenues={"etapes": 5})),
    cas(
        "lignes UTF-8 dans un fichier Windows-1252",
        lignes("cp1252", "cp1252", "cp1252", "cp1252", "cp1252", "utf-8"),
        complet("etapes", valeur=JUSTES),
        lu(
            vaut("etapes", "E03", "organisme", "Atelier vélo"),
            juste_ou_rejete("etapes", 6, "organisme", "Intérim du Suzon"),
            absent=SANS_CHARABIA,
            lignes={"etapes": 5},
        ),
        refuse("mêle", "encodage", "ligne"),
    ),
    cas(
        "lignes Windows-1252 dans un fichier UTF-8",
        lignes("utf-8", "utf-8", "utf-8", "cp1252", "utf-8", "utf-8"),
        complet("etapes", valeur=JUSTES),
        lu(
            juste_ou_rejete("etapes", 4, "organisme", "Atelier vélo"),
            vaut("etapes", "E05", "organisme", "Intérim du Suzon"),
            absent=SANS_CHARABIA,
            lignes={"etapes": 5},
        ),
        refuse("mêle", "encodage", "ligne"),
    ),
    cas(
        "fichier entier encodé deux fois",
        {"participants.csv": TABLES["participants"].encode().decode("latin-1").encode()},
        complet("participants", valeur=(vaut("participants", "D0102", "commune", "Chenôve"),)),
        refuse("deux fois", "doublement", "double"),
    ),
    cas(
        "fichier encodé deux fois par Windows-1252",
        {"etapes.csv": ETAPES.encode().decode("cp1252").encode()},
        complet("etapes", valeur=JUSTES),
        refuse("deux fois", "doublement", "double"),
    ),
    cas(
        "une ligne encodée deux fois",
        {"etapes.csv": ETAPES.replace("Atelier vélo", "Atelier vÃ©lo").encode()},
        lu(
            juste_ou_rejete("etapes", 4, "organisme", "Atelier vélo"),
            vaut("etapes", "E05", "organisme", "Intérim du Suzon"),
            lignes={"etapes": 5},
        ),
        dit("deux fois", "doublement", "double"),
        refuse("deux fois", "doublement", "double"),
    ),
    cas("Ã légitime dans un nom propre", change("etapes", ("Boulangerie du Parc", "Casa João e Ã")), complet("etapes", valeur=JUSTES)),
    cas(
        "caractères de remplacement laissés par un autre logiciel",
        change("etapes", ("Atelier vélo", "Atelier v\ufffdlo")),
        lu(vaut("etapes", "E05", "organisme", "Intérim du Suzon"), lignes={"etapes": 5}),
    ),
    cas(
        "octet faux dans une colonne que personne ne lit",
        {
            "etapes.csv": "".join(f"{';'.join(ligne)};{'Photo' if not rang else 'XX'}\n" for rang, ligne in enumerate(cellules("etapes")))
            .encode()
            .replace(b"Non;02/02/2017;XX", b"Non;02/02/2017;\xff\xfe\x81")
        },
        lu(*JUSTES, juste_ou_rejete("etapes", 2, "organisme", "Chantier du Lac"), lignes={"etapes": 5}),
    ),
    cas(
        "marque d'ordre d'octets deux fois en tête", {"participants.csv": "\ufeff\ufeff" + TABLES["participants"]}, complet("participants")
    ),
    cas(
        "caractères de commande dans un texte",
        {"etapes.csv": ETAPES.replace("Atelier vélo", "Atelier\x07 vélo\x1b")},
        complet("etapes", valeur=JUSTES),
    ),
]
