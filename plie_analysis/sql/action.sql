-- action : une ligne par participation d'une personne à une action de la programmation.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_parcours (VARCHAR) : numéro du parcours.
-- action (VARCHAR) : action de la programmation ; vide si inconnue.
-- session (VARCHAR) : session de l'action.
-- date_orientation (DATE) : date d'orientation vers l'action.
-- date_entree_action (DATE) : date d'entrée dans l'action ; vide si la personne n'y est pas entrée.
-- date_fin_action (DATE) : date de fin de la participation.
-- issue (VARCHAR) : issue de la participation ; vide si inconnue.
-- est_oriente (BOOLEAN) : vrai si une date d'orientation est saisie.
-- est_entre (BOOLEAN) : vrai si une date d'entrée dans l'action est saisie.
-- est_acheve (BOOLEAN) : vrai si l'action a été suivie jusqu'à son terme, d'après l'issue ; issue inconnue = faux.
-- est_interrompu (BOOLEAN) : vrai si la personne est entrée dans l'action et l'a quittée avant son terme, d'après l'issue ; issue inconnue = faux.
-- connue_le (DATE) : jour où la ligne est connue : la dernière des saisies de l'entrée et du dossier ; vide = connue dès le début.

SELECT
    r.photo,
    r.id_parcours,
    r.action,
    r.session,
    r.date_orientation,
    r.date_entree AS date_entree_action,
    r.date_fin AS date_fin_action,
    r.issue,
    r.date_orientation IS NOT NULL AS est_oriente,
    r.date_entree IS NOT NULL AS est_entre,
    coalesce(issue_action.est_acheve = 'oui', false) AS est_acheve,
    coalesce(r.date_entree IS NOT NULL AND issue_action.est_interrompue = 'oui', false) AS est_interrompu,
    p.connue_le
FROM raw.actions AS r
LEFT JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
LEFT JOIN (
    -- Un code peut avoir plusieurs lignes, une par nom qu'il a porté : celle du nom de la photo.
    SELECT DISTINCT ON (code) * FROM ref.issue_action ORDER BY code, coalesce(debut::DATE <= $photo, true) DESC, debut::DATE DESC NULLS LAST
) AS issue_action ON issue_action.code = r.issue
WHERE r.photo = $photo AND r.est_retenue
