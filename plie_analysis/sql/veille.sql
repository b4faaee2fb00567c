-- veille : une ligne par mise en veille d'un parcours (personne momentanément indisponible).
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_parcours (VARCHAR) : numéro du parcours.
-- date_debut (DATE) : premier jour de la veille.
-- date_fin (DATE) : dernier jour de la veille ; vide tant qu'elle dure.
-- motif (VARCHAR) : motif de la veille, tel que saisi.
-- duree_jours (BIGINT) : jours du début à la fin ; vide tant que la veille dure.

SELECT
    r.photo,
    r.id_parcours,
    r.date_debut,
    r.date_fin,
    r.motif,
    date_diff('day', r.date_debut, r.date_fin) AS duree_jours
FROM raw.veilles AS r
WHERE r.photo = $photo AND r.est_retenue
