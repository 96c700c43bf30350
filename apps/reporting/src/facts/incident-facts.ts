import type { IncidentEvent, IncidentKeys, LinkKind } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { waitingFor, waitingNoMore } from './holds';
import type { IncidentFact } from './incident-fact';
import { incidentFactsTable } from './incident-facts-table';
import { ended, openedAgain, openedFirst } from './open-times';
import { given, nobodyYet } from './teams';

type Row = IncidentFact | undefined;
type Type = IncidentEvent['type'];
type Linking = Recorded<'IncidentLinked'> | Recorded<'IncidentUnlinked'>;
type Recorded<T extends Type> = RecordedEvent<Extract<IncidentEvent, { type: T }>>;

/** What stands on every event: the dimensions reports group by, and whether the source contradicted itself. */
const dimensions = (row: IncidentFact, keys: IncidentKeys, contradiction: string | undefined) => ({
  number: keys.number,
  state: keys.state,
  priority: keys.priority,
  team_id: keys.team?.id ?? null,
  team: keys.team?.name ?? null,
  service_id: keys.service?.id ?? null,
  service: keys.service?.name ?? null,
  category: keys.category,
  contradictions: row.contradictions + (contradiction === undefined ? 0 : 1),
});

/** A row goes on from what the event says about itself; an event of an incident we do not show changes nothing. */
const on =
  <T extends Type>(change: (row: IncidentFact, event: Recorded<T>) => Partial<IncidentFact> = () => ({})) =>
  (before: Row, event: Recorded<T>): Row => {
    if (!before) return undefined;
    const { data, metadata, occurredAt } = event as RecordedEvent<{ type: T; data: { keys: IncidentKeys } }>;
    // Whatever took it out of on_hold ended the hold: imported history does not always say so.
    const row = data.keys.state === 'on_hold' ? before : { ...before, ...waitingNoMore(before, occurredAt) };
    return withDuplicate({
      ...row,
      ...dimensions(row, data.keys, metadata.imported?.contradiction),
      ...change(row, event),
    });
  };

const withDuplicate = (row: IncidentFact): IncidentFact => ({
  ...row,
  duplicate: row.duplicate_of !== null || row.resolution_code === 'duplicate',
});

function logged({ subject, data, occurredAt, metadata }: Recorded<'IncidentLogged'>): IncidentFact {
  const { keys, external, loggedByTeam } = data;
  const blank = { contradictions: 0 } as IncidentFact;
  // Spreads come last: an object that starts with one and then grows takes V8 fifty times as long.
  return {
    id: subject,
    external_source: external?.source ?? null,
    external_number: external?.number ?? null,
    import_batch: metadata.imported?.batch ?? null,
    priority_at_opening: keys.priority,
    subcategory: data.subcategory,
    channel: data.channel,
    resolving_team_id: null,
    resolving_team: null,
    logging_team_id: loggedByTeam?.id ?? null,
    logging_team: loggedByTeam?.name ?? null,
    reassignments: 0,
    opened_at: occurredAt,
    acknowledged_at: null,
    first_resolved_at: null,
    resolved_at: null,
    closed_at: null,
    canceled_at: null,
    resolutions: 0,
    reopens: 0,
    resolution_code: null,
    duplicate_of: null,
    duplicate: false,
    ci_ids: [],
    caused_by_changes: [],
    resolving_article_id: null,
    resolving_article: null,
    holds: 0,
    hold_reason: null,
    hold_since: null,
    held_seconds: 0,
    held_seconds_by_reason: {},
    held_seconds_to_first_resolution: null,
    major: null,
    major_accepted_at: null,
    major_updates_on_time: 0,
    major_updates_late: 0,
    major_missed_due: null,
    ...dimensions(blank, keys, metadata.imported?.contradiction),
    ...(keys.team ? given(nobodyYet, keys.team, true, occurredAt) : nobodyYet),
    ...openedFirst(occurredAt),
  };
}

function resolved(row: IncidentFact, { data, occurredAt }: Recorded<'IncidentResolved'>): Partial<IncidentFact> {
  return {
    ...ended(row, occurredAt),
    resolved_at: occurredAt,
    resolutions: row.resolutions + 1,
    resolution_code: data.code,
    resolving_article_id: data.knowledge?.id ?? null,
    resolving_article: data.knowledge?.name ?? null,
    resolving_team_id: data.keys.team?.id ?? null,
    resolving_team: data.keys.team?.name ?? null,
    first_resolved_at: row.first_resolved_at ?? occurredAt,
    held_seconds_to_first_resolution: row.held_seconds_to_first_resolution ?? row.held_seconds,
  };
}

