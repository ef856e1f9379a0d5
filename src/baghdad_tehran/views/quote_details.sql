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
           string_agg(coalesce(people.name, organizations.name, quote_speakers.description, quote_speakers.country), '; '
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
COMMENT ON COLUMN quote_details.speaker IS 'Who spoke: a person, else an organization, else the words that describe who it is, else a country (ISO 3166-1 alpha-3); joint speakers are separated by semicolons. Null where nobody is named.';
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
