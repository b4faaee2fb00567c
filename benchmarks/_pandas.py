"""The indicators as somebody would write them in plain pandas, on the Parquet copies: the peer of the benchmark.

One function per indicator: it receives ``table(name, columns) -> DataFrame`` and the period, and returns the value.
Indicators that read the settings, the référents (a few lines) or a survival curve have their own benchmarks or none.
"""

import pandas as pd

P, S, E = "parcours", "sortie", "etape"


def _between(t, column, du, au):
    return t[t[column].between(du, au)]


def _present(t, start, end, du, au):
    return t[(t[start] <= au) & (t[end].isna() | (t[end] >= du))]


def _open(t, start, end, au):
    return t[(t[start] <= au) & (t[end].isna() | (t[end] > au))]


def _share(part, whole):
    return 100 * part / whole if whole else None


def _months(days):
    return days / 30.4375


def event(name, column, keep=None):
    """Lines whose date is in the period."""
    columns = [column, *([keep] if keep else [])]

    def count(table, du, au):
        t = _between(table(name, columns), column, du, au)
        return int(t[keep].sum()) if keep else len(t)

    return count


def event_share(name, column, part, among=None, without=None):
    """Share of the lines of the period."""
    columns = [column, part, *(c for c in (among, without) if c)]

    def share(table, du, au):
        t = _between(table(name, columns), column, du, au)
        t = t[t[among]] if among else t
        t = t[~t[without]] if without else t
        return _share(int(t[part].sum()), len(t))

    return share


def event_mean(name, column, measured):
    """Mean of a column over the lines of the period."""
    return lambda table, du, au: _between(table(name, [column, measured]), column, du, au)[measured].mean()


def etapes(table, du, au, *columns):
    """Étapes in progress in the period."""
    return _present(table(E, ["date_debut", "date_fin", *columns]), "date_debut", "date_fin", du, au)


def active(table, du, au, *columns):
    """Parcours open at a moment of the period."""
    return _present(table(P, ["date_entree", "date_sortie", *columns]), "date_entree", "date_sortie", du, au)


def file_active(table, du, au, *columns):
    """Parcours open at the end of the period."""
    return _open(table(P, ["date_entree", "date_sortie", *columns]), "date_entree", "date_sortie", au)


def duree_moyenne_accompagnes(table, du, au):
    """Mean months to the exit or the end of the period."""
    t = active(table, du, au)
    end = t["date_sortie"].fillna(au).clip(upper=au)
    return _months((end - t["date_entree"]).dt.days).mean()


def part_file_active_en_etape(table, du, au):
    """Share of the open parcours with an étape in the period."""
    t = file_active(table, du, au, "id_parcours")
    return _share(int(t["id_parcours"].isin(etapes(table, du, au, "id_parcours")["id_parcours"]).sum()), len(t))


def sans_etape_3_mois(table, du, au):
    """Open parcours without étape for three months."""
    since = au - pd.DateOffset(months=3)
    t = file_active(table, du, au, "id_parcours")
    t = t[t["date_entree"] <= since]
    return int((~t["id_parcours"].isin(etapes(table, since, au, "id_parcours")["id_parcours"])).sum())


def bilans_a_faire(table, du, au):
    """Open parcours that reach a milestone in the period."""
    t = file_active(table, du, au)
    end = _months((au - t["date_entree"]).dt.days)
    eve = _months((du - pd.Timedelta(days=1) - t["date_entree"]).dt.days)
    reached = pd.Series(False, index=t.index)
    for jalon in (5, 10, 15, 20, 25, 30):
        reached |= (eve < jalon) & (end >= jalon)
    return int(reached.sum())


def file_active_en_veille(table, du, au):
    """Open parcours with a veille in progress at the end of the period."""
    t = table("veille", ["id_parcours", "date_debut", "date_fin", "date_entree", "date_sortie"])
    t = t[(t["date_debut"] <= au) & (t["date_fin"].isna() | (t["date_fin"] >= au))]
    return _open(t, "date_entree", "date_sortie", au)["id_parcours"].nunique()


def delai_premiere_etape(table, du, au):
    """Mean days to the first étapes begun in the period."""
    t = _between(table(E, ["date_debut", "rang_etape", "delai_jours"]), "date_debut", du, au)
    return t[t["rang_etape"] == 1]["delai_jours"].mean()


