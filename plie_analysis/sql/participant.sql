-- participant : une ligne par dossier, c'est-à-dire par personne.
-- Le QPV suit la liste des quartiers valable à la date de la photo, puis, pour lire un fait plus ancien, chaque carte ; inconnu n'est jamais « non ».
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_dossier (VARCHAR) : numéro de dossier de la personne.
-- sexe (VARCHAR) : « femme » ou « homme », d'après la civilité ; vide si elle est inconnue.
-- date_naissance (DATE) : date de naissance ; sert au calcul de l'âge, jamais affichée.
-- commune (VARCHAR) : commune de résidence à la date de la photo ; vide si elle est inconnue.
-- quartier (VARCHAR) : nom du quartier prioritaire (QPV), « hors QPV » sinon ; vide si on ne sait pas.
-- qpv (VARCHAR) : « oui » si la personne habite un QPV, « non » sinon ; vide si on ne sait pas.
-- niveau (VARCHAR) : niveau de formation (I à VI, 9 = diplôme étranger non reconnu) ; vide si inconnu.
-- cite (VARCHAR) : niveau de la classification internationale (CITE), quand le niveau de formation le dit ; vide sinon.
-- quartier_nomme (VARCHAR) : nom du quartier, ceux de veille compris, « hors QPV » sinon ; vide si on ne sait pas.
-- quartier_saisi (VARCHAR) : texte saisi dans la colonne QPV, tel que lu ; vide si la case était vide.
-- qpv_2014 (VARCHAR) : le même état sous la carte de 2014 ; vide si l'adresse, lue sur une autre carte, ne permet pas de le dire.
-- qpv_2024 (VARCHAR) : le même état sous la carte de 2024 ; vide si l'adresse, lue sur une autre carte, ne permet pas de le dire.
-- quartier_2014 (VARCHAR) : nom du quartier prioritaire de la carte de 2014, « hors QPV » sinon ; vide si on ne sait pas.
-- quartier_2024 (VARCHAR) : nom du quartier prioritaire de la carte de 2024, « hors QPV » sinon ; vide si on ne sait pas.
-- quartier_nomme_2014 (VARCHAR) : le même, quartiers de veille de cette carte compris.
-- quartier_nomme_2024 (VARCHAR) : le même, quartiers de veille de cette carte compris.
-- code_postal (VARCHAR) : code postal de résidence.
-- rqth (VARCHAR) : « oui » si la qualité de travailleur handicapé est reconnue, « non » sinon ; vide si on ne sait pas.
-- date_saisie (DATE) : date de saisie de la fiche ; vide = connue dès le début.
-- connue_le (DATE) : jour où la ligne est connue : la saisie du dossier ; vide = connue dès le début.

WITH generation AS (
    SELECT *
    FROM (VALUES (1, '2014', $carte_qpv_2014::DATE, $carte_qpv_2024::DATE - 1), (2, '2024', $carte_qpv_2024::DATE, DATE '9999-12-31')) AS g (rang, generation, debut, fin)
),

-- Une ligne par quartier et par carte : celle qui vaut le jour de la photo, ou le jour de la carte qui en est le plus proche.
carte AS (
    SELECT g.rang, q.code, any_value(q.commune) AS commune, any_value(q.type) AS type, any_value(q.perimetre) AS perimetre, any_value(nullif(q.code_officiel, '')) AS code_officiel
    FROM generation AS g
    JOIN ref.quartier AS q
        ON coalesce(q.debut::DATE, DATE '0001-01-01') <= least(greatest($photo, g.debut), g.fin)
        AND coalesce(q.fin::DATE, DATE '9999-12-31') >= least(greatest($photo, g.debut), g.fin)
    GROUP BY g.rang, q.code
),

-- Ce que chaque carte a changé aux quartiers de la précédente. Sans précision, le périmètre est le même.
changement AS (
    SELECT rang, code, commune, perimetre AS genre FROM carte WHERE perimetre IN ('agrandi', 'nouveau', 'reduit')
    UNION ALL
    SELECT avant.rang + 1, avant.code, avant.commune, 'retire'
    FROM carte AS avant
    ANTI JOIN carte AS apres ON apres.code = avant.code AND apres.rang = avant.rang + 1 AND apres.type = 'QPV'
    WHERE avant.type = 'QPV' AND avant.rang < (SELECT max(rang) FROM generation)
),

