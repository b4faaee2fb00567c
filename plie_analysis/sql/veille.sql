-- veille : une ligne par mise en veille d'un parcours (personne momentanément indisponible).
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_parcours (VARCHAR) : numéro du parcours.
-- date_debut (DATE) : premier jour de la veille.
-- date_fin (DATE) : dernier jour de la veille ; vide tant qu'elle dure.
-- motif (VARCHAR) : motif de la veille, tel que saisi.
-- duree_jours (BIGINT) : jours du début à la fin ; vide tant que la veille dure.
-- connue_le (DATE) : jour où la ligne est connue : la dernière des saisies de l'entrée et du dossier ; vide = connue dès le début.

SELECT
    r.photo,
    r.id_parcours,
    r.date_debut,
    r.date_fin,
    r.motif,
    date_diff('day', r.date_debut, r.date_fin) AS duree_jours,
    p.connue_le
FROM raw.veilles AS r
LEFT JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
WHERE r.photo = $photo AND r.est_retenue
