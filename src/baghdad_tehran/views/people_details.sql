CREATE VIEW people_details AS
WITH names AS (
    SELECT person_id, list(name ORDER BY mentions DESC, name) AS names, sum(mentions)::BIGINT AS mentions
    FROM person_names
    GROUP BY person_id
),
held AS (
    SELECT person_id, list(title || coalesce(' (' || coalesce(subdivision, country) || ')', '') ORDER BY kind, title) AS roles
    FROM roles
    GROUP BY person_id
),
met AS (
    SELECT person_id, count(DISTINCT meeting_id) AS meetings
    FROM meeting_participants
    GROUP BY person_id
),
said AS (
    SELECT person_id, count(DISTINCT quote_id) AS quotes
    FROM quote_speakers
    GROUP BY person_id
),
seen AS (
    -- A row below a person (a name, a role) bears the person's id and a slash.
    SELECT split_part(provenance.row_id, '/', 1) AS person_id, min(sources.published_from) AS first_seen,
           max(sources.published_to) AS last_seen, list(DISTINCT provenance.source_id ORDER BY provenance.source_id) AS sources
    FROM provenance
    JOIN sources ON sources.source_id = provenance.source_id
    WHERE provenance.table_name IN ('people', 'person_names', 'roles')
    GROUP BY ALL
)
SELECT people.person_id, people.name, people.country, people.subdivision, names.names, held.roles, names.mentions,
       coalesce(met.meetings, 0) AS meetings, coalesce(said.quotes, 0) AS quotes, seen.first_seen, seen.last_seen, seen.sources
FROM people
LEFT JOIN names ON names.person_id = people.person_id
LEFT JOIN held ON held.person_id = people.person_id
LEFT JOIN met ON met.person_id = people.person_id
LEFT JOIN said ON said.person_id = people.person_id
LEFT JOIN seen ON seen.person_id = people.person_id
ORDER BY people.person_id;

COMMENT ON VIEW people_details IS 'People with all their names and roles, and how often and when they were seen: one row for each person.';
COMMENT ON COLUMN people_details.person_id IS 'The person, as in people.';
COMMENT ON COLUMN people_details.name IS 'The fullest form of the name.';
COMMENT ON COLUMN people_details.country IS 'The state to which the documents tie the person (ISO 3166-1 alpha-3).';
COMMENT ON COLUMN people_details.subdivision IS 'The region to which they do (ISO 3166-2).';
COMMENT ON COLUMN people_details.names IS 'Every form in which the name is written, as a list, the most frequent first.';
COMMENT ON COLUMN people_details.roles IS 'The offices and ranks, as a list; in brackets the state or region of each.';
COMMENT ON COLUMN people_details.mentions IS 'How often the name occurs, in any form.';
COMMENT ON COLUMN people_details.meetings IS 'In how many meetings the person took part, visits and forums counted.';
COMMENT ON COLUMN people_details.quotes IS 'In how many quotes the person speaks, repeats of the same words counted.';
COMMENT ON COLUMN people_details.first_seen IS 'First day of publication of a document that names the person; null where none of them is dated.';
COMMENT ON COLUMN people_details.last_seen IS 'Last day of publication of a document that names the person; null where none of them is dated.';
COMMENT ON COLUMN people_details.sources IS 'The documents that name the person, as a list of source_id.';
