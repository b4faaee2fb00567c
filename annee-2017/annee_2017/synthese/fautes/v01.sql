-- V01 : une veille sans motif.

-- choix
SELECT c.*, v.date_debut FROM candidat AS c JOIN (SELECT id_parcours, min(date_debut) AS date_debut FROM veilles GROUP BY id_parcours HAVING count(*) = 1) AS v ON v.id_parcours = c.id_parcours

-- faute
UPDATE veilles SET motif = NULL WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'V01', 'veille', id_parcours || '/' || date_debut FROM choix
