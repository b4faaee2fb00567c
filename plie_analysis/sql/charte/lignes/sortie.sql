-- Lignes de l'export « parcours » que la charte juge à la sortie ; une ligne par parcours sorti.
-- cle : numéro de parcours.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle de la sortie.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    id_parcours AS cle,
    id_dossier,
    id_parcours,
    code_referent,
    date_sortie AS date_fait,
    true AS est_retenue,
    date_entree,
    date_sortie,
    motif_sortie,
    commune,
    est_sortie_positive,
    est_prouvee
FROM large.sortie