def etapes_des_sortis(table, du, au):
    """Étapes of the exits of the period."""
    return int(_between(table(E, ["date_sortie", "est_dans_parcours"]), "date_sortie", du, au)["est_dans_parcours"].sum())


def _etape_share(part, among=None):
    def share(table, du, au):
        t = etapes(table, du, au, part, *([among] if among else []))
        t = t[t[among]] if among else t
        return _share(int(t[part].sum()), len(t))

    return share


def accompagnes(table, du, au):
    """Persons with a parcours open in the period."""
    return active(table, du, au, "id_dossier")["id_dossier"].nunique()


def prescribed(name, column):
    """Lines prescribed by the two main partners."""
    return lambda table, du, au: int(
        _between(table(name, [column, "prescripteur"]), column, du, au)["prescripteur"].isin(["Pôle emploi", "Conseil départemental"]).sum()
    )


sorties_positives = event(S, "date_sortie", "est_sortie_positive")
entrees = event(P, "date_entree")

PEERS = {
    "accompagnes": accompagnes,
    "parcours_actifs": lambda table, du, au: len(active(table, du, au)),
    "file_active": lambda table, du, au: len(file_active(table, du, au)),
    "file_active_en_action": lambda table, du, au: len(etapes(table, max(du, au.replace(day=1)), au)),
    "file_active_en_veille": file_active_en_veille,
    "entrees": entrees,
    "entrees_pe_cd": prescribed(P, "date_entree"),
    "prescriptions": event("prescription", "date_prescription"),
    "prescriptions_pe_cd": prescribed("prescription", "date_prescription"),
    "non_entrees": event("prescription", "date_decision", "est_non_entree"),
    "taux_entree_prescriptions": event_share("prescription", "date_decision", "est_entree", among="est_decidee"),
    "duree_preaffectation": event_mean(P, "date_entree", "preaffectation_jours"),
    "sorties": event(S, "date_sortie"),
    "sorties_positives": sorties_positives,
    "sorties_autres": event(S, "date_sortie", "est_sortie_autre"),
    "taux_sorties_positives": event_share(S, "date_sortie", "est_sortie_positive"),
    "taux_sorties_positives_hors": event_share(S, "date_sortie", "est_sortie_positive", without="est_hors_rapport"),
    "taux_positives_sur_entrees": lambda table, du, au: _share(sorties_positives(table, du, au), entrees(table, du, au)),
    "taux_positives_sur_accompagnes": lambda table, du, au: _share(sorties_positives(table, du, au), accompagnes(table, du, au)),
    "duree_moyenne_sorties": event_mean(S, "date_sortie", "duree_mois"),
    "duree_moyenne_accompagnes": duree_moyenne_accompagnes,
    "etapes": lambda table, du, au: len(etapes(table, du, au)),
    "part_etapes_emploi": _etape_share("est_emploi"),
    "part_emplois_durables": _etape_share("est_emploi_durable", "est_emploi"),
    "part_chantiers_mobilisation": _etape_share("est_chantier_insertion", "est_mobilisation"),
    "etapes_par_file_active": lambda table, du, au: _share(len(etapes(table, du, au)), len(file_active(table, du, au))),
    "part_file_active_en_etape": part_file_active_en_etape,
    "etapes_commencees": event(E, "date_debut"),
    "etapes_des_sortis": etapes_des_sortis,
    "delai_premiere_etape": delai_premiere_etape,
    "sans_etape_3_mois": sans_etape_3_mois,
    "parcours_plus_30_mois": lambda table, du, au: int((_months((au - file_active(table, du, au)["date_entree"]).dt.days) > 30).sum()),
    "bilans_a_faire": bilans_a_faire,
    "beneficiaires_aides": lambda table, du, au: _between(table("aide", ["date_aide", "id_dossier"]), "date_aide", du, au)[
        "id_dossier"
    ].nunique(),
    "montant_aides": lambda table, du, au: _between(table("aide", ["date_aide", "montant_euros"]), "date_aide", du, au)[
        "montant_euros"
    ].sum(),
    "orientations_action": event("action", "date_orientation"),
    "entrees_action": event("action", "date_entree_action"),
    "taux_entree_action": event_share("action", "date_orientation", "est_entre"),
    "orientations_clauses": event("clause", "date_orientation"),
    "valides_clauses": event("clause", "date_orientation", "est_valide"),
}
