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
