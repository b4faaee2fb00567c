-- R04 : des points d'étape qui n'ont pas été notés comme tels.

-- choix
SELECT * FROM candidat_ouvert WHERE date_entree < photo_fautes() - INTERVAL 7 MONTH

-- faute
UPDATE entretiens SET est_point_etape = false WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'R04', 'parcours', id_parcours FROM choix
