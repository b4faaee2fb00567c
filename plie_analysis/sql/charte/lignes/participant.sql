-- Lignes de l'export « participants » que la charte juge ; une ligne par ligne lue.
-- cle : numéro de dossier, ou « fichier:ligne » s'il manque.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle de la saisie de la fiche.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    coalesce(id_dossier, concat(fichier, ':', ligne)) AS cle,
    id_dossier,
    NULL::VARCHAR AS id_parcours,
    NULL::VARCHAR AS code_referent,
    date_saisie AS date_fait,
    est_retenue,
    ligne,
    civilite,
    civilite_saisi,
    date_naissance,
    code_postal,
    commune,
    commune_saisi,
    quartier,
    quartier_saisi,
    niveau,
    niveau_saisi,
    est_rqth,
    contour,
    date_saisie
FROM raw.participants
