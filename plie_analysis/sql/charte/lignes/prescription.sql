-- Lignes de l'export « prescriptions » que la charte juge ; une ligne par ligne lue.
-- cle : numéro de prescription, ou « fichier:ligne » s'il manque.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle de la prescription.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    coalesce(id_prescription, concat(fichier, ':', ligne)) AS cle,
    id_dossier,
    NULL::VARCHAR AS id_parcours,
    NULL::VARCHAR AS code_referent,
    date_prescription AS date_fait,
    est_retenue,
    prescripteur,
    prescripteur_saisi,
    date_prescription,
    date_premier_rdv,
    decision,
    decision_saisi,
    date_decision,
    motif_non_entree,
    motif_non_entree_saisi,
    orientation_proposee,
    orientation_proposee_saisi,
    date_saisie,
    -- Jours d'attente d'une prescription que personne n'a encore tranchée ; vide dès qu'elle l'est.
    CASE
        WHEN coalesce(decision, 'en attente') = 'en attente' AND date_decision IS NULL
            THEN la_photo() - date_prescription
    END AS attente_jours
FROM raw.prescriptions
