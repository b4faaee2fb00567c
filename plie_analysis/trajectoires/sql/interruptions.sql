-- Gaps that last more than the given number of calendar months.
SELECT id, debut::TIMESTAMP AS debut, fin::TIMESTAMP AS fin, jours
FROM {source}
WHERE debut + to_months({mois}) <= fin
ORDER BY id, debut
