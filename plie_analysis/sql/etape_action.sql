-- etape_action : une ligne par fait consigné pendant ou après une action de la programmation.
-- Information collective, bilan, positionnement, recommandation, projet défini, suivi à une date…
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_parcours (VARCHAR) : numéro du parcours.
-- action (VARCHAR) : action de la programmation ; vide si inconnue.
-- session (VARCHAR) : session de l'action.
-- nature (VARCHAR) : nature du fait (information collective, bilan, positionnement, suivi…) ; vide si inconnue.
-- objet (VARCHAR) : sur quoi il porte (mobilité, FLE, socle, DAQ, emploi…) ; vide si inconnu.
-- resultat (VARCHAR) : résultat (réalisé, partiel, non réalisé, orienté, intégré…) ; vide si inconnu.
-- date_etape_action (DATE) : jour du fait ; pour un suivi, jour où la situation est lue.
-- date_saisie (DATE) : date de saisie du fait ; vide = connu dès le début.
-- connue_le (DATE) : jour où la ligne est connue : la dernière des saisies du fait, de l'entrée et du dossier ; vide = connue dès le début.

SELECT
    r.photo,
    r.id_parcours,
    r.action,
    r.session,
    r.nature,
    r.objet,
    r.resultat,
    r.date_etape_action,
    r.date_saisie,
    greatest(r.date_saisie, p.connue_le) AS connue_le
FROM raw.etapes_action AS r
LEFT JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
WHERE r.photo = $photo AND r.est_retenue
