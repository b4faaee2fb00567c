-- S01 : une même situation ne se recouvre pas elle-même ; la ligne signalée est la seconde. Une ligne identique à une autre est dite par D01 seul.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH suite AS (
    SELECT
        cle,
        situation,
        date_debut,
        max(coalesce(date_fin, DATE '9999-12-31')) OVER (
            PARTITION BY id_dossier, situation
            ORDER BY date_debut, cle
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS fin_precedente
    FROM curated.charte_lignes_situation
    WHERE est_retenue AND NOT est_repetee AND situation IS NOT NULL AND coalesce(date_fin, date_debut) >= date_debut
)

SELECT
    cle,
    concat(situation, ' à partir du ', jour(date_debut), ', déjà saisie à cette date') AS valeur,
    'une seule ligne par situation à une date donnée' AS attendu
FROM suite
WHERE fin_precedente >= date_debut
