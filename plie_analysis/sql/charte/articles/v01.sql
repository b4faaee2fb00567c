-- V01 : une veille dure veille_max_mois mois au plus et tient dans son parcours.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    concat(
        'veille du ', jour(l.date_debut), coalesce(' au ' || jour(l.date_fin), ', encore en cours'),
        ', parcours du ', jour(p.date_entree), coalesce(' au ' || jour(p.date_sortie), '')
    ) AS valeur,
    concat(seuil('veille_max_mois'), ' mois au plus, entre l’entrée et la sortie') AS attendu
FROM curated.charte_lignes_veille AS l
JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
WHERE
    l.est_retenue
    AND (
        (l.date_debut + to_months(seuil('veille_max_mois')))::DATE < least(coalesce(l.date_fin, la_photo()), coalesce(p.date_sortie, la_photo()))
        OR l.date_debut < p.date_entree
        OR l.date_debut > p.date_sortie
        OR l.date_fin > p.date_sortie
    )
