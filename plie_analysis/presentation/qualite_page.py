"""The page of the quality of keying: one method by section, the same figures as the page of the team."""

import datetime as dt
from dataclasses import dataclass

from .. import francais
from ..charte.lecture import plus_graves_d_abord
from ..errors import PlieError
from . import saisie
from .barres import Graphique, Serie
from .elements import Bloc, Carte, Cartes, Cellule, Commentaires, Ligne, Phrase, Tableau, Texte, remarque
from .page import entete, pied
from .periodes import Mois

NB = francais.INSECABLE
CHARTE = {"SA": "la structure d’animation"}


@dataclass(frozen=True)
class PageQualite:
    """What the charte says of a photo; ``mois`` is the month whose facts are looked at apart (``None``: none)."""

    keying: saisie.Saisie
    mois: Mois | None
    organisme: str
    parametres: dict

    def entete(self) -> Texte:
        """Heading of the page."""
        return entete(
            self.organisme,
            "Qualité de la saisie" + (f" – {self.mois.libelle}" if self.mois else ""),
            f"Ce que la charte de saisie dit de la photo du {francais.date_longue(self.keying.photo)}{NB}: les articles à reprendre, du plus grave au moins grave.",
        )

    def ensemble(self) -> Bloc:
        """Score, findings by severity, what changed, the month."""
        found = self.keying
        counts = {name: sum(one.nb_constats for one in found.bilans if one.gravite == name) for name in saisie.GRAVITES}
        change = found.tendance[-1].evolution if found.tendance else None
        cards = [
            Carte("Score de saisie, sur 100", saisie.score(found.ensemble), saisie.sur(found.ensemble)),
            Carte("Constats bloquants", Cellule(counts["bloquante"])),
            Carte("Constats à corriger", Cellule(counts["à corriger"])),
            Carte("Alertes", Cellule(counts["alerte"])),
        ]
        if change and change.nb_nouveaux is not None:
            cards.append(
                Carte(
                    "Corrigés depuis la photo précédente",
                    Cellule(change.nb_corriges),
                    f"{francais.compte(change.nb_nouveaux, 'nouveau', 'nouveaux')}, {francais.nombre(change.nb_toujours)} toujours là",
                )
            )
        if change and change.delai_median is not None:
            cards.append(
                Carte(
                    "Délai médian de correction, en jours",
                    Cellule(change.delai_median),
                    f"sur {francais.compte(change.nb_delais, 'constat corrigé', 'constats corrigés')}",
                )
            )
        if self.mois:
            note = found.note_de("mois", self.mois.debut.isoformat())
            cards.append(
                Carte(f"Score des faits {francais.de_mois(self.mois.debut)} {self.mois.annee}", saisie.score(note), saisie.sur(note))
            )
        return Bloc([Cartes(cards), remarque(saisie.formule(found.poids))])

    def tendance(self) -> Bloc:
        """Photo after photo."""
        steps = self.keying.tendance
        rows = [
            Ligne(
                francais.date_courte(one.photo),
                [
                    saisie.score(one.note),
                    *map(
                        Cellule,
                        (
                            one.note.nb_lignes,
                            one.note.nb_sans_constat,
                            one.evolution.nb_nouveaux,
                            one.evolution.nb_toujours,
                            one.evolution.nb_corriges,
                        ),
                    ),
                ],
            )
            for one in steps
        ]
        table = Tableau(
            "Score de chaque photo contrôlée",
            ["Photo", "Score sur 100", "Lignes jugées", "Sans constat", "Constats nouveaux", "Toujours là", "Corrigés"],
            rows,
        )
        known = [one for one in steps if one.note.valeur is not None]
        if len(known) < 2:
            return Bloc(
                [
                    Commentaires(
                        [
                            Phrase(
                                "tendance",
                                francais.espaces("Une seule photo contrôlée : la tendance se lira à partir de la deuxième."),
                            )
                        ]
                    ),
                    table,
                ]
            )
        first, last = known[0], known[-1]
        text = f"De {francais.nombre(first.note.valeur, 1)} le {francais.date_longue(first.photo)} à {francais.nombre(last.note.valeur, 1)} le {francais.date_longue(last.photo)}."
        return Bloc(
            [
                Graphique(
                    "Score de saisie, photo après photo",
                    [francais.date_courte(one.photo) for one in steps],
                    [Serie("Score", [saisie.score(one.note) for one in steps], "ligne")],
                    text,
                    entete="Photo",
                    tableau=table,
                )
            ]
        )

    def articles(self) -> Bloc:
        """The articles that have findings, most serious first."""
        worst = plus_graves_d_abord(self.keying.bilans)
        rows = [
            Ligne(
                f"{one.article} ({saisie.nom_de(one.table)})",
                [
                    saisie.GRAVITES[one.gravite],
                    francais.espaces(one.phrase),
                    Cellule(one.nb_constats),
                    Cellule(one.nb_lignes),
                    Cellule(one.part, "%", decimales=1),
                    francais.majuscule(CHARTE.get(one.corrige_par, f"le {one.corrige_par}")),
                ],
            )
            for one in worst
        ]
        if not rows:
            return Bloc([Commentaires([Phrase("articles", "Tous les articles applicables sont respectés.")])])
        first = worst[0]
        said = Phrase(
            "articles",
            f"{francais.majuscule(francais.compte(len(worst), 'article à reprendre', 'articles à reprendre'))}{NB}; le plus grave est {first.article} ({saisie.nom_de(first.table)}), {francais.compte(first.nb_constats, 'constat')} sur {francais.compte(first.nb_lignes, 'ligne')}.",
            {"articles": len(worst), "constats": first.nb_constats},
        )
        note = "Les lignes à reprendre sont dans les listes de correction, une par référent."
        return Bloc(
            [
                Commentaires([said]),
                Tableau(
                    "Articles à reprendre, du plus grave au moins grave",
                    ["Article", "Gravité", "Ce que la charte demande", "Constats", "Lignes", "Part", "À corriger par"],
                    rows,
                    francais.espaces(note),
                ),
            ]
        )

    def par_table(self) -> Bloc:
        """Score by table."""
        return Bloc([saisie.tableau_des_notes(self.keying.notes["table"], "Score par table", "Table")])

    def par_structure(self) -> Bloc:
        """Score by structure."""
        return Bloc([saisie.tableau_des_notes(self.keying.notes["structure"], "Score par structure porteuse", "Structure")])

    def par_referent(self) -> Bloc:
        """Score by référent, in alphabetical order."""
        note = francais.espaces("Dans l’ordre alphabétique : ce tableau sert à savoir où aider, pas à classer des personnes.")
        return Bloc([saisie.tableau_des_notes(self.keying.notes["referent"], "Score par référent", "Référent", note=note)])

    def par_mois(self) -> Bloc:
        """Score by month of the fact, over the last twelve months that have one."""
        dated = [one for one in self.keying.notes["mois"] if one.nom[:1].isdigit()][-12:]
        return Bloc([saisie.tableau_des_notes(dated, "Score par mois du fait, les douze derniers", "Mois", mois=True)])

    def reste(self) -> Bloc:
        """Articles respected, articles that nothing could judge."""
        good = [one for one in self.keying.bilans if one.statut == "conforme"]
        silent = [one for one in self.keying.bilans if one.statut == "non applicable"]
        return Bloc(
            [
                Tableau(
                    "Articles respectés",
                    ["Article", "Ce que la charte demande", "Lignes jugées"],
                    [
                        Ligne(f"{one.article} ({saisie.nom_de(one.table)})", [francais.espaces(one.phrase), Cellule(one.nb_lignes)])
                        for one in good
                    ],
                ),
                *(
                    [
                        Tableau(
                            "Articles que rien n’a permis de juger",
                            ["Article", "Ce que la charte demande", "Raison"],
                            [
                                Ligne(
                                    f"{one.article} ({saisie.nom_de(one.table)})",
                                    [francais.espaces(one.phrase), francais.espaces(one.raison)],
                                )
                                for one in silent
                            ],
                        )
                    ]
                    if silent
                    else []
                ),
            ]
        )

    def pied(self) -> Texte:
        """Facts at the foot of the page."""
        photo = self.keying.photo
        return pied(
            du=self.mois.debut if self.mois else photo,
            au=self.mois.fin if self.mois else photo,
            connu_au=photo,
            photo=photo,
            parametres=self.parametres,
            autres=tuple(step.photo for step in self.keying.tendance if step.photo != photo),
        )


def photo_du_mois(photos: list[dt.date], mois: Mois | None) -> dt.date:
    """The first photo taken once the month was over; the newest without a month. Raises ``PlieError`` when there is none."""
    after = [day for day in sorted(photos) if mois is None or day >= mois.fin]
    if mois is not None and not after:
        raise PlieError(
            f"La dernière photo date du {francais.date_longue(max(photos))} : elle ne couvre pas {mois.libelle} en entier.\nDéposez un export plus récent dans data/raw/ puis lancez « plie charger »."
        )
    return after[0] if mois else after[-1]
