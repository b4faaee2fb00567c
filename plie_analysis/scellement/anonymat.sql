-- k-anonymat des parcours du dossier : pour un jeu de quasi-identifiants, combien de parcours portent la même combinaison.
-- Une case vide est une valeur comme une autre. {colonnes} : le jeu ; {source} : large.parcours, ou la même avec les dates de naissance de substitution.

SELECT
    coalesce(sum(n), 0)::BIGINT AS parcours,
    min(n)::BIGINT AS k,
    coalesce(sum(n) FILTER (n = 1), 0)::BIGINT AS seuls,
    coalesce(sum(n) FILTER (n < 5), 0)::BIGINT AS moins_de_cinq
FROM (SELECT count(*) AS n FROM {source} WHERE photo = $photo GROUP BY {colonnes})
