-- R03 : un temps passé absent, ou de cinq heures.

-- choix
SELECT c.*, r.id_entretien FROM candidat_clos AS c JOIN (SELECT id_parcours, min(id_entretien) AS id_entretien FROM entretiens WHERE modalite = 'physique' GROUP BY id_parcours) AS r ON r.id_parcours = c.id_parcours

-- faute
UPDATE entretiens SET duree_minutes = CASE WHEN c.rang % 2 = 0 THEN 300 END
FROM choix AS c WHERE c.id_entretien = entretiens.id_entretien;

-- verite
SELECT 'R03', 'entretien', id_entretien FROM choix
