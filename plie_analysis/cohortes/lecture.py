"""The parcours and étapes of a question, read by the engine of the indicators: same axes, same two clocks."""

import itertools

import ibis
import numpy as np
import pandas as pd

from ..indicateurs import NON_RENSEIGNE, axes
from ..indicateurs.par_axe import PREFIXE
from ..indicateurs.population import population_rows
from ..survie.dates import dates_impossibles
from ..survie.reglages import reglages
from .demande import DemandeCohorte

UTILES = {"id_parcours", "date_entree", "date_sortie", "motif_sortie", "nature_sortie", "nb_mois_sans_activite", "a_dates_impossibles"}
OUVERT, POSITIVE, AUTRE, FIN_30_MOIS = 0, 1, 2, 3


def lire_parcours(demande: DemandeCohorte) -> pd.DataFrame:
    """One row per parcours entered in the period, as known and as observed at its end.

    Columns: ``id_parcours``, ``entree`` and ``sortie`` (datetime64, exit empty while open), ``cause`` (0 open, 1 positive
    exit, 2 other exit, reason unknown included, 3 end for having lasted what the protocol foresees), ``sans_motif`` (exit without a known
    reason), ``jours`` (entry to exit, or to the observation), ``cohorte``, one column per axis asked for, and ``profil_*``.
    A parcours whose dates cannot be has no duration: it is left out; ``attrs["ecartes"]`` holds the numbers of those of the photo.
    """
    profil = [axes(demande.contexte.config)[name] for name in reglages()["profil"]["axes"]]
    wanted = tuple(dict.fromkeys((*demande.par, *profil)))
    t = population_rows(demande.population, demande.contexte, wanted, demande.filtres, set(UTILES))
    columns = [*sorted(UTILES), *(PREFIXE + axe.id for axe in wanted)]
    frame = demande.contexte.con.execute(str(ibis.to_sql(t.select(*columns), dialect="duckdb"))).df()
    frame = frame[~frame["a_dates_impossibles"]].sort_values("id_parcours", ignore_index=True)
    au = pd.Timestamp(demande.au)
    entree = frame["date_entree"].astype("datetime64[s]")
    sortie = frame["date_sortie"].astype("datetime64[s]")
    sortie = sortie.where(sortie <= au)
    read = pd.DataFrame({"id_parcours": frame["id_parcours"], "entree": entree, "sortie": sortie})
    read["cause"] = _causes(frame, sortie.notna().to_numpy(), demande.contexte.config["protocole"]["motifs_fin_duree"])
    read["sans_motif"] = sortie.notna() & frame["nature_sortie"].isna()
    read["jours"] = (sortie.fillna(au) - entree).dt.days.astype("float64")
    read["cohorte"] = cohortes_de(entree, demande.grain)
    for axe in demande.par:
        read[axe.id] = frame[PREFIXE + axe.id].astype(str)
    for axe in profil:
        read[f"profil_{axe.id}"] = frame[PREFIXE + axe.id].astype(str)
    read["profil_mois_sans_activite"] = _tranches(frame["nb_mois_sans_activite"])
    read.attrs["ecartes"] = dates_impossibles(demande.contexte.con, demande.contexte.photo, demande.contexte.connu_au)
    return read


def lire_etapes(demande: DemandeCohorte, parcours: pd.DataFrame) -> pd.DataFrame | None:
    """Étapes begun between the entry and the exit (both days included) of these parcours; ``None`` without the export.

    Columns: ``id_parcours``, ``debut``, ``fin`` (empty while in progress at the observation), ``classe``, ``etat``, ``delai``
    (days from the entry).
    """
    contexte = demande.contexte
    if not contexte.has_export("etapes"):
        return None
    useful = {"id_parcours", "date_debut", "date_fin", "classe_etape", "etat"}
    t = contexte.lignes("etape", useful)
    sql = str(ibis.to_sql(t.filter(t.date_debut <= demande.au).select(*sorted(useful)), dialect="duckdb"))
    frame = contexte.con.execute(sql).df().merge(parcours[["id_parcours", "entree", "sortie"]], on="id_parcours")
    debut, fin = frame["date_debut"].astype("datetime64[s]"), frame["date_fin"].astype("datetime64[s]")
    au = pd.Timestamp(demande.au)
    read = pd.DataFrame({"id_parcours": frame["id_parcours"], "debut": debut, "fin": fin.where((fin <= au) & (fin >= debut))})
    read["classe"] = frame["classe_etape"].fillna(NON_RENSEIGNE).astype(str)
    read["etat"] = frame["etat"]
    read["delai"] = (debut - frame["entree"]).dt.days
    inside = (debut >= frame["entree"]) & (debut <= frame["sortie"].fillna(au))
    return read[inside].sort_values(["id_parcours", "debut", "etat"], ignore_index=True)


def cohortes_de(entree: pd.Series, grain: str) -> pd.Series:
    """« 2017 », « 2017-T1 » or « 2017-01 » for each entry."""
    year = entree.dt.year.astype(str)
    if grain == "annee":
        return year
    if grain == "trimestre":
        return year + "-T" + entree.dt.quarter.astype(str)
    return year + "-" + entree.dt.month.astype(str).str.zfill(2)


def _causes(frame: pd.DataFrame, is_out: np.ndarray, motifs: list[str]) -> np.ndarray:
    administrative = frame["motif_sortie"].isin(motifs).to_numpy()
    positive = (frame["nature_sortie"] == "positive").fillna(False).to_numpy()
    cause = np.where(administrative, FIN_30_MOIS, np.where(positive, POSITIVE, AUTRE))
    return np.where(is_out, cause, OUVERT).astype(np.int64)


def _tranches(mois: pd.Series) -> pd.Series:
    """Months without work at entry, in brackets; unknown is a bracket of its own."""
    values = mois.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
    bounds = reglages()["profil"]["mois_sans_activite"]
    names = [f"moins de {bounds[0]}", *(f"{low} à {high - 1}" for low, high in itertools.pairwise(bounds)), f"{bounds[-1]} et plus"]
    ranks = np.searchsorted(bounds, np.nan_to_num(values), side="right")
    return pd.Series(np.where(np.isnan(values), NON_RENSEIGNE, np.array(names, dtype=object)[ranks]), dtype=object)
