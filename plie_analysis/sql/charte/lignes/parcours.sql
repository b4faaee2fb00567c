-- Lignes de l'export « parcours » que la charte juge ; une ligne par ligne lue.
-- cle : numéro de parcours, ou « fichier:ligne » s'il manque.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle de la sortie, sinon celle de l'entrée.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    coalesce(id_parcours, concat(fichier, ':', ligne)) AS cle,
    id_dossier,
    id_parcours,
    code_referent,
    coalesce(date_sortie, date_entree) AS date_fait,
    est_retenue,
    id_prescription,
    date_entree,
    date_sortie,
    motif_sortie,
    motif_sortie_saisi,
    critere_marche,
    critere_marche_saisi,
    critere_personnel,
    critere_personnel_saisi,
    nb_mois_sans_activite,
    date_saisie_entree,
    date_saisie_sortie
FROM raw.parcours
