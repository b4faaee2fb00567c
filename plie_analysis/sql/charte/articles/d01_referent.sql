-- D01 : une ligne de l'export « referents » en répète une autre, colonne pour colonne : les ETP du référent comptent double.
-- cle : code du référent ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT DISTINCT
    code_referent AS cle,
    'la même ligne (structure, ETP et dates) est là plusieurs fois' AS valeur,
    'une seule fois la même ligne' AS attendu
FROM (
    SELECT code_referent
    FROM raw.referents
    WHERE est_retenue
    GROUP BY code_referent, structure, nb_etp, date_debut, date_fin
    HAVING count(*) > 1
)
