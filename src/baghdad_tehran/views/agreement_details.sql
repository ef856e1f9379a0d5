CREATE VIEW agreement_details AS
WITH named AS (
    SELECT agreement_participants.agreement_id, agreement_participants.participant_id, agreement_participants.capacity,
           coalesce(people.name, organizations.name, agreement_participants.country) AS participant
    FROM agreement_participants
    LEFT JOIN people ON people.person_id = agreement_participants.person_id
    LEFT JOIN organizations ON organizations.organization_id = agreement_participants.organization_id
),
participants AS (
    SELECT agreement_id,
           list(participant ORDER BY participant_id) FILTER (capacity = 'party') AS parties,
           list(participant ORDER BY participant_id) FILTER (capacity = 'signatory') AS signatories,
           list(participant ORDER BY participant_id) FILTER (capacity = 'overseer') AS overseers,
           list(participant ORDER BY participant_id) FILTER (capacity = 'announcer') AS announcers
    FROM named
    GROUP BY agreement_id
),
provisions AS (
    SELECT agreement_id, list(coalesce(party || ': ', '') || provision ORDER BY provision_id) AS provisions
    FROM agreement_provisions
    GROUP BY agreement_id
),
mentions AS (
    SELECT agreement_id, count(*) AS mentions, list(DISTINCT source_id ORDER BY source_id) AS sources
    FROM agreement_mentions
    WHERE agreement_id IS NOT NULL
    GROUP BY agreement_id
),
candidates AS (
    SELECT agreement_id, count(*) AS possible_mentions
    FROM agreement_mention_candidates
    GROUP BY agreement_id
),
occasions AS (
    SELECT agreement_mentions.agreement_id, list(DISTINCT meetings.name ORDER BY meetings.name) AS meetings
    FROM agreement_mentions
    JOIN meetings ON meetings.meeting_id = agreement_mentions.meeting_id
    GROUP BY agreement_mentions.agreement_id
)
SELECT agreements.agreement_id, agreements.name, agreements.kind, agreements.status, agreements.date, agreements.date_event,
       agreements.subject, participants.parties, participants.signatories, participants.overseers, participants.announcers,
       provisions.provisions, occasions.meetings, coalesce(mentions.mentions, 0) AS mentions,
       coalesce(candidates.possible_mentions, 0) AS possible_mentions, mentions.sources, agreements.place, agreements.date_from,
       agreements.date_to
FROM agreements
LEFT JOIN participants ON participants.agreement_id = agreements.agreement_id
LEFT JOIN provisions ON provisions.agreement_id = agreements.agreement_id
LEFT JOIN mentions ON mentions.agreement_id = agreements.agreement_id
LEFT JOIN candidates ON candidates.agreement_id = agreements.agreement_id
LEFT JOIN occasions ON occasions.agreement_id = agreements.agreement_id
ORDER BY agreements.agreement_id;

COMMENT ON VIEW agreement_details IS 'Agreements with their parties, signatories and provisions, and where they are spoken of: one row for each agreement.';
COMMENT ON COLUMN agreement_details.agreement_id IS 'The agreement, as in agreements.';
COMMENT ON COLUMN agreement_details.name IS 'The name of the agreement.';
COMMENT ON COLUMN agreement_details.kind IS 'What sort of instrument it is.';
COMMENT ON COLUMN agreement_details.status IS 'How far it had come when last reported.';
COMMENT ON COLUMN agreement_details.date IS 'When it was signed or announced, as precisely as the sources allow (EDTF).';
COMMENT ON COLUMN agreement_details.date_event IS 'Whether the date is that of signing or of announcing.';
COMMENT ON COLUMN agreement_details.subject IS 'What it is about, as stated.';
COMMENT ON COLUMN agreement_details.parties IS 'Who is bound by it, as a list: bodies by name, states by code (ISO 3166-1 alpha-3).';
COMMENT ON COLUMN agreement_details.signatories IS 'Who signed, as a list.';
COMMENT ON COLUMN agreement_details.overseers IS 'Who oversaw the signing, as a list.';
COMMENT ON COLUMN agreement_details.announcers IS 'Who announced it, as a list.';
COMMENT ON COLUMN agreement_details.provisions IS 'What is undertaken in it, as stated, as a list; before a colon the party that undertakes it, where stated.';
COMMENT ON COLUMN agreement_details.meetings IS 'The names of the meetings at which, or in telling of which, it is mentioned, as a list.';
COMMENT ON COLUMN agreement_details.mentions IS 'How many places of the documents mean it.';
COMMENT ON COLUMN agreement_details.possible_mentions IS 'How many more places fit it, and another agreement as well.';
COMMENT ON COLUMN agreement_details.sources IS 'The documents that mention it, as a list of source_id.';
COMMENT ON COLUMN agreement_details.place IS 'The city of the signing.';
COMMENT ON COLUMN agreement_details.date_from IS 'First day that the date allows.';
COMMENT ON COLUMN agreement_details.date_to IS 'Last day that the date allows.';
