-- S01 : chaque personne accompagnée a une situation à la date d'entrée de son parcours.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    p.id_parcours AS cle,
    concat('aucune situation à l’entrée du ', jour(p.date_entree)) AS valeur,
    'une situation (RSA, ASS, ARE, sans ressources…) à la date d’entrée' AS attendu
FROM curated.charte_parcours_coherent AS p
ANTI JOIN raw.situations AS s
    ON s.id_dossier = p.id_dossier
    AND s.est_retenue
    AND s.date_debut <= p.date_entree
    AND coalesce(s.date_fin, DATE '9999-12-31') >= p.date_entree
