-- frein : une ligne par évaluation d'un frein à l'emploi.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_parcours (VARCHAR) : numéro du parcours.
-- famille (VARCHAR) : famille de frein de la nomenclature ; vide si inconnue.
-- intensite (BIGINT) : intensité, de 0 (absent) à 3 (fort).
-- date_evaluation (DATE) : date de l'évaluation.
-- connue_le (DATE) : jour où la ligne est connue : la dernière des saisies de l'entrée et du dossier ; vide = connue dès le début.

SELECT
    r.photo,
    r.id_parcours,
    r.famille,
    r.intensite,
    r.date_evaluation,
    p.connue_le
FROM raw.freins AS r
LEFT JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
WHERE r.photo = $photo AND r.est_retenue
