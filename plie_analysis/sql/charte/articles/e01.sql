-- E01 : une étape a un parcours, une opération de la nomenclature et une date de début.
-- Un parcours lu mais écarté (C01) n'est pas reproché à ses étapes.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH juge AS (
    SELECT
        l.cle,
        concat_ws(
            ' ; ',
            CASE
                WHEN l.id_parcours IS NULL THEN 'parcours absent'
                WHEN NOT EXISTS (SELECT 1 FROM raw.parcours AS p WHERE p.id_parcours = l.id_parcours)
                    THEN concat('parcours ', l.id_parcours, ' inconnu')
            END,
            CASE WHEN l.operation IS NULL THEN concat('opération : ', coalesce(l.operation_saisi, '(vide)')) END,
            CASE WHEN l.date_debut IS NULL THEN 'date de début absente' END
        ) AS valeur
    FROM curated.charte_lignes_etape AS l
)

SELECT cle, valeur, 'un parcours, une opération de la nomenclature et une date de début' AS attendu
FROM juge
WHERE valeur <> ''
