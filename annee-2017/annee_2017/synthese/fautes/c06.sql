-- C06 : un parcours de plus de trente mois dont la sortie récente n'est pas saisie.

-- choix
SELECT *
FROM candidat_clos
WHERE
    date_sortie BETWEEN photo_fautes() - 120 AND photo_fautes() - 1
    AND date_entree + INTERVAL 30 MONTH < photo_fautes() - INTERVAL 10 DAY

-- faute
UPDATE parcours SET date_sortie = NULL, motif_sortie = NULL, date_saisie_sortie = NULL WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- Le reste du suivi continue : un point d'étape à trente mois, un entretien récent, une étape en cours.
INSERT INTO entretiens BY NAME
SELECT id_parcours || '-C06-30' AS id_entretien, id_parcours, (date_entree + INTERVAL 30 MONTH)::DATE AS date_entretien,
    'physique' AS modalite, 45 AS duree_minutes, true AS est_emarge, true AS est_point_etape FROM choix
UNION ALL BY NAME
SELECT id_parcours || '-C06' AS id_entretien, id_parcours, photo_fautes() - 5 AS date_entretien,
    'physique' AS modalite, 45 AS duree_minutes, true AS est_emarge, false AS est_point_etape FROM choix;

INSERT INTO etapes BY NAME
SELECT id_parcours || '-C06' AS id_etape, id_parcours, 'Travail sur projet professionnel' AS operation,
    photo_fautes() - 20 AS date_debut, photo_fautes() - 3 AS date_fin FROM choix;

-- verite
SELECT 'C06', 'parcours', id_parcours FROM choix
