-- P07 : deux dossiers de même civilité, même date de naissance et même commune sont sans doute la même personne.
-- Le dossier signalé est le second par son numéro ; le premier est nommé dans la valeur.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH semblable AS (
    SELECT
        cle,
        first_value(cle) OVER meme AS premier,
        row_number() OVER meme AS rang
    FROM curated.charte_lignes_participant
    WHERE est_retenue AND civilite IS NOT NULL AND date_naissance IS NOT NULL AND commune IS NOT NULL
    WINDOW meme AS (PARTITION BY civilite, date_naissance, commune ORDER BY cle)
)

SELECT
    cle,
    concat('mêmes civilité, date de naissance et commune que le dossier ', premier) AS valeur,
    'deux personnes différentes, ou un seul dossier' AS attendu
FROM semblable
WHERE rang > 1
