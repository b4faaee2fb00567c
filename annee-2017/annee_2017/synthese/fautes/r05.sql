-- R05 : une embauche sans aucun suivi dans le premier mois.

-- choix
SELECT c.*, e.id_etape, e.date_debut, (e.date_debut + INTERVAL 1 MONTH)::DATE AS un_mois
FROM candidat_ouvert AS c
JOIN (
    SELECT id_parcours, any_value(id_etape) AS id_etape, any_value(date_debut) AS date_debut
    FROM etapes
    WHERE date_debut >= photo_fautes() - INTERVAL 8 MONTH
    GROUP BY id_parcours
    HAVING count(*) = 1 AND bool_and(
        regexp_matches(operation, '^(Contrat long|CDD|Mission intérim|CAE|Contrat de prof|Autre - Emploi)')
        AND date_debut BETWEEN photo_fautes() - INTERVAL 5 MONTH AND photo_fautes() - INTERVAL 3 MONTH
        AND coalesce(date_fin, photo_fautes()) >= date_debut + INTERVAL 1 MONTH
    )
) AS e ON e.id_parcours = c.id_parcours
WHERE NOT EXISTS (
    SELECT 1 FROM entretiens AS r
    WHERE r.id_parcours = c.id_parcours AND r.est_point_etape AND r.date_entretien BETWEEN e.date_debut AND e.date_debut + INTERVAL 1 MONTH
)

-- faute
DELETE FROM entretiens USING choix AS c
WHERE c.id_parcours = entretiens.id_parcours AND entretiens.date_entretien BETWEEN c.date_debut AND c.un_mois;

-- L'échéance du mois est aussi le premier jour du suivant : un entretien de plus y pourvoit.
INSERT INTO entretiens BY NAME
SELECT id_parcours || '-R05' AS id_entretien, id_parcours, un_mois + 5 AS date_entretien,
    'physique' AS modalite, 45 AS duree_minutes, true AS est_emarge, false AS est_point_etape FROM choix;

-- verite
SELECT 'R05', 'etape', id_etape FROM choix
