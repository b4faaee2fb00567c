-- participant : une ligne par dossier, c'est-à-dire par personne.
-- Le QPV suit la liste des quartiers valable à la date de la photo ; inconnu n'est jamais « non ».
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
-- code_postal (VARCHAR) : code postal de résidence.
-- rqth (VARCHAR) : « oui » si la qualité de travailleur handicapé est reconnue, « non » sinon ; vide si on ne sait pas.
-- date_saisie (DATE) : date de saisie de la fiche ; vide = connue dès le début.
-- connue_le (DATE) : jour où la ligne est connue : la saisie du dossier ; vide = connue dès le début.

WITH dossier AS (
    SELECT
        p.*,
        civilite.sexe,
        n.cite,
        q.commune AS commune_du_quartier,
        q.type AS type_quartier,
        -- La lecture a déjà rendu « hors QPV » une case vide : dehors. Une colonne absente, un texte qui n'est pas un quartier connu (NR, ?, à vérifier…) : on ne sait pas.
        coalesce(q.type, '') = 'hors QPV' AS est_declare_hors
    FROM raw.participants AS p
    LEFT JOIN ref.civilite AS civilite ON civilite.code = p.civilite
    LEFT JOIN (SELECT code, nullif(min(cite), '') AS cite FROM ref.niveau GROUP BY code) AS n ON n.code = p.niveau
    -- Une ligne par quartier et par période : celle qui vaut à la date de la photo.
    LEFT JOIN ref.quartier AS q
        ON q.code = p.quartier
        AND coalesce(q.debut::DATE, DATE '0001-01-01') <= p.photo
        AND coalesce(q.fin::DATE, DATE '9999-12-31') >= p.photo
    WHERE p.photo = $photo AND p.est_retenue
),

situe AS (
    SELECT
        *,
        CASE
            WHEN est_declare_hors THEN 'non'
            WHEN quartier IS NULL THEN NULL
            -- Un quartier qui n'est pas dans la commune de la personne, ou dont on ne peut pas le vérifier.
            WHEN commune_du_quartier IS DISTINCT FROM commune THEN NULL
            WHEN type_quartier = 'QPV' THEN 'oui'
            ELSE 'non'
        END AS qpv
    FROM dossier
)

SELECT
    photo,
    id_dossier,
    sexe,
    date_naissance,
    commune,
    CASE qpv WHEN 'oui' THEN quartier WHEN 'non' THEN 'hors QPV' END AS quartier,
    qpv,
    niveau,
    cite,
    CASE WHEN qpv = 'oui' OR qpv = 'non' AND type_quartier = 'veille' THEN quartier WHEN qpv = 'non' THEN 'hors QPV' END AS quartier_nomme,
    quartier_saisi,
    code_postal,
    CASE est_rqth WHEN true THEN 'oui' WHEN false THEN 'non' END AS rqth,
    date_saisie,
    date_saisie AS connue_le
FROM situe
