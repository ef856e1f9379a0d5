CREATE VIEW events AS
WITH spoken AS (
    -- Quotes that render the same words on the same occasion are one statement. Words that nobody is said to say are none.
    SELECT quote_details.utterance_id,
           first(quote_details.quote_type ORDER BY quote_details.quote_id) AS quote_type,
           first(quote_details.speaker ORDER BY quote_details.quote_id) FILTER (quote_details.speaker IS NOT NULL) AS speaker,
           first(quote_details.cue ORDER BY quote_details.quote_id) AS cue,
           first(quote_details.content ORDER BY quote_details.quote_id) AS content,
           first(quote_details.date ORDER BY quote_details.quote_id) FILTER (quote_details.date IS NOT NULL) AS date,
           first(quotes.date_from ORDER BY quotes.quote_id) FILTER (quotes.date IS NOT NULL) AS date_from,
           first(quotes.date_to ORDER BY quotes.quote_id) FILTER (quotes.date IS NOT NULL) AS date_to,
           min(quotes.meeting_id) AS meeting_id,
           list(DISTINCT quotes.source_id ORDER BY quotes.source_id) AS sources
    FROM quote_details
    JOIN quotes ON quotes.quote_id = quote_details.quote_id
    GROUP BY quote_details.utterance_id
),
concluded AS (
    SELECT *, coalesce(signatories, announcers, parties) AS actors
    FROM agreement_details
    WHERE date_event IS NOT NULL
),
gathered AS (
    SELECT meeting_id AS event_id, 'meeting' AS event, kind, status, sides[1] AS who, nullif(array_to_string(sides[2:], '; '), '') AS whom,
           NULL AS cue, array_to_string(topics, '; ') AS what, date, date_from, date_to, CASE WHEN date IS NOT NULL THEN 'itself' END AS dated_by,
           place, country, sources, meeting_id
    FROM meeting_details
    UNION ALL
    SELECT agreement_id, CASE date_event WHEN 'signed' THEN 'signing' ELSE 'announcement' END, kind, status, actors[1],
           nullif(array_to_string(actors[2:], '; '), ''), NULL, name, date, date_from, date_to, CASE WHEN date IS NOT NULL THEN 'itself' END,
           place, NULL, sources, NULL
    FROM concluded
    UNION ALL
    SELECT spoken.utterance_id, 'statement', spoken.quote_type, NULL, spoken.speaker, NULL, spoken.cue, spoken.content,
           coalesce(spoken.date, meetings.date), CASE WHEN spoken.date IS NULL THEN meetings.date_from ELSE spoken.date_from END,
           CASE WHEN spoken.date IS NULL THEN meetings.date_to ELSE spoken.date_to END,
           CASE WHEN spoken.date IS NOT NULL THEN 'itself' WHEN meetings.date IS NOT NULL THEN 'meeting' END,
           meetings.place, meetings.country, spoken.sources, spoken.meeting_id
    FROM spoken
    LEFT JOIN meetings ON meetings.meeting_id = spoken.meeting_id
    WHERE spoken.speaker IS NOT NULL
)
SELECT *
FROM gathered
ORDER BY date_from NULLS LAST, date_to NULLS LAST, event_id;

COMMENT ON VIEW events IS 'Everything that happened, by date: one row for each meeting, each signing or announcing of an agreement, and each statement.';
COMMENT ON COLUMN events.event_id IS 'The meeting_id, agreement_id or utterance_id.';
COMMENT ON COLUMN events.event IS 'A meeting, a signing, an announcement (both of an agreement), or a statement (one for all quotes that render it).';
COMMENT ON COLUMN events.kind IS 'The kind of the meeting or agreement; of a statement, whether its first quote is direct, mixed or indirect.';
COMMENT ON COLUMN events.status IS 'How far a meeting or agreement had come when last reported; a meeting may be planned or cancelled.';
COMMENT ON COLUMN events.who IS 'The first side of a meeting, the first signatory, announcer or else party of an agreement, the speaker of a statement.';
COMMENT ON COLUMN events.whom IS 'The other sides of the meeting, or the others who signed; null for a statement, since no column says to whom it was made.';
COMMENT ON COLUMN events.cue IS 'Of a statement, the word or phrase that makes it reported speech: said, stressed, warned.';
COMMENT ON COLUMN events.what IS 'The topics of the meeting, the name of the agreement, or what was said.';
COMMENT ON COLUMN events.date IS 'When it happened (EDTF); of a statement without a date of its own, that of the meeting at which it was made.';
COMMENT ON COLUMN events.date_from IS 'First day that the date allows.';
COMMENT ON COLUMN events.date_to IS 'Last day that the date allows.';
COMMENT ON COLUMN events.dated_by IS 'Whose date it is: that of the event itself, or of the meeting at which a statement was made. Null where there is none.';
COMMENT ON COLUMN events.place IS 'The city; of a statement, that of the meeting at which it was made.';
COMMENT ON COLUMN events.country IS 'The state in which it took place (ISO 3166-1 alpha-3).';
COMMENT ON COLUMN events.sources IS 'The documents that tell of it, as a list of source_id.';
COMMENT ON COLUMN events.meeting_id IS 'The meeting, or that at which the statement was made.';
