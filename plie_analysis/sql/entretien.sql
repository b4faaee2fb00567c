-- entretien : une ligne par entretien entre le référent et la personne.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_entretien (VARCHAR) : numéro de l'entretien.
-- id_parcours (VARCHAR) : numéro du parcours.
-- date_entretien (DATE) : date de l'entretien.
-- modalite (VARCHAR) : « physique », « téléphone » ou « autre » ; vide si inconnue.
-- duree_minutes (BIGINT) : durée en minutes.
-- est_emarge (BOOLEAN) : vrai si l'entretien est émargé ; non renseigné = faux.
-- est_point_etape (BOOLEAN) : vrai si l'entretien est un point d'étape ; non renseigné = faux.
-- date_saisie (DATE) : date de saisie de l'entretien ; vide = connu dès le début.
-- connue_le (DATE) : jour où la ligne est connue : la dernière des saisies de l'entretien, de l'entrée et du dossier ; vide = connue dès le début.

SELECT
    r.photo,
    r.id_entretien,
    r.id_parcours,
    r.date_entretien,
    r.modalite,
    r.duree_minutes,
    coalesce(r.est_emarge, false) AS est_emarge,
    coalesce(r.est_point_etape, false) AS est_point_etape,
    r.date_saisie,
    greatest(r.date_saisie, p.connue_le) AS connue_le
FROM raw.entretiens AS r
LEFT JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
WHERE r.photo = $photo AND r.est_retenue
