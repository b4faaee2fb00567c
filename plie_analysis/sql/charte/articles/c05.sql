-- C05 : un critère du marché du travail est saisi ; un critère de situation personnelle l'est aussi quand le protocole le demande
-- (ref.critere_exige, d'après [charte] personnel_exige_pour des réglages).
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    cle,
    CASE
        WHEN critere_marche IS NULL THEN concat('critère du marché du travail : ', coalesce(critere_marche_saisi, '(vide)'))
        ELSE concat(critere_marche, ' ; critère personnel : ', coalesce(critere_personnel_saisi, '(vide)'))
    END AS valeur,
    CASE
        WHEN critere_marche IS NULL THEN 'un critère du marché du travail de la nomenclature'
        ELSE 'avec ce critère, un critère de situation personnelle'
    END AS attendu
FROM curated.charte_lignes_parcours
WHERE
    est_retenue
    AND (
        critere_marche IS NULL
        OR (critere_personnel IS NULL AND critere_marche IN (SELECT critere_marche FROM ref.critere_exige))
    )
