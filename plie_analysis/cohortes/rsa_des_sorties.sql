-- Sorties de la période selon le RSA au jour de l'entrée et au jour de la sortie.
--
-- Paramètres : $photo ; $du et $au (sorties, bornes comprises) ; $connu_au (une sortie saisie après n'existe pas).
-- Une ligne par couple : rsa_entree, rsa_sortie, sorties, positives. Le RSA se lit comme l'axe « rsa » des indicateurs :
-- « oui » quand une situation au RSA couvre ce jour, bornes
-- comprises ; « non » sinon, pour une personne dont une situation au moins est connue ; « non renseigné » pour les autres.

WITH sortie AS (
    SELECT
        s.id_parcours,
        s.est_sortie_positive,
        count(r.id_dossier) > 0 AS est_connue,
        coalesce(bool_or(r.est_rsa AND r.date_debut <= s.date_entree AND coalesce(r.date_fin >= s.date_entree, true)), false) AS rsa_entree,
        coalesce(bool_or(r.est_rsa AND r.date_debut <= s.date_sortie AND coalesce(r.date_fin >= s.date_sortie, true)), false) AS rsa_sortie
    FROM large.sortie AS s
    LEFT JOIN curated.situation AS r ON r.photo = s.photo AND r.id_dossier = s.id_dossier
    WHERE
        s.photo = $photo
        AND s.date_sortie BETWEEN $du AND $au
        AND coalesce(s.connue_le <= $connu_au, true)
    GROUP BY ALL
)

SELECT
    CASE WHEN rsa_entree THEN 'oui' WHEN est_connue THEN 'non' ELSE 'non renseigné' END AS rsa_entree,
    CASE WHEN rsa_sortie THEN 'oui' WHEN est_connue THEN 'non' ELSE 'non renseigné' END AS rsa_sortie,
    count(*) AS sorties,
    count(*) FILTER (WHERE est_sortie_positive) AS positives
FROM sortie
GROUP BY ALL
ORDER BY ALL
