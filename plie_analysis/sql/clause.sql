-- clause : une ligne par contrat ou candidature au titre des clauses d'insertion.
-- Les colonnes du parcours et de la personne sont vides quand le contrat n'est rattaché à aucun parcours.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_contrat (VARCHAR) : numéro du contrat ou de la candidature.
-- id_parcours (VARCHAR) : numéro du parcours.
-- lien_connu_le (DATE) : jour où le parcours du contrat est connu : avant, le contrat n'est rattaché à aucun ; vide = connu dès le début, ou aucun parcours.
-- prescripteur_clause (VARCHAR) : prescripteur de la candidature ; vide si inconnu.
-- secteur (VARCHAR) : secteur du marché : BTP ou services ; vide si inconnu.
-- type_contrat (VARCHAR) : type de contrat (CDD, CDDI, CDI, contrat pro, CTTI) ; vide si aucun ou inconnu.
-- date_orientation (DATE) : date d'orientation vers le dispositif.
-- est_valide (BOOLEAN) : vrai si la candidature a été validée ; non renseigné = faux.
-- date_debut (DATE) : premier jour du contrat ; vide pour une candidature sans suite.
-- date_fin (DATE) : dernier jour du contrat ; vide tant qu'il dure.
-- nb_heures (DOUBLE) : heures réalisées.
-- est_salarie (BOOLEAN) : vrai si un contrat a commencé (date de début saisie).
-- est_contrat_de_sortie (BOOLEAN) : vrai si le parcours est sorti et que ce contrat est son dernier commencé au plus tard ce jour-là ; un seul par parcours.
-- contrat_de_sortie_connu_le (DATE) : pour un contrat de sortie, jour où la sortie du parcours est connue ; vide = connue dès le début, ou pas un contrat de sortie.

SELECT
    r.photo,
    r.id_contrat,
    p.id_parcours,
    p.connue_le AS lien_connu_le,
    r.prescripteur AS prescripteur_clause,
    r.secteur,
    r.type_contrat,
    r.date_orientation,
    coalesce(r.est_valide, false) AS est_valide,
    r.date_debut,
    r.date_fin,
    r.nb_heures,
    r.date_debut IS NOT NULL AS est_salarie,
    coalesce(
        r.id_contrat = arg_max(r.id_contrat, (r.date_debut, r.id_contrat)) FILTER (r.date_debut <= p.date_sortie) OVER (PARTITION BY p.id_parcours),
        false
    ) AS est_contrat_de_sortie,
    -- Le parcours et tous ses contrats sont connus avant sa sortie : d'elle seule dépend le jour où la marque l'est.
    CASE WHEN est_contrat_de_sortie THEN p.sortie_connue_le END AS contrat_de_sortie_connu_le
FROM raw.clauses AS r
LEFT JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
WHERE r.photo = $photo AND r.est_retenue
