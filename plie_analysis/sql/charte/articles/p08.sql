-- P08 : un niveau écrit en chiffres arabes (2019) dans une colonne qui en porte aussi en chiffres romains (1969).
-- Le même chiffre n'y dit pas le même diplôme : la lecture le met à part, sauf si plie.toml dit de quelle nomenclature il vient.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH ecrit AS (
    SELECT
        cle,
        niveau_saisi,
        regexp_matches(lower(niveau_saisi), '^((niveau|niv|n)?\s*\.?\s*([1-8]([.,]0)?|5\s*bis|7\s*(-|/|ou|et)\s*8))$') AS est_arabe,
        regexp_matches(lower(niveau_saisi), '^((niveau|niv|n)?\s*\.?\s*(v\s*bis|vi|iv|v|iii|ii|i))$') AS est_romain
    FROM curated.charte_lignes_participant
    WHERE est_retenue
)

SELECT cle, niveau_saisi AS valeur, 'tous les niveaux en chiffres romains, ou tous en chiffres arabes' AS attendu
FROM ecrit
WHERE est_arabe AND EXISTS (FROM ecrit WHERE est_romain)
