"""Builds the page: one self-contained HTML document, readable without script."""

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path

import pandas as pd

from plie_analysis import francais
from plie_analysis.gabarits import environnement
from plie_analysis.libelles import sans_marques
from plie_analysis.presentation.elements import ancre

from ..comparaison import ECART, EGAL, EXPLIQUE, NON_CALCULABLE, REGLAGE, STATUTS, Audit, regles
from ..comparaison.coherence_formule import ecrit

HERE = Path(__file__).parent
NB = francais.INSECABLE
MARQUES = {EGAL: "=", EXPLIQUE: "≈", ECART: "≠", NON_CALCULABLE: "–"}
TITRES = {EGAL: "Égaux", EXPLIQUE: "Expliqués", ECART: "Écarts", NON_CALCULABLE: "Non calculables"}
DECIMALES = {"€": 2, "heures": 2}


def page_html(
    table: pd.DataFrame,
    audit: Audit,
    *,
    titre: str,
    organisme: str,
    photo: dt.date,
    execution: dt.datetime,
    version: str,
    avis: tuple[str, ...] = (),
) -> str:
    """The page of a comparison (``comparaison.comparer``) and of its audit (``comparaison.auditer``).

    ``photo`` is the photo compared; ``execution`` and ``version`` are printed at the foot; ``avis`` at the head.
    """
    rows = [_figure(row) for row in table.to_dict("records")]
    numbers = Counter(row["statut"] for row in rows)
    reachable = len(rows) - numbers[NON_CALCULABLE]
    page = environnement(HERE).get_template("page.html.j2").render(
        titre=titre,
        organisme=organisme,
        avis=avis,
        chapeau=chapeau(numbers, reachable, sum(row["regle"] == REGLAGE for row in rows)),
        regles_css=HERE / "rapprochement.css",
        marques=MARQUES,
        titres_statut=TITRES,
        statuts=STATUTS,
        nombres={statut: numbers[statut] for statut in STATUTS},
        calculables=reachable,
        total=len(rows),
        ecarts=[row for row in rows if row["statut"] == ECART],
        regles=_rules(rows),
        sections=_sections(rows),
        bilan=bilan(audit),
        genres=_genres(audit),
        contradictions=len(audit.contradictions),
        sans_relation=audit.sans_relation,
        arrondis=[_relation(row) for row in audit.arrondis.to_dict("records")],
        raisons=Counter(row["explication"] for row in rows if row["statut"] == NON_CALCULABLE).most_common(),
        photo=photo,
        execution=execution,
        version=version,
    )  # fmt: skip
    return sans_marques(page)


def chapeau(numbers: Counter, reachable: int, lus: int = 0) -> str:
    """The outcome in a sentence; ``lus``: equal ones that are read in the settings."""
    if not reachable:
        return "Aucun chiffre publié ne peut être calculé."
    left = (
        francais.compte(numbers[ECART], "écart reste à expliquer", "écarts restent à expliquer")
        if numbers[ECART]
        else "aucun écart ne reste à expliquer"
    )
    share = francais.pourcentage(100 * numbers[EGAL] / reachable, 1)
    told = f"dont {francais.compte(lus, 'lu', 'lus')} dans les réglages" if lus else ""
    share = ", ".join(filter(None, (share, told)))
    return (
        f"Sur {francais.compte(reachable, 'chiffre calculable', 'chiffres calculables')}, {francais.compte(numbers[EGAL], 'est égal', 'sont égaux')} ({share}) "
        f"et {francais.compte(numbers[EXPLIQUE], 'est expliqué', 'sont expliqués')}{NB}; {left}."
    )


def _figure(row: dict) -> dict:
    """A row as it is printed."""
    decimals = DECIMALES.get(row["unite"], 1)
    value = row["valeur_calculee"]
    whole = not francais.is_empty(value) and float(value).is_integer()
    above, below = row["numerateur"], row["denominateur"]
    # What a rate is made of helps to understand why it differs, and nothing else.
    known = row["statut"] != EGAL and row["unite"] == "%" and not francais.is_empty(above) and not francais.is_empty(below)
    return {
        **{name: row[name] for name in ("id", "document", "section", "imprime", "statut", "regle", "explication")},
        "libelle": " · ".join(
            text for text in (row["tableau"] if row["tableau"] != "texte" else "Texte", row["ligne"], row["colonne"]) if text
        ),
        "periode": _period(row),
        "calcule": francais.quantite(value, row["unite"] if row["unite"] == "%" else "", 0 if whole else decimals),
        "detail": f"{_short(above)}{NB}sur{NB}{_short(below)}" if known else "",
    }


