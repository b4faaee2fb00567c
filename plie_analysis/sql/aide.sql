-- aide : une ligne par aide de l'enveloppe souple.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_parcours (VARCHAR) : numéro du parcours.
-- date_aide (DATE) : date de l'aide.
-- nature (VARCHAR) : nature de l'aide ; vide si inconnue.
-- motif (VARCHAR) : motif de la demande ; vide si inconnu.
-- montant_euros (DOUBLE) : montant en euros.
-- connue_le (DATE) : jour où la ligne est connue : la dernière des saisies de l'entrée et du dossier ; vide = connue dès le début.

SELECT
    r.photo,
    r.id_parcours,
    r.date_aide,
    r.nature,
    r.motif,
    r.montant_euros,
    p.connue_le
FROM raw.aides AS r
LEFT JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
WHERE r.photo = $photo AND r.est_retenue
