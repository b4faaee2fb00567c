-- aide : une ligne par aide de l'enveloppe souple.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_parcours (VARCHAR) : numéro du parcours.
-- date_aide (DATE) : date de l'aide.
-- nature (VARCHAR) : nature de l'aide ; vide si inconnue.
-- motif (VARCHAR) : motif de la demande ; vide si inconnu.
-- montant_euros (DOUBLE) : montant en euros.

SELECT
    r.photo,
    r.id_parcours,
    r.date_aide,
    r.nature,
    r.motif,
    r.montant_euros
FROM raw.aides AS r
WHERE r.photo = $photo AND r.est_retenue