const reopened = (row: IncidentFact, { occurredAt }: Recorded<'IncidentReopened'>): Partial<IncidentFact> => ({
  ...openedAgain(row, occurredAt),
  reopens: row.reopens + 1,
  resolved_at: null,
  resolution_code: null,
  resolving_article_id: null,
  resolving_article: null,
  resolving_team_id: null,
  resolving_team: null,
  // Imported history may reopen what was closed or canceled.
  closed_at: null,
  canceled_at: null,
});

/** Links that lead to several records, and where their ids are kept. */
const SEVERAL: { readonly [Kind in LinkKind]?: 'ci_ids' | 'caused_by_changes' } = {
  affected_ci: 'ci_ids',
  caused_by_change: 'caused_by_changes',
};

function linked(row: IncidentFact, { type, data: { kind, target } }: Linking): Partial<IncidentFact> {
  const isOn = type === 'IncidentLinked';
  if (kind === 'duplicate_of') return { duplicate_of: isOn ? target.id : null };
  const list = SEVERAL[kind];
  if (!list) return {};
  const others = row[list].filter((id) => id !== target.id);
  return { [list]: isOn ? [...others, target.id] : others };
}

/** Of a promised update, either its missing or its coming late counts, never both. */
function statusUpdated(
  row: IncidentFact,
  { data: { due, onTime } }: Recorded<'MajorIncidentStatusUpdated'>,
): Partial<IncidentFact> {
  if (due === null) return {};
  if (onTime) return { major_updates_on_time: row.major_updates_on_time + 1 };
  return due === row.major_missed_due ? {} : { major_updates_late: row.major_updates_late + 1 };
}

export const incidentFacts = projection<IncidentFact, IncidentEvent>({
  name: 'reporting-incident-facts',
  version: 2,
  patienceMs: 10_000,
  table: incidentFactsTable,
  handlers: {
    IncidentLogged: (row, event) => row ?? logged(event),
    IncidentCategorised: on((_, { data }) => ({ subcategory: data.subcategory.after })),
    IncidentAssessed: on(),
    IncidentPriorityOverridden: on(),
    IncidentPriorityOverrideWithdrawn: on(),
    IncidentAcknowledged: on(({ acknowledged_at: first }, { data, occurredAt }) =>
      // An earlier one may become known later.
      data.automatic || (first !== null && first <= occurredAt) ? {} : { acknowledged_at: occurredAt },
    ),
    IncidentAssigned: on((row, { data: { assignment, reassignments }, occurredAt }) => {
      const { team, person } = assignment.after;
      return { ...given(row, team, team !== null || person !== null, occurredAt), reassignments };
    }),
    IncidentWorkStarted: on(),
    IncidentPutOnHold: on((row, { data, occurredAt }) => ({
      ...waitingFor(row, data.reason, occurredAt),
      holds: row.holds + 1,
    })),
    IncidentHoldReasonChanged: on((row, { data, occurredAt }) => waitingFor(row, data.reason.after, occurredAt)),
    IncidentResumed: on(),
    IncidentLinked: on<'IncidentLinked'>(linked),
    IncidentUnlinked: on<'IncidentUnlinked'>(linked),
    MajorIncidentProposed: on(() => ({ major: 'candidate' })),
    MajorIncidentAccepted: on((_, { occurredAt }) => ({ major: 'accepted', major_accepted_at: occurredAt })),
    MajorIncidentRejected: on(() => ({ major: 'rejected' })),
    MajorIncidentStatusUpdated: on(statusUpdated),
    MajorIncidentUpdateMissed: on((row, { data: { due } }) => ({
      major_updates_late: row.major_updates_late + 1,
      major_missed_due: due,
    })),
    IncidentResolved: on(resolved),
    IncidentReopened: on(reopened),
    IncidentClosed: on((row, { occurredAt }) => ({
      ...ended(row, occurredAt),
      closed_at: occurredAt,
    })),
    IncidentCanceled: on((row, { occurredAt }) => ({
      ...ended(row, occurredAt),
      canceled_at: occurredAt,
    })),
    IncidentImportWithdrawn: () => null,
  },
});