def _period(row: dict) -> str:
    if not row["du"] or row["statut"] == NON_CALCULABLE:
        return ""
    du, au = (dt.date.fromisoformat(row[name]) for name in ("du", "au"))
    known = f", connu au {francais.date_courte(dt.date.fromisoformat(row['connu_au']))}" if row["connu_au"] else ""
    return francais.periode(du, au) + known


def _rules(rows: list[dict]) -> list[dict]:
    said = regles()
    found = []
    for name, entry in said.items():
        kept = [row for row in rows if row["regle"] == name]
        if kept:
            found.append(
                {"titre": _space(francais.majuscule(name)), "ancre": f"regle-{ancre(name)}", "preuve": entry["preuve"], "rows": kept}
            )
    return found


def _sections(rows: list[dict]) -> list[dict]:
    names = tomllib.loads((HERE / "sections.toml").read_text(encoding="utf-8"))
    found = []
    for document, section in dict.fromkeys((row["document"], row["section"]) for row in rows):
        kept = [row for row in rows if (row["document"], row["section"]) == (document, section)]
        numbers = Counter(row["statut"] for row in kept)
        where = "Lettres" if document == "lettre" else "Rapport"
        title = names.get(document, {}).get(section, f"Section {section}")
        told = ", ".join(francais.compte(numbers[statut], statut, TITRES[statut].lower()) for statut in STATUTS if numbers[statut])
        found.append({
            "titre": f"{where}{NB}: {title[0].lower() if title.startswith('Section') else title[0]}{title[1:]}",
            "ancre": f"section-{ancre(document)}-{ancre(section)}",
            "resume": told,
            "nombres": {statut: numbers[statut] for statut in STATUTS},
            "rows": kept,
        })  # fmt: skip
    return found


def bilan(audit: Audit) -> str:
    """What the audit tried and found, in sentences."""
    told = audit.genres.sum()
    return (
        f"{francais.compte(told['relations'], 'relation')}, vérifiées {francais.nombre(told['verifications'])} fois{NB}: "
        f"{francais.nombre(told['tenue'])} tiennent, {francais.nombre(told['arrondi'])} tiennent à un arrondi près, "
        f"{francais.nombre(told['incomplète'])} ne se vérifient pas faute d’un nombre imprimé, "
        f"{francais.compte(told['rompue'], 'est une contradiction', 'sont des contradictions')}. "
        f"Sur {francais.nombre(audit.figures)} chiffres imprimés, {francais.nombre(len(audit.sans_relation))} n’entrent dans aucune relation."
    )


def _genres(audit: Audit) -> list[dict]:
    """Each kind of relation: its counts, and its contradictions."""
    return [
        {
            "titre": _space(row["titre"]),
            "ancre": f"contradictions-{ancre(row['genre'])}",
            **{name: row[name] for name in ("relations", "verifications", "tenue", "arrondi", "incomplète", "rompue")},
            "rows": [_relation(one) for one in audit.contradictions.to_dict("records") if one["genre"] == row["genre"]],
        }
        for row in audit.genres.reset_index().to_dict("records")
    ]


def _relation(row: dict) -> dict:
    """A relation as it is printed: what is said, the print, the formula with its figures and with its numbers."""
    expected = ecrit(row["valeur_b"])
    word = not any(sign.isdigit() for sign in row["imprime"])
    return {
        **{name: _space(row[name]) for name in ("enonce", "cause")},
        **{name: row[name] for name in ("figure_a", "figure_b")},
        "mot": word,
        "a": f"«{NB}{row['imprime']}{NB}», soit {ecrit(row['valeur_a'])}" if word else row["imprime"],
        "b": f"{row['sens']}{expected}",
        "calcul": "" if row["calcul"] == expected else _space(row["calcul"]),
        "ecart": ecrit(row["ecart"]),
    }


def _space(text: str) -> str:
    """Spaces that do not break before the high marks of French."""
    return francais.espaces(text)


def _short(value: float) -> str:
    return francais.nombre(value, 0 if float(value).is_integer() else 2)
