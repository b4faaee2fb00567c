-- S01 : une situation saisie une seconde fois, alors que la première court encore.

-- choix
SELECT c.*, s.situation, s.date_debut
FROM candidat_clos AS c
JOIN (
    SELECT id_dossier, any_value(situation) AS situation, any_value(date_debut) AS date_debut
    FROM situations GROUP BY id_dossier HAVING count(*) = 1 AND bool_and(date_fin IS NULL)
) AS s ON s.id_dossier = c.id_dossier

-- faute
INSERT INTO situations BY NAME
SELECT id_dossier, situation, date_debut + 30 AS date_debut FROM choix;

-- verite
SELECT 'S01', 'situation', concat_ws('/', id_dossier, situation, date_debut + 30) FROM choix
