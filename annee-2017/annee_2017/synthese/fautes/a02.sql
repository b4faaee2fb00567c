-- A02 : une action finie la veille du jour où elle commence.

-- choix
SELECT c.*, a.action, a.session FROM candidat AS c JOIN (SELECT id_parcours, any_value(action) AS action, any_value(session) AS session FROM actions GROUP BY id_parcours HAVING count(*) = 1 AND bool_and(date_entree IS NOT NULL AND date_fin IS NOT NULL AND issue IS NOT NULL)) AS a ON a.id_parcours = c.id_parcours

-- faute
UPDATE actions SET date_fin = date_entree - 1 WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'A02', 'action', concat_ws('/', id_parcours, action, coalesce(session, '?')) FROM choix
