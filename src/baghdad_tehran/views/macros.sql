-- Questions with an argument. Names are compared without case, accents, apostrophes and hyphens, and by whole words: a surname
-- finds its bearer, in any spelling that a document uses. (No argument is called `name`: older versions of DuckDB take it for the
-- column.)

CREATE MACRO plain_name(written) AS
    trim(regexp_replace(lower(strip_accents(regexp_replace(written, '[''’‘ʼʿʾ`]', '', 'g'))), '[^\p{L}\p{N}]+', ' ', 'g'));

CREATE MACRO bears_name(written, wanted) AS
    plain_name(wanted) <> '' AND contains(' ' || plain_name(written) || ' ', ' ' || plain_name(wanted) || ' ');

CREATE MACRO people_called(someone) AS TABLE
    SELECT people.* FROM people
    WHERE people.person_id = someone
       OR people.person_id IN (SELECT person_names.person_id FROM person_names WHERE bears_name(person_names.name, someone))
    ORDER BY people.person_id;

CREATE MACRO said_by(someone) AS TABLE
    SELECT quote_details.* FROM quote_details
    WHERE quote_details.quote_id IN (
        SELECT quote_speakers.quote_id FROM quote_speakers
        WHERE quote_speakers.person_id = someone OR quote_speakers.country = someone AND quote_speakers.description IS NULL
           OR quote_speakers.person_id IN (SELECT person_names.person_id FROM person_names WHERE bears_name(person_names.name, someone))
           OR quote_speakers.organization_id IN (
               SELECT organizations.organization_id FROM organizations WHERE bears_name(organizations.name, someone))
    )
    ORDER BY quote_details.quote_id;

CREATE MACRO met(someone) AS TABLE
    SELECT people.name AS person, coalesce(others.name, organizations.name, other.description, other.country) AS met, other.side,
           meetings.date, meetings.place, meetings.kind, meetings.status, meetings.name AS meeting, meetings.meeting_id
    FROM meeting_participants AS one
    JOIN people ON people.person_id = one.person_id
    JOIN meetings ON meetings.meeting_id = one.meeting_id AND meetings.kind NOT IN ('visit', 'forum')
    JOIN meeting_participants AS other ON other.meeting_id = one.meeting_id AND other.participant_id <> one.participant_id
    LEFT JOIN people AS others ON others.person_id = other.person_id
    LEFT JOIN organizations ON organizations.organization_id = other.organization_id
    WHERE one.person_id = someone
       OR one.person_id IN (SELECT person_names.person_id FROM person_names WHERE bears_name(person_names.name, someone))
    ORDER BY meetings.meeting_id, one.participant_id, other.participant_id;

CREATE MACRO evidence_for(table_name, id) AS TABLE
    SELECT provenance.table_name, provenance.row_id, provenance.column_name, provenance.value, provenance.exact, provenance.source_id,
           provenance.start_char, provenance.end_char, provenance.rule_id, provenance.inference, provenance.agrees, provenance.verdict,
           provenance.passes
    FROM provenance
    WHERE provenance.row_id = id AND provenance.table_name = table_name OR starts_with(provenance.row_id, id || '/')
    ORDER BY provenance.row_id <> id, provenance.table_name, provenance.row_id, provenance.source_id, provenance.start_char,
             provenance.end_char, provenance.provenance_id;

COMMENT ON MACRO TABLE people_called IS 'people_called(name): the people who are so called, in any spelling that a document uses; a surname is enough.';
COMMENT ON MACRO TABLE said_by IS 'said_by(name): what a person so called says, as in quote_details; a body by its name and a state by its code too.';
COMMENT ON MACRO TABLE met IS 'met(name): whom a person so called met, a row for each meeting and each other participant. To be on the same visit or at the same forum is not to meet.';
COMMENT ON MACRO TABLE evidence_for IS 'evidence_for(table_name, id): the words that the values of a row, and of the rows below it, rest on.';
