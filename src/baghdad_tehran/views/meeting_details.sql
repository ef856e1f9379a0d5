CREATE VIEW meeting_details AS
WITH named AS (
    SELECT meeting_participants.meeting_id, meeting_participants.participant_id, meeting_participants.side,
           meeting_participants.capacity = 'attendee' AS beside,
           coalesce(people.name, organizations.name, meeting_participants.description, meeting_participants.country) AS participant,
           nullif(strpos(meetings.name, participant), 0) AS place_in_name
    FROM meeting_participants
    JOIN meetings ON meetings.meeting_id = meeting_participants.meeting_id
    LEFT JOIN people ON people.person_id = meeting_participants.person_id
    LEFT JOIN organizations ON organizations.organization_id = meeting_participants.organization_id
),
sides AS (
    -- In the order in which the name of the meeting has them, which is that of the reports.
    SELECT meeting_id, beside, min(place_in_name) AS first_place, min(participant_id) AS first_id,
           string_agg(participant, ', ' ORDER BY place_in_name NULLS LAST, participant_id) || coalesce(' (' || side || ')', '') AS members
    FROM named
    GROUP BY meeting_id, beside, side
),
lines AS (
    SELECT meeting_id, list(members ORDER BY first_place NULLS LAST, first_id) FILTER (NOT beside) AS sides,
           string_agg(members, ', ' ORDER BY first_place NULLS LAST, first_id) FILTER (beside) AS others
    FROM sides
    GROUP BY meeting_id
),
lists AS (
    SELECT meeting_id, list(participant ORDER BY beside, place_in_name NULLS LAST, participant_id) AS participants
    FROM named
    GROUP BY meeting_id
),
topics AS (
    SELECT meeting_id, list(topic ORDER BY topic_id) AS topics
    FROM meeting_topics
    GROUP BY meeting_id
),
tellers AS (
    SELECT row_id AS meeting_id, list(DISTINCT source_id ORDER BY source_id) AS sources
    FROM provenance
    WHERE table_name = 'meetings'
    GROUP BY row_id
)
SELECT meetings.meeting_id, meetings.kind, meetings.status, meetings.date,
       concat_ws('; also ', lines.sides[1] || coalesce(' with ' || nullif(array_to_string(lines.sides[2:], ', '), ''), ''), lines.others) AS who,
       meetings.place, meetings.country, meetings.venue, meetings.occasion, whole.name AS part_of, lines.sides, lists.participants,
       topics.topics, tellers.sources, meetings.name, meetings.date_from, meetings.date_to
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
COMMENT ON COLUMN meeting_details.who IS 'Who met whom on one line: the members of each side, the side they acted for, and who else attended.';
COMMENT ON COLUMN meeting_details.place IS 'The city.';
COMMENT ON COLUMN meeting_details.country IS 'The state in which it took place (ISO 3166-1 alpha-3).';
COMMENT ON COLUMN meeting_details.venue IS 'The building or room, where stated.';
COMMENT ON COLUMN meeting_details.occasion IS 'The occasion, as stated.';
COMMENT ON COLUMN meeting_details.part_of IS 'The name of the visit or forum within which it took place.';
COMMENT ON COLUMN meeting_details.sides IS 'The sides, as a list: the members of each, and in brackets whom they acted for.';
COMMENT ON COLUMN meeting_details.participants IS 'The participants, as a list: those of the sides, then who else attended.';
COMMENT ON COLUMN meeting_details.topics IS 'What was discussed, as stated, as a list.';
COMMENT ON COLUMN meeting_details.sources IS 'The documents that tell of it, as a list of source_id.';
COMMENT ON COLUMN meeting_details.name IS 'The name of the meeting.';
COMMENT ON COLUMN meeting_details.date_from IS 'First day that the date allows.';
COMMENT ON COLUMN meeting_details.date_to IS 'Last day that the date allows.';
