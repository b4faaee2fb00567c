-- F01 : une intensité de frein de cinq.

-- choix
SELECT c.*, f.famille, f.date_evaluation FROM candidat_clos AS c JOIN (SELECT id_parcours, min(famille) AS famille, any_value(date_evaluation) AS date_evaluation FROM freins GROUP BY id_parcours) AS f ON f.id_parcours = c.id_parcours

-- faute
UPDATE freins SET intensite = 5 FROM choix AS c WHERE c.id_parcours = freins.id_parcours AND c.famille = freins.famille;

-- verite
SELECT 'F01', 'frein', concat_ws('/', id_parcours, famille, date_evaluation) FROM choix