-- De la carte où l'adresse a été lue à une autre, ce que son nom ne permet plus de dire. Vers une carte plus ancienne : le nom d'un quartier
-- agrandi depuis, « hors QPV » là où un quartier a été réduit ou retiré. Vers une plus récente : le nom d'un quartier réduit ou redessiné,
-- « hors QPV » là où un quartier a été agrandi ou créé.
passage AS (
    SELECT
        lue.rang AS rang_lu,
        demandee.rang,
        c.code,
        c.commune,
        bool_or(CASE WHEN demandee.rang < lue.rang THEN c.genre = 'agrandi' ELSE c.genre IN ('nouveau', 'reduit') END) AS est_nom_muet,
        bool_or(CASE WHEN demandee.rang < lue.rang THEN c.genre IN ('reduit', 'retire') ELSE c.genre IN ('agrandi', 'nouveau') END) AS est_hors_muet
    FROM generation AS lue
    JOIN generation AS demandee ON demandee.rang <> lue.rang
    JOIN changement AS c ON c.rang > least(lue.rang, demandee.rang) AND c.rang <= greatest(lue.rang, demandee.rang)
    GROUP BY ALL
),

dossier AS (
    SELECT
        p.*,
        civilite.sexe,
        n.cite,
        connu.commune AS commune_du_quartier,
        -- La lecture a déjà rendu « hors QPV » une case vide : dehors. Une colonne absente, un texte qui n'est pas un quartier connu (NR, ?, à vérifier…) : on ne sait pas.
        coalesce(connu.type, '') = 'hors QPV' AS est_declare_hors,
        CASE WHEN p.photo >= $carte_qpv_2024::DATE THEN 2 ELSE 1 END AS rang_photo,
        -- Sous quelle carte la case a été remplie : celle du jour où la fiche a été saisie ; celle de la photo si ce jour est inconnu, ou si la case porte le code officiel d'un quartier.
        CASE
            WHEN p.date_saisie IS NULL OR contains(upper(p.quartier_saisi), connu.code_officiel) THEN rang_photo
            WHEN p.date_saisie >= $carte_qpv_2024::DATE THEN rang_photo
            ELSE 1
        END AS rang_saisie
    FROM raw.participants AS p
    LEFT JOIN ref.civilite AS civilite ON civilite.code = p.civilite
    LEFT JOIN (SELECT code, nullif(min(cite), '') AS cite FROM ref.niveau GROUP BY code) AS n ON n.code = p.niveau
    LEFT JOIN (
        SELECT code, any_value(commune) AS commune, any_value(type) AS type, any_value(nullif(code_officiel, '')) AS code_officiel FROM ref.quartier GROUP BY code
    ) AS connu ON connu.code = p.quartier
    WHERE p.photo = $photo AND p.est_retenue
),

-- Les personnes dont l'adresse, passée d'une carte à une autre, ne dit plus rien. Elle se lit sur la carte de la photo pour celle-ci, sur celle de la saisie pour les précédentes.
muette AS (
    SELECT DISTINCT d.id_dossier, p.rang
    FROM dossier AS d
    JOIN passage AS p
        ON p.rang_lu = least(d.rang_photo, greatest(p.rang, d.rang_saisie))
        AND CASE WHEN d.est_declare_hors THEN p.est_hors_muet AND coalesce(p.commune = d.commune, true) ELSE p.est_nom_muet AND p.code = d.quartier END
),

