-- L01 : dix mille heures sur un seul contrat.

-- choix
SELECT c.*, l.id_contrat FROM candidat AS c JOIN (SELECT id_parcours, min(id_contrat) AS id_contrat FROM clauses WHERE date_debut IS NOT NULL AND nb_heures IS NOT NULL GROUP BY id_parcours) AS l ON l.id_parcours = c.id_parcours

-- faute
UPDATE clauses SET nb_heures = 10000 WHERE id_contrat IN (SELECT id_contrat FROM choix);

-- verite
SELECT 'L01', 'clause', id_contrat FROM choix
