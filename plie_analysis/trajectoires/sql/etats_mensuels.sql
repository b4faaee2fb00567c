-- One row per parcours and month: the state of least rank in progress in the month.
-- Days are included at both ends. datesub('month', o, d) is the greatest t with o + t months <= d, so it is the
-- rank of the month that holds day d. parcours.sortie is the last day inside (empty while open).
WITH fenetre AS (
    SELECT
        id,
        entree,
        sortie,
        origine,
        greatest(entree, origine, {du}) AS premier,
        CASE WHEN {rang_sorti} >= 0 THEN coalesce({au}, sortie) ELSE least(sortie, {au}) END AS dernier
    FROM parcours
),
mois AS (
    SELECT
        *,
        datesub('month', origine, premier) AS t_premier,
        least(datesub('month', origine, dernier), coalesce({nb_mois} - 1, 9999)) AS t_dernier
    FROM fenetre
    WHERE premier <= dernier
),
borne AS (
    SELECT
        mois.id,
        {rang} AS rang,
        greatest(debut, premier) AS debut,
        -- what runs after the exit is cut at the end of the day of exit
        least(
            coalesce(fin, CASE WHEN {apres_sortie} THEN {au} END, sortie, {au}),
            dernier,
            CASE WHEN NOT {apres_sortie} THEN sortie END
        ) AS fin
    FROM intervalle
    JOIN mois USING (id)
),
en_mois AS (
    SELECT
        id,
        {
            'premier': datesub('month', origine, borne.debut),
            'dernier': datesub('month', origine, borne.fin),
            'rang': rang
        } AS etape
    FROM borne
    JOIN (SELECT id, origine FROM mois) USING (id)
    WHERE borne.debut <= borne.fin
),
par_parcours AS (
    SELECT id, list(etape) AS etapes
    FROM en_mois
    GROUP BY id
),
suite AS (
    SELECT
        mois.id,
        unnest(range(t_premier, t_dernier + 1)) AS t,
        unnest(list_transform(
            range(t_premier, t_dernier + 1),
            lambda m : coalesce(
                list_min(list_transform(
                    list_filter(etapes, lambda e : e.premier <= m AND m <= e.dernier),
                    lambda e : e.rang
                )),
                -- no étape in progress: out when the month begins on the day of exit or later
                CASE
                    WHEN sortie <= origine + to_months(m::INTEGER) AND entree < origine + to_months(m::INTEGER) THEN {rang_sorti}
                    ELSE {rang_vide}
                END
            )
        )) AS rang
    FROM (
        SELECT mois.*, par_parcours.etapes
        FROM mois
        LEFT JOIN par_parcours USING (id)
        ORDER BY mois.id
    ) AS mois
)
SELECT id, t::INTEGER AS t, rang::TINYINT AS rang
FROM suite
WHERE rang >= 0
