-- A01 : une aide d'un montant négatif.

-- choix
SELECT c.*, a.nature, a.date_aide FROM candidat AS c JOIN (SELECT id_parcours, any_value(nature) AS nature, any_value(date_aide) AS date_aide FROM aides GROUP BY id_parcours HAVING count(*) = 1) AS a ON a.id_parcours = c.id_parcours

-- faute
UPDATE aides SET montant_euros = -10 WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'A01', 'aide', concat_ws('/', id_parcours, nature, date_aide) FROM choix
