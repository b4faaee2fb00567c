-- D01 : un frein collé deux fois.

-- choix
SELECT c.*, f.famille, f.date_evaluation FROM candidat_clos AS c JOIN (SELECT id_parcours, min(famille) AS famille, any_value(date_evaluation) AS date_evaluation FROM freins GROUP BY id_parcours HAVING count(DISTINCT date_evaluation) = 1) AS f ON f.id_parcours = c.id_parcours

-- faute
INSERT INTO freins SELECT f.* FROM freins AS f JOIN choix AS c ON c.id_parcours = f.id_parcours AND c.famille = f.famille;

-- verite
SELECT 'D01', 'frein', concat_ws('/', id_parcours, famille, date_evaluation) || '#2' FROM choix
