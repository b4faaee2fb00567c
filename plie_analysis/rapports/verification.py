"""What a report asks for, completed and judged against the photo before its notebook runs."""

import datetime as dt

from .. import francais
from ..ecriture import check_folder, check_target
from ..errors import PlieError
from ..exercice import CIVIL, Exercice, exercice_de
from ..ingest.pseudonymes import cle, pseudonyme
from ..presentation.fiche_referent import verifier_referent
from ..presentation.periodes import Mois, lire_annee, lire_mois, lire_trimestre
from ..presentation.prescripteur_page import verifier_prescripteur
from ..protection.niveaux import seuil_de
from ..repere import inconnu, repere, retrouver
from ..settings import Settings
from ..survie.couverture import debut_de_couverture, exiger_photo
from .execution import Carnet
from .rapport import Edition, demander


def completer(settings: Settings, con, photo: dt.date, nom: str, parametres: dict, dossier: str = "") -> Edition:
    """The report with its period (default: the last month, or year, that the photo covers in full) and its référent checked.

    ``dossier`` is the number of the person that the report is about; the edition bears its repère and never the number.
    Raises ``PlieError`` (code 2): unknown report, parameter, référent, dossier or level, a period after the photo, a folder that cannot be written.
    """
    known = demander(settings, nom, parametres).carnet
    accepted, metadata = known.parametres, known.metadonnees
    exercice = exercice_de(settings.config)
    values = {**_period(accepted, photo, exercice, trimestre="trimestre" in metadata.get("obligatoires", ())), **parametres}
    if "annee" in values and (year := exercice.annee(lire_annee(values["annee"]))).debut > photo:
        raise PlieError(
            f"La dernière photo date du {francais.date_longue(photo)} : elle ne dit rien {year.de_nom}.\nDemandez une année qu'elle couvre."
        )
    if "mois" in values:
        _check_month(lire_mois(values["mois"]), photo)
    if metadata.get("couverture", True):
        _check_coverage(settings, con, photo, values)
    if values.get("diffusion"):
        seuil_de(settings.config, values["diffusion"])
    if values.get("referent") or "referent" in metadata.get("obligatoires", ()):
        values["referent"] = verifier_referent(con, photo, str(values.get("referent", "")))
    if "prescripteur" in metadata.get("obligatoires", ()):
        values["prescripteur"] = verifier_prescripteur(con, photo, str(values.get("prescripteur", "")))
    if dossier or "repere" in accepted:
        values["repere"] = _repere(settings, con, photo, known, str(values.get("repere", "")), dossier)
    edition = demander(settings, nom, values)
    check_target(settings.rapports / f"{edition.nom}.html")
    check_folder(settings.curated)
    return edition


def _repere(settings: Settings, con, photo: dt.date, carnet: Carnet, given: str, dossier: str) -> str:
    """The repère of the person that a report is about, known to the photo."""
    if "repere" not in carnet.parametres:
        raise PlieError(
            f"Le rapport « {carnet.nom} » ne porte pas sur une personne.\nRetirez --dossier, ou demandez le rapport « parcours »."
        )
    if not dossier and not given:
        raise PlieError(f"Il manque le numéro du dossier : plie rapport {carnet.nom} --dossier NUMERO.")
    if not dossier:
        retrouver(settings, con, photo, given)
        return given
    secret, number = cle(settings), dossier.strip()
    names = {number, number.upper(), *([pseudonyme(secret, "id_dossier", number)] if secret else [])}
    found = con.execute(
        "SELECT id_dossier FROM curated.parcours WHERE photo = ? AND id_dossier IN ? LIMIT 1", [photo, sorted(names)]
    ).fetchone()
    if found is None:
        raise inconnu(photo)
    return repere(settings, found[0])


def _check_coverage(settings: Settings, con, photo: dt.date, values: dict) -> None:
    """The pages refuse a period that the photo does not cover: it is said here, before their notebook runs."""
    coverage, exercice = debut_de_couverture(con, photo, settings.config), exercice_de(settings.config)
    if values.get("mois"):
        mois = lire_mois(values["mois"])
        coverage.exiger(photo, mois.fin, mois.libelle)
    elif values.get("trimestre"):
        quarter = lire_trimestre(f"{values['annee']}-{values['trimestre']}", exercice)
        said = f"le trimestre {values['trimestre']} {quarter.an}"
        exiger_photo(photo, quarter.fin, said)
        coverage.exiger(photo, quarter.fin, said)
    elif values.get("annee"):
        year = exercice.annee(lire_annee(values["annee"]))
        coverage.exiger(photo, year.fin, f"l'{year.nom}")


def _period(accepted: dict, photo: dt.date, exercice: Exercice = CIVIL, *, trimestre: bool = False) -> dict[str, str]:
    """The last whole month and year of a photo, for the reports that take them; for those that always have a ``trimestre``, its last one."""
    if trimestre:
        quarter = exercice.dernier_trimestre(photo)
        return {"annee": str(quarter[0].numero), "trimestre": f"T{quarter[1]}"}
    end = photo if (photo + dt.timedelta(days=1)).day == 1 else photo.replace(day=1) - dt.timedelta(days=1)
    last = {"mois": f"{end:%Y-%m}", "annee": str(exercice.derniere_finie(photo).numero)}
    return {name: value for name, value in last.items() if name in accepted}


def _check_month(mois: Mois, photo: dt.date) -> None:
    if mois.fin > photo:
        raise PlieError(
            f"La dernière photo date du {francais.date_longue(photo)} : elle ne couvre pas {mois.libelle} en entier.\nDéposez un export plus récent dans data/raw/ puis lancez « plie charger », ou demandez un mois passé."
        )
