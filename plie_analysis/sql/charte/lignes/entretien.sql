-- Lignes de l'export « entretiens » que la charte juge ; une ligne par ligne lue.
-- cle : numéro d'entretien, ou « fichier:ligne » s'il manque.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle de l'entretien.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    coalesce(id_entretien, concat(fichier, ':', ligne)) AS cle,
    NULL::VARCHAR AS id_dossier,
    id_parcours,
    NULL::VARCHAR AS code_referent,
    date_entretien AS date_fait,
    est_retenue,
    date_entretien,
    modalite,
    modalite_saisi,
    duree_minutes,
    CASE est_emarge WHEN true THEN 'oui' WHEN false THEN 'non' ELSE 'non renseigné' END AS emargement,
    est_point_etape,
    est_emarge,
    date_saisie
FROM raw.entretiens
