-- Lignes de l'export « referents » que la charte juge ; une ligne par référent connu des exports « referents » ou « parcours ».
-- cle : code du référent.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : aucune.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    code_referent AS cle,
    NULL::VARCHAR AS id_dossier,
    NULL::VARCHAR AS id_parcours,
    code_referent,
    NULL::DATE AS date_fait,
    true AS est_retenue
FROM raw.referents
WHERE est_retenue
UNION
SELECT code_referent, NULL, NULL, code_referent, NULL, true
FROM raw.parcours
WHERE est_retenue AND code_referent IS NOT NULL
