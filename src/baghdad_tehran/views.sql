-- The ready-made views: what a reader asks for, without writing joins. Each is described by comments, like the tables, and
-- uses only the tables and the views above it. Nothing here changes a value: a view names, gathers and orders.

CREATE VIEW quote_details AS
WITH offices AS (
    -- The office that a source itself gives a person, not one that another source reports later.
    SELECT roles.person_id, provenance.source_id, string_agg(DISTINCT roles.title, ', ' ORDER BY roles.title) AS office
    FROM roles
    JOIN provenance ON provenance.table_name = 'roles' AND provenance.column_name = 'title' AND provenance.row_id = roles.role_id
    GROUP BY ALL
),
speakers AS (
    SELECT quotes.quote_id,
           string_agg(coalesce(people.name, organizations.name, quote_speakers.country, quote_speakers.description), '; '
                      ORDER BY quote_speakers.speaker_id) AS speaker,
           string_agg(offices.office, '; ' ORDER BY quote_speakers.speaker_id) AS office
    FROM quote_speakers
    JOIN quotes ON quotes.quote_id = quote_speakers.quote_id
    LEFT JOIN people ON people.person_id = quote_speakers.person_id
    LEFT JOIN organizations ON organizations.organization_id = quote_speakers.organization_id
    LEFT JOIN offices ON offices.person_id = quote_speakers.person_id AND offices.source_id = quotes.source_id
    GROUP BY ALL
),
instruments AS (
    SELECT agreement_mentions.quote_id, string_agg(DISTINCT agreements.name, '; ' ORDER BY agreements.name) AS agreement
    FROM agreement_mentions
    JOIN agreements ON agreements.agreement_id = agreement_mentions.agreement_id
    GROUP BY ALL
)
SELECT quotes.quote_id, speakers.speaker, speakers.office, quotes.quote_type, quotes.cue, quotes.content, quotes.date,
       meetings.name AS meeting, instruments.agreement, quotes.reported_by, sources.publisher, sources.published,
       quotes.utterance_id, quotes.meeting_id, quotes.source_id, quotes.start_char, quotes.end_char
FROM quotes
JOIN sources ON sources.source_id = quotes.source_id
LEFT JOIN speakers ON speakers.quote_id = quotes.quote_id
LEFT JOIN meetings ON meetings.meeting_id = quotes.meeting_id
LEFT JOIN instruments ON instruments.quote_id = quotes.quote_id
ORDER BY quotes.quote_id;

COMMENT ON VIEW quote_details IS 'Quotes with who spoke, in what office, on what occasion, about which agreement and through whom: one row for each quote.';
COMMENT ON COLUMN quote_details.quote_id IS 'The quote, as in quotes.';
COMMENT ON COLUMN quote_details.speaker IS 'Who spoke: a person, else an organization, a country or a description; joint speakers are separated by semicolons. Null where nobody is named.';
COMMENT ON COLUMN quote_details.office IS 'The offices and ranks that this same source gives the speaker.';
COMMENT ON COLUMN quote_details.quote_type IS 'How much of the content stands in quotation marks: all (direct), part (mixed) or none (indirect).';
COMMENT ON COLUMN quote_details.cue IS 'The word or phrase that makes it reported speech.';
COMMENT ON COLUMN quote_details.content IS 'What is reported as said, exactly as the document has it.';
COMMENT ON COLUMN quote_details.date IS 'When it was said, where the text states that (EDTF).';
COMMENT ON COLUMN quote_details.meeting IS 'The name of the meeting at which it was said, where the text ties them.';
COMMENT ON COLUMN quote_details.agreement IS 'The names of the agreements that it mentions.';
COMMENT ON COLUMN quote_details.reported_by IS 'The outlet or statement through which the document has it.';
COMMENT ON COLUMN quote_details.publisher IS 'Who published the document.';
COMMENT ON COLUMN quote_details.published IS 'When the document was published, as it states itself (EDTF).';
COMMENT ON COLUMN quote_details.utterance_id IS 'The same in all quotes that render the same words.';
COMMENT ON COLUMN quote_details.meeting_id IS 'The meeting, as in meetings.';
COMMENT ON COLUMN quote_details.source_id IS 'The document, as in sources.';
COMMENT ON COLUMN quote_details.start_char IS 'Offset of the first character of the content.';
COMMENT ON COLUMN quote_details.end_char IS 'Offset just after the last character of the content.';

CREATE VIEW meeting_details AS
WITH named AS (
    SELECT meeting_participants.meeting_id, meeting_participants.participant_id, meeting_participants.side,
           coalesce(people.name, organizations.name, meeting_participants.description, meeting_participants.country) AS participant
    FROM meeting_participants
    LEFT JOIN people ON people.person_id = meeting_participants.person_id
    LEFT JOIN organizations ON organizations.organization_id = meeting_participants.organization_id
),
sides AS (
    SELECT meeting_id, side, min(participant_id) AS first_id, string_agg(participant, ', ' ORDER BY participant_id) AS members
    FROM named
    GROUP BY ALL
),
lines AS (
    SELECT meeting_id, string_agg(members || coalesce(' (' || side || ')', ''), ' with ' ORDER BY first_id) AS who
    FROM sides
    GROUP BY ALL
),
lists AS (
    SELECT meeting_id, list(participant ORDER BY participant_id) AS participants
    FROM named
    GROUP BY ALL
),
topics AS (
    SELECT meeting_id, list(topic ORDER BY topic_id) AS topics
    FROM meeting_topics
    GROUP BY ALL
),
tellers AS (
    SELECT row_id AS meeting_id, list(DISTINCT source_id ORDER BY source_id) AS sources
    FROM provenance
    WHERE table_name = 'meetings'
    GROUP BY ALL
)
SELECT meetings.meeting_id, meetings.kind, meetings.status, meetings.date, lines.who, meetings.place, meetings.country, meetings.venue,
       meetings.occasion, whole.name AS part_of, lists.participants, topics.topics, tellers.sources, meetings.name,
       meetings.date_from, meetings.date_to
