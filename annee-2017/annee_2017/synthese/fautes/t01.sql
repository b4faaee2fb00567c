-- T01 : plus d'une étape sur cent a disparu depuis la photo d'avant, et des parcours ont changé de date d'entrée.

-- choix tout
SELECT * EXCLUDE (cumul)
FROM (
    SELECT c.*, sum(e.nb) OVER (ORDER BY c.id_dossier ROWS UNBOUNDED PRECEDING) - e.nb AS cumul
    FROM candidat_clos AS c
    JOIN (SELECT id_parcours, count(*) AS nb FROM etapes GROUP BY id_parcours) AS e ON e.id_parcours = c.id_parcours
    JOIN prescriptions AS p ON p.id_prescription = c.id_prescription AND c.date_entree - p.date_prescription BETWEEN 2 AND 178
    JOIN parcours AS d ON d.id_parcours = c.id_parcours AND coalesce(d.date_saisie_entree - d.date_entree, 0) BETWEEN 0 AND 6
    WHERE c.id_dossier NOT IN (SELECT id_dossier FROM pris) AND c.motif_sortie <> 'SUIVI PLIE + 30 MOIS'
)
WHERE cumul <= 1 + 0.011 * (SELECT count(*) FROM etapes)

-- faute
CREATE OR REPLACE TEMP TABLE perdue AS SELECT id_etape FROM etapes WHERE id_parcours IN (SELECT id_parcours FROM choix);

DELETE FROM etapes WHERE id_parcours IN (SELECT id_parcours FROM choix);

UPDATE parcours SET date_entree = date_entree - 1 WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'T01', 'etape', id_etape FROM perdue
UNION ALL
SELECT 'T01', 'parcours', id_parcours FROM choix
