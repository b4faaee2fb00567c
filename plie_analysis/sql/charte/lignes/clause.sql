-- Lignes de l'export « clauses » que la charte juge ; une ligne par ligne lue.
-- cle : numéro de contrat, ou « fichier:ligne » s'il manque.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle du début du contrat, sinon de l'orientation.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    coalesce(id_contrat, concat(fichier, ':', ligne)) AS cle,
    NULL::VARCHAR AS id_dossier,
    id_parcours,
    NULL::VARCHAR AS code_referent,
    coalesce(date_debut, date_orientation) AS date_fait,
    est_retenue,
    prescripteur,
    prescripteur_saisi,
    est_valide,
    date_orientation,
    secteur,
    secteur_saisi,
    type_contrat,
    type_contrat_saisi,
    date_debut,
    date_fin,
    nb_heures,
    -- Un contrat a commencé, par opposition à une candidature sans suite.
    date_debut IS NOT NULL AS est_contrat,
    -- Le plus d'heures qui tiennent entre le début et la fin (ou la photo), semaines entamées comprises.
    ceil((least(coalesce(date_fin, la_photo()), la_photo()) - date_debut + 1) / 7.0) * seuil('heures_semaine_max')
        AS nb_heures_possibles
FROM raw.clauses