-- Une ligne par personne et par carte.
situe AS (
    SELECT
        d.id_dossier,
        d.quartier,
        g.generation,
        g.rang = d.rang_photo AS est_de_la_photo,
        carte.type = 'veille' AS est_de_veille,
        -- Où tombe l'adresse sur cette carte, quand ses contours et ses coordonnées ont été donnés : cela l'emporte sur le nom saisi.
        CASE g.generation WHEN '2014' THEN d.contour_2014 WHEN '2024' THEN d.contour_2024 END AS contour,
        CASE
            WHEN d.quartier IS NULL OR muette.rang IS NOT NULL THEN NULL
            WHEN d.est_declare_hors THEN 'non'
            -- Un quartier qui n'est pas dans la commune de la personne, ou dont on ne peut pas le vérifier.
            WHEN d.commune_du_quartier IS DISTINCT FROM d.commune THEN NULL
            -- Un quartier que la carte de la photo ne connaît pas (ou plus).
            WHEN g.rang = d.rang_photo AND carte.type IS NULL THEN NULL
            WHEN carte.type = 'QPV' THEN 'oui'
            ELSE 'non'
        END AS qpv
    FROM dossier AS d
    CROSS JOIN generation AS g
    LEFT JOIN carte ON carte.code = d.quartier AND carte.rang = g.rang
    LEFT JOIN muette ON muette.id_dossier = d.id_dossier AND muette.rang = g.rang
),

-- Le nom, ou l'endroit où tombe l'adresse. Un quartier de veille n'a pas toujours de contour : son nom vaut encore pour qui n'est dans aucun quartier prioritaire.
place AS (
    SELECT
        s.id_dossier,
        s.generation,
        s.est_de_la_photo,
        CASE WHEN s.contour IS NULL THEN s.qpv WHEN c.type = 'QPV' THEN 'oui' ELSE 'non' END AS qpv,
        coalesce(CASE WHEN coalesce(s.contour, 'hors QPV') = 'hors QPV' THEN s.est_de_veille ELSE c.type = 'veille' END, false) AS est_de_veille,
        CASE WHEN s.contour IS NULL OR s.contour = 'hors QPV' AND s.qpv = 'non' AND s.est_de_veille THEN s.quartier ELSE s.contour END AS quartier
    FROM situe AS s
    JOIN generation AS g ON g.generation = s.generation
    LEFT JOIN carte AS c ON c.code = s.contour AND c.rang = g.rang
),

nomme AS (
    SELECT
        *,
        CASE qpv WHEN 'oui' THEN quartier WHEN 'non' THEN 'hors QPV' END AS prioritaire,
        CASE WHEN qpv = 'oui' OR qpv = 'non' AND est_de_veille THEN quartier WHEN qpv = 'non' THEN 'hors QPV' END AS avec_veille
    FROM place
),

par_carte AS (
    SELECT
        id_dossier,
        any_value(qpv) FILTER (est_de_la_photo) AS qpv,
        any_value(qpv) FILTER (generation = '2014') AS qpv_2014,
        any_value(qpv) FILTER (generation = '2024') AS qpv_2024,
        any_value(prioritaire) FILTER (est_de_la_photo) AS quartier,
        any_value(prioritaire) FILTER (generation = '2014') AS quartier_2014,
        any_value(prioritaire) FILTER (generation = '2024') AS quartier_2024,
        any_value(avec_veille) FILTER (est_de_la_photo) AS quartier_nomme,
        any_value(avec_veille) FILTER (generation = '2014') AS quartier_nomme_2014,
        any_value(avec_veille) FILTER (generation = '2024') AS quartier_nomme_2024
    FROM nomme
    GROUP BY id_dossier
)

SELECT
    d.photo,
    d.id_dossier,
    d.sexe,
    d.date_naissance,
    d.commune,
    c.quartier,
    c.qpv,
    d.niveau,
    d.cite,
    c.quartier_nomme,
    d.quartier_saisi,
    c.qpv_2014,
    c.qpv_2024,
    c.quartier_2014,
    c.quartier_2024,
    c.quartier_nomme_2014,
    c.quartier_nomme_2024,
    d.code_postal,
    CASE d.est_rqth WHEN true THEN 'oui' WHEN false THEN 'non' END AS rqth,
    d.date_saisie,
    d.date_saisie AS connue_le
FROM dossier AS d
JOIN par_carte AS c ON c.id_dossier = d.id_dossier