FROM meetings
LEFT JOIN lines ON lines.meeting_id = meetings.meeting_id
LEFT JOIN lists ON lists.meeting_id = meetings.meeting_id
LEFT JOIN topics ON topics.meeting_id = meetings.meeting_id
LEFT JOIN tellers ON tellers.meeting_id = meetings.meeting_id
LEFT JOIN meetings AS whole ON whole.meeting_id = meetings.part_of
ORDER BY meetings.meeting_id;

COMMENT ON VIEW meeting_details IS 'Meetings with who met whom, about what, and which sources tell of it: one row for each meeting.';
COMMENT ON COLUMN meeting_details.meeting_id IS 'The meeting, as in meetings.';
COMMENT ON COLUMN meeting_details.kind IS 'Two sides, three or more, a forum, a visit, or a call.';
COMMENT ON COLUMN meeting_details.status IS 'Whether it was held, is planned, or was cancelled.';
COMMENT ON COLUMN meeting_details.date IS 'When it happened, as precisely as the sources allow (EDTF).';
COMMENT ON COLUMN meeting_details.who IS 'Who met whom on one line: the members of each side, and the side they acted for.';
COMMENT ON COLUMN meeting_details.place IS 'The city.';
COMMENT ON COLUMN meeting_details.country IS 'The state in which it took place (ISO 3166-1 alpha-3).';
COMMENT ON COLUMN meeting_details.venue IS 'The building or room, where stated.';
COMMENT ON COLUMN meeting_details.occasion IS 'The occasion, as stated.';
COMMENT ON COLUMN meeting_details.part_of IS 'The name of the visit or forum within which it took place.';
COMMENT ON COLUMN meeting_details.participants IS 'The participants, as a list.';
COMMENT ON COLUMN meeting_details.topics IS 'What was discussed, as stated, as a list.';
COMMENT ON COLUMN meeting_details.sources IS 'The documents that tell of it, as a list of source_id.';
COMMENT ON COLUMN meeting_details.name IS 'The name of the meeting.';
COMMENT ON COLUMN meeting_details.date_from IS 'First day that the date allows.';
COMMENT ON COLUMN meeting_details.date_to IS 'Last day that the date allows.';

CREATE VIEW what_sources_say AS
WITH subjects AS (
    SELECT person_id AS id, name AS about FROM people
    UNION ALL SELECT organization_id, name FROM organizations
    UNION ALL SELECT meeting_id, name FROM meetings
    UNION ALL SELECT agreement_id, name FROM agreements
    UNION ALL SELECT quote_id, coalesce(speaker, 'nobody named') FROM quote_details
    UNION ALL SELECT mention_id, text FROM agreement_mentions
    UNION ALL SELECT source_id, coalesce(title, source_id) FROM sources
)
SELECT provenance.source_id, sources.publisher, sources.published, subjects.about, provenance.table_name, provenance.column_name,
       provenance.value, provenance.exact AS excerpt, provenance.agrees, provenance.inference, provenance.verdict, provenance.row_id,
       provenance.start_char, provenance.end_char
FROM provenance
JOIN sources ON sources.source_id = provenance.source_id
LEFT JOIN subjects ON subjects.id = split_part(provenance.row_id, '/', 1)  -- a row below another bears its id and a slash
ORDER BY provenance.source_id, provenance.start_char, provenance.end_char, provenance.provenance_id;

COMMENT ON VIEW what_sources_say IS 'What each document says, in its own order: one row for each value that it states and each span that says so.';
COMMENT ON COLUMN what_sources_say.source_id IS 'The document, as in sources.';
COMMENT ON COLUMN what_sources_say.publisher IS 'Who published the document.';
COMMENT ON COLUMN what_sources_say.published IS 'When the document was published, as it states itself (EDTF).';
COMMENT ON COLUMN what_sources_say.about IS 'The person, organization, meeting or agreement that it is about; of a quote, its speaker.';
COMMENT ON COLUMN what_sources_say.table_name IS 'The table that holds the value.';
COMMENT ON COLUMN what_sources_say.column_name IS 'The column that holds the value.';
COMMENT ON COLUMN what_sources_say.value IS 'The value, as this document states it.';
COMMENT ON COLUMN what_sources_say.excerpt IS 'The words of the document that say so.';
COMMENT ON COLUMN what_sources_say.agrees IS 'Whether the value agrees with the one that is published.';
COMMENT ON COLUMN what_sources_say.inference IS 'By what step the value follows from the words; null where they state it as it is.';
COMMENT ON COLUMN what_sources_say.verdict IS 'What the hand check decided.';
COMMENT ON COLUMN what_sources_say.row_id IS 'The row that holds the value.';
COMMENT ON COLUMN what_sources_say.start_char IS 'Offset of the first character of the excerpt.';
COMMENT ON COLUMN what_sources_say.end_char IS 'Offset just after the last character of the excerpt.';
