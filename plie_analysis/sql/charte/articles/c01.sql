-- C01 : un parcours a un participant, un référent et une date d'entrée qui existent.
-- Le référent n'est cherché dans l'export « referents » que si celui-ci a été fourni.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH juge AS (
    SELECT
        l.cle,
        concat_ws(
            ' ; ',
            CASE
                WHEN l.id_dossier IS NULL THEN 'dossier absent'
                WHEN NOT EXISTS (SELECT 1 FROM raw.participants AS p WHERE p.id_dossier = l.id_dossier)
                    THEN concat('dossier ', l.id_dossier, ' inconnu')
            END,
            CASE
                WHEN l.code_referent IS NULL THEN 'référent absent'
                WHEN
                    EXISTS (SELECT 1 FROM raw.referents)
                    AND NOT EXISTS (SELECT 1 FROM raw.referents AS r WHERE r.code_referent = l.code_referent)
                    THEN concat('référent ', l.code_referent, ' inconnu')
            END,
            CASE WHEN l.date_entree IS NULL THEN 'date d’entrée absente' END
        ) AS valeur
    FROM curated.charte_lignes_parcours AS l
)

SELECT cle, valeur, 'un participant, un référent et une date d’entrée qui existent' AS attendu
FROM juge
WHERE valeur <> ''
