-- Lignes de l'export « etapes » que la charte juge ; une ligne par ligne lue.
-- cle : numéro d'étape, ou « fichier:ligne » s'il manque.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle du début de l'étape.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    coalesce(id_etape, concat(fichier, ':', ligne)) AS cle,
    NULL::VARCHAR AS id_dossier,
    id_parcours,
    NULL::VARCHAR AS code_referent,
    date_debut AS date_fait,
    est_retenue,
    operation,
    operation_saisi,
    date_debut,
    date_fin,
    nb_heures_hebdo,
    organisme,
    est_clause,
    date_saisie
FROM raw.etapes
