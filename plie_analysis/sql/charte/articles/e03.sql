-- E03 : la même opération deux fois, à des dates qui se recouvrent, dans un même parcours : saisie en double.
-- L'étape signalée est la seconde ; une étape dont la fin précède le début (E02) n'est pas comparée.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH suite AS (
    SELECT
        cle,
        operation,
        date_debut,
        lag(cle) OVER meme AS precedente,
        max(coalesce(date_fin, DATE '9999-12-31')) OVER (meme ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS fin_precedente
    FROM curated.charte_lignes_etape
    WHERE est_retenue AND operation IS NOT NULL AND coalesce(date_fin, date_debut) >= date_debut
    WINDOW meme AS (PARTITION BY id_parcours, operation ORDER BY date_debut, cle)
)

SELECT
    cle,
    concat(operation, ' le ', jour(date_debut), ', déjà saisie à ces dates (étape ', precedente, ')') AS valeur,
    'une seule fois la même opération à une même date' AS attendu
FROM suite
WHERE fin_precedente >= date_debut
