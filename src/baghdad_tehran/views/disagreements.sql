CREATE VIEW disagreements AS
WITH subjects AS (
    SELECT person_id AS id, name FROM people
    UNION ALL SELECT organization_id, name FROM organizations
    UNION ALL SELECT meeting_id, name FROM meetings
    UNION ALL SELECT agreement_id, name FROM agreements
    UNION ALL SELECT quote_id, speaker FROM quote_details
),
below AS (
    SELECT meeting_participants.participant_id AS id, coalesce(people.name, organizations.name, meeting_participants.description) AS name
    FROM meeting_participants
    LEFT JOIN people ON people.person_id = meeting_participants.person_id
    LEFT JOIN organizations ON organizations.organization_id = meeting_participants.organization_id
    UNION ALL SELECT role_id, title FROM roles
),
sides AS (
    SELECT conflicts.conflict_id, conflicts.kind, conflicts.resolution, conflicts.table_name, conflicts.column_name,
           min(conflicts.row_id) AS row_id, count(*) AS reports,
           string_agg(coalesce(sources.publisher, sources.source_id) || ': ' || conflicts.claim, ' | ' ORDER BY conflicts.source_id) AS sides,
           list(conflicts.source_id ORDER BY conflicts.source_id) AS sources
    FROM conflicts
    JOIN sources ON sources.source_id = conflicts.source_id
    GROUP BY ALL
)
SELECT sides.conflict_id, sides.kind, sides.resolution,
       subjects.name || coalesce(': ' || below.name, '') AS about,  -- a row below another bears its id and a slash
       coalesce(sides.column_name, CASE sides.kind WHEN 'participants' THEN 'who took part' ELSE 'which one is meant' END) AS what,
       sides.sides, sides.reports, sides.sources, sides.table_name, sides.row_id
FROM sides
LEFT JOIN subjects ON subjects.id = split_part(sides.row_id, '/', 1)
LEFT JOIN below ON below.id = sides.row_id
ORDER BY sides.conflict_id;

COMMENT ON VIEW disagreements IS 'Where documents differ, with all sides on one line: one row for each conflict.';
COMMENT ON COLUMN disagreements.conflict_id IS 'The conflict, as in conflicts.';
COMMENT ON COLUMN disagreements.kind IS 'What sort of difference it is.';
COMMENT ON COLUMN disagreements.resolution IS 'Open, settled by preference, or compatible: no contradiction.';
COMMENT ON COLUMN disagreements.about IS 'Whom or what they differ about; of a quote, its speaker.';
COMMENT ON COLUMN disagreements.what IS 'In what they differ: a column of the table, who took part, or which agreement is meant.';
COMMENT ON COLUMN disagreements.sides IS 'What each document says: its publisher, or source_id where it names none, then its claim; sides are separated by vertical bars.';
COMMENT ON COLUMN disagreements.reports IS 'How many documents take part.';
COMMENT ON COLUMN disagreements.sources IS 'The documents that take part, as a list of source_id.';
COMMENT ON COLUMN disagreements.table_name IS 'The table of the row that they differ about.';
COMMENT ON COLUMN disagreements.row_id IS 'That row; where each document has a row of its own, as with quotes, the first.';
