import { Type, type Static } from '@sinclair/typebox';
import { HistoryEntry, Instant, Line, Maybe, OneOf, PageOf, Payload, STAFF, listParams, queriesOf } from '../kit';

const query = queriesOf('timeline');

/** Kinds of records that links lead to. */
export const LINKED_RECORDS = [
  'incident',
  'problem',
  'change',
  'release',
  'deployment',
  'configuration-item',
  'article',
] as const;
export type LinkedRecordKind = (typeof LINKED_RECORDS)[number];

const name = Line(200, { description: 'Id, or number such as `INC0000042` or `CHG0000007`.' });
const asOf = Type.Optional(Instant({ description: 'As it was at this instant; as it is now unless told.' }));

/** One end of a link. */
export const LinkedRecord = Type.Object({
  id: Type.String(),
  name: Type.String({ description: 'Number, or the name it was linked under.' }),
  record: Maybe(OneOf(LINKED_RECORDS, { description: '`null`: of another system, known by name only.' })),
});
export type LinkedRecord = Static<typeof LinkedRecord>;

/** A link as it was stated, by the record that states it. */
export const RecordLink = Type.Object({
  kind: Type.String({ examples: ['problem', 'caused_by_change'] }),
  from: LinkedRecord,
  to: LinkedRecord,
  since: Instant(),
  until: Maybe(Instant()),
});
export type RecordLink = Static<typeof RecordLink>;

/**
 * Direct links only, whichever record states them; `GetTimeline` follows them further. Those of an incident whose import
 * was undone are left out, whatever the instant.
 */
export const ListLinks = query('ListLinks', {
  route: 'GET /v1/links',
  roles: STAFF,
  summary: 'Every link of a record, whichever side stated it',
  params: Payload({
    record: name,
    asOf,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
    after: listParams.after,
  }),
  result: Type.Object({
    record: LinkedRecord,
    ...PageOf(RecordLink).properties,
    truncated: Type.Boolean({ description: 'There are more links than `limit`: a `next` page.' }),
  }),
});

/** A record on the way from the subject, with the link it was reached by. */
export const TimelineRecord = Type.Object({
  ...LinkedRecord.properties,
  distance: Type.Integer({ minimum: 0, description: 'Links between it and the subject.' }),
  reachedBy: Maybe(
    Type.Object({ kind: Type.String(), from: Type.String({ description: 'Id of the record before it.' }) }),
  ),
});
export type TimelineRecord = Static<typeof TimelineRecord>;

/**
 * One fact of one of the records: `at` is when it was true, `recordedAt` when it was learned; `why` is null where no
 * reason was given.
 */
export const TimelineEntry = Type.Object({
  at: Instant({ description: 'When it was true.' }),
  record: LinkedRecord,
  fact: Type.String({ examples: ['IncidentResolved'] }),
  by: HistoryEntry.properties.by,
  why: Maybe(Type.String({ description: 'The reason given, where one was.' })),
  changes: HistoryEntry.properties.changes,
  data: HistoryEntry.properties.data,
  recordedAt: Instant(),
  id: Type.String({ description: 'Of the event.' }),
});
export type TimelineEntry = Static<typeof TimelineEntry>;

/** Facts by the time they were true, of the subject and of the records its links lead to within `depth`. */
export const GetTimeline = query('GetTimeline', {
  route: 'GET /v1/timeline',
  roles: STAFF,
  summary: 'What led to what: a record and those it is linked with, every fact of theirs in order',
  description:
    'Links are followed both ways. A configuration item or an article is shown and not followed further, unless it is ' +
    'the subject: half of all records hang on some of them.',
  params: Payload({
    subject: name,
    asOf,
    depth: Type.Optional(Type.Integer({ minimum: 0, maximum: 6, default: 4, description: 'Links to follow at most.' })),
    records: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Records at most.' })),
    from: Type.Optional(Instant({ description: 'Facts from this instant on.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000, default: 500, description: 'Facts at most.' })),
  }),
  result: Type.Object({
    subject: LinkedRecord,
    asOf: Instant(),
    records: Type.Array(TimelineRecord),
    items: Type.Array(TimelineEntry),
    truncated: Type.Object({
      records: Type.Boolean({ description: 'There are more records than `records`.' }),
      items: Type.Boolean({ description: 'There are more facts than `limit`: ask again from the last one on.' }),
    }),
  }),
});

/** Questions about links and facts as they were stated. */
export const timelineQueries = [GetTimeline, ListLinks] as const;
