"""The method sheet of an indicator, compiled from its definition and from the query that really runs."""

from ..errors import PlieError
from ..francais import majuscule
from ..schema.natures import Comptee, Definition, Moyenne, Nombre, Objectif, Part, Rapport, Reglage, Repartition, Suivie
from .calcul import Plan, planifier
from .colonnes_datees import COLONNES
from .contexte import Contexte
from .definitions import definitions
from .offre import offered_axes
from .termes import Formule

_PHRASES = {
    "evenement": "dont {0} est dans la période, bornes comprises",
    "presence": "en cours à un moment de la période : {0} avant sa fin, {1} vide ou après son début, bornes comprises",
    "stock": "en cours à la fin de la période : {0} avant ou ce jour-là, {1} vide ou après",
}


_SURVIE = {
    "mediane": "Médiane de Kaplan-Meier, entrées tardives comprises, en mois de 30,4375 jours.",
    "moyenne": "Aire sous la courbe de Kaplan-Meier jusqu'à 30 mois, entrées tardives comprises.",
    "incidence": "Incidence cumulée d'Aalen-Johansen à 6, 12, 18, 24 ou 30 mois, × 100, entrées tardives comprises.",
}


def population_text(definition: Definition, config: dict) -> str:
    """Who is counted, in one French sentence naming the table and its columns."""
    known = definitions(config)
    if isinstance(definition, Rapport):
        above, below = (known[name].titre for name in definition.rapport)
        return f"Celles des deux indicateurs qu'il divise : « {above} » par « {below} »."
    if isinstance(definition, Repartition):
        return population_text(known[definition.part_de], config)
    if isinstance(definition, Objectif):
        return "Les référents en poste au premier jour de l'année (table referent)."
    if isinstance(definition, Reglage):
        return f"Aucune : la valeur est lue dans plie.toml, section [{definition.reglage.section}]."
    assert isinstance(definition, Comptee)
    temps = next(kind for kind in _PHRASES if getattr(definition, kind))
    dates = getattr(definition, temps)
    text = _PHRASES[temps].format(*((dates,) if isinstance(dates, str) else dates))
    if definition.fin_incluse:
        text += " (jour de fin compris)"
    if definition.fenetre == "mois":
        text = text.replace("la période", "le mois de la fin de la période", 1)
    conditions = [f"{column} vrai" for column in definition.garder]
    conditions += [f"{column} faux" for column in definition.sauf]
    conditions += [f"{column} parmi {', '.join(map(str, values))}" for column, values in definition.avec.items()]
    conditions += [f"{nomenclature} parmi ceux que la nomenclature marque {colonne}" for nomenclature, colonne in definition.groupe.items()]
    if definition.parcours_ouvert:
        conditions.append("parcours ouvert à la fin de la période")
    more = f" ; {', '.join(conditions)}" if conditions else ""
    return f"Lignes de la table {definition.table} {text}{more}."


def mesure_text(definition: Definition, config: dict) -> str:
    """What is measured, in one French sentence."""
    known = definitions(config)
    if isinstance(definition, Rapport):
        factor = " × 100" if definition.unite == "%" else ""
        return f"{definition.rapport[0]} ÷ {definition.rapport[1]}{factor}."
    if isinstance(definition, Repartition):
        return f"Part de chaque {' × '.join(definition.part_selon)} dans {known[definition.part_de].id}, × 100."
    if isinstance(definition, Objectif):
        prorata = " × mois de la période ÷ 12" if definition.objectif.au_prorata else ""
        part = f" × {definition.objectif.part}" if definition.objectif.part else ""
        return f"{definition.objectif.norme}{part} × somme de nb_etp{prorata}."
    if isinstance(definition, Reglage):
        return "Valeur annuelle" + (" × mois de la période ÷ 12." if definition.reglage.au_prorata else ".")
    if isinstance(definition, Suivie):
        return _SURVIE[definition.survie.mesure]
    if isinstance(definition, Moyenne):
        return f"Moyenne de {_named(definition.moyenne)} ; les cases vides n'y entrent pas."
    if isinstance(definition, Part):
        among = f" parmi celles où {', '.join(map(_named, definition.denominateur))}" if definition.denominateur else ""
        return f"Part des lignes où {', '.join(map(_named, definition.numerateur))}{among}, × 100."
    assert isinstance(definition, Nombre)
    if definition.distinct:
        return f"Nombre de {definition.distinct} différents."
    return f"Somme de {definition.somme}." if definition.somme else "Nombre de lignes."


def fiche(definition: Definition, config: dict, plan: Plan | None, axes_offerts: list[str]) -> str:
    """The sheet in Markdown: title, definition, population, measure, unit, source, caveat, better sibling, axes, SQL.

    ``plan`` is what ``planifier`` compiled for this indicator, or ``None`` when no photo is loaded.
    """
    known = definitions(config)
    rows = [
        ("Définition", definition.definition),
        ("Population", population_text(definition, config)),
        ("Mesure", mesure_text(definition, config)),
        ("Unité", definition.unite),
        ("Source", definition.source),
    ]
    if definition.limites:
        rows.append(("Limites", definition.limites))
    if definition.meilleur:
        better = known.get(definition.meilleur)
        rows.append(("À préférer", f"{definition.meilleur}" + (f" ({better.titre})" if better else "")))
    for name, choices in definition.parametres.items():
        rows.append(("Paramètre", f"{name} = {' | '.join(choices)} (le premier par défaut)"))
    if axes_offerts:
        rows.append(("Axes", ", ".join(axes_offerts)))
    lines = [f"# {majuscule(definition.titre)} (`{definition.id}`)", ""]
    lines += [f"- **{name}** : {text}" for name, text in rows]
    return (
        "\n".join(lines)
        + "\n"
        + (_sql(plan) if plan else "\nLa requête n'est pas montrée : aucune photo chargée ne permet de la compiler.\n")
    )


def sheet_plan(con, definition: Definition, config: dict, asked: dict) -> tuple[Plan | None, list[str]]:
    """What the sheet shows of the base: the compiled plan (``None`` when it cannot be computed) and the axes offered."""
    contexte = Contexte(con, None, None, None, config)  # type: ignore[arg-type]  # only what the tables hold is asked of it
    offered = list(offered_axes(definition, contexte))
    try:
        return planifier(con, [definition.id], config=config, **asked), offered
    except PlieError:
        if any(asked[name] for name in ("par", "part", "filtres", "parametres", "connu_au", "photo")):
            raise
        return None, offered


def _sql(plan: Plan) -> str:
    contexte = plan.contexte
    head = f"\nRequête exécutée du {contexte.periode.du:%d/%m/%Y} au {contexte.periode.au:%d/%m/%Y}, photo du {contexte.photo:%d/%m/%Y} :\n"
    queries = [sql for sql, _ in plan.requetes] + [suivi.sql for suivi in plan.suivis]
    if not queries:
        return "\nAucune requête : la valeur vient des réglages.\n"
    blocks = [f"\n```sql\n{sql};\n```\n" for sql in queries]
    if plan.suivis:
        return head + "".join(blocks) + "\nLa courbe est estimée sur ces lignes par plie_analysis.survie.\n"
    return head + "".join(blocks) + _combination(plan.demandes[0].formule)


def _combination(formule: Formule) -> str:
    if formule.denominateur is None:
        return ""
    return f"\nValeur = numérateur ÷ dénominateur{' × 100' if formule.facteur == 100 else ''} ; vide si le dénominateur l'est.\n"


def _named(column: str) -> str:
    return f"{column} ({COLONNES[column].libelle})" if column in COLONNES else column
