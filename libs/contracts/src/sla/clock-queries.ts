import { Type, type Static } from '@sinclair/typebox';
import { PRIORITIES } from '../incident';
import { Instant, Line, Maybe, OneOf, PageOf, Payload, STAFF, Reference, listParams, queriesOf } from '../kit';
import { CLOCKED_RECORDS, CLOCK_STATES, CLOCK_VERDICTS, Milliseconds } from './clock';
import { POLICY_KINDS } from './policy';
import { LedgerEntryView } from './queries';
import { serviceLevelFields } from './service-level';

const query = queriesOf('sla');
const roles = STAFF;
const { Optional } = Type;

const ClockId = Line(60, { description: 'Id of a clock, as `GET /v1/sla/clocks` lists them.' });
const Flag = (description: string) => Optional(Type.Boolean({ description }));

/** What a list of clocks may be sorted by; a leading `-` means descending. */
export const CLOCK_SORTS = ['dueAt', '-dueAt', 'startedAt', '-startedAt'] as const;

/** A line of a list; the ledger tells the rest. */
export const ClockSummary = Type.Object({
  ...serviceLevelFields,
  record: Type.Object({ type: OneOf(CLOCKED_RECORDS), id: Type.String(), number: Type.String() }),
  team: Maybe(Reference),
  service: Maybe(Reference),
  category: Maybe(Type.String()),
  priority: OneOf(PRIORITIES),
});
export type ClockSummary = Static<typeof ClockSummary>;

/** Clocks as they were recorded, over all records; filters add up, and figures that move with time are as of now. */
export const ListSlaClocks = query('ListSlaClocks', {
  route: 'GET /v1/sla/clocks',
  roles,
  summary: 'Clocks, filtered and sorted; what is due next comes first',
  params: Payload({
    ...listParams,
    recordId: Optional(Line(200)),
    kind: Optional(OneOf(POLICY_KINDS)),
    target: Optional(Line(60)),
    state: Optional(OneOf(CLOCK_STATES)),
    policyId: Optional(Line(60)),
    teamId: Optional(Line(200)),
    serviceId: Optional(Line(200)),
    category: Optional(Line(200)),
    priority: Optional(OneOf(PRIORITIES)),
    verdict: Optional(OneOf(CLOCK_VERDICTS)),
    open: Flag('Without a verdict and not cancelled, or not.'),
    atRisk: Flag('Without a verdict yet and warned at 75 % or more, or not.'),
    dueBefore: Optional(Instant({ description: 'Not included.' })),
    sort: Optional(OneOf(CLOCK_SORTS, { default: 'dueAt' })),
  }),
  result: PageOf(ClockSummary),
});

/** As recorded last, with its times as of now; `GetSlaClockLedger` tells why. */
export const GetSlaClock = query('GetSlaClock', {
  route: 'GET /v1/sla/clocks/:id',
  roles,
  summary: 'One clock',
  params: Payload({ id: ClockId }),
  result: ClockSummary,
});

/** Its counted stretches add up to `elapsedMs`, in milliseconds; `byTeam` divides that by who held the record. */
export const GetSlaClockLedger = query('GetSlaClockLedger', {
  route: 'GET /v1/sla/clocks/:id/ledger',
  roles,
  summary: 'Stretch by stretch, why a clock’s time counts or does not, and which team held the record',
  description: 'Worked out from the record’s own history, as of any instant.',
  params: Payload({
    id: ClockId,
    asOf: Optional(Instant({ description: 'As it stood at this instant; now unless told.' })),
  }),
  result: Type.Object({
    id: Type.String(),
    asOf: Instant(),
    elapsedMs: Milliseconds('Counted until then'),
    byTeam: Type.Array(
      Type.Object({ team: Maybe(Type.String()), elapsedMs: Milliseconds('Counted while it held it') }),
    ),
    ledger: Type.Array(LedgerEntryView, { description: 'Without gaps; what counts adds up to `elapsedMs`.' }),
  }),
});

/** One clock or many, of all records together. */
export const slaClockQueries = [ListSlaClocks, GetSlaClock, GetSlaClockLedger] as const;
