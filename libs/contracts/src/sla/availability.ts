import { Type, type Static } from '@sinclair/typebox';
import { Instant, Line, Maybe, Payload, STAFF, Reference, commandsOf, eventsOf, queriesOf, type EventOf } from '../kit';
import { Milliseconds, VersionedReference } from './clock';
import { ConditionSchema } from './policy';

const command = commandsOf('sla', 'slaavailability');
const event = eventsOf('sla');
const query = queriesOf('sla');
const roles = ['service-owner'] as const;
const readers = STAFF;

/** How much of which hours a service is to be there, and which incidents say that it is not. */
export const AvailabilityCommitment = Payload({
  name: Line(120),
  serviceId: Line(200, { description: 'Id of the service.' }),
  calendar: Line(60, { description: 'Id of the calendar whose open hours are committed.' }),
  objectivePercent: Type.Number({ minimum: 50, maximum: 100, examples: [99.5] }),
  downWhen: ConditionSchema,
});
export type AvailabilityCommitment = Static<typeof AvailabilityCommitment>;

/**
 * Records nothing where the commitment is there already. Refused when `downWhen` can never be met or holds of ended
 * incidents, or calendar or team are unknown.
 */
export const CommitAvailability = command('CommitAvailability', {
  route: 'POST /v1/sla/availability-commitments',
  roles,
  creates: 'or-extends',
  summary: 'Commit to the availability of a service',
  description:
    'While an incident of the service meets `downWhen`, the service is down; e.g. `{"all": [{"field": "priority", "in": ' +
    '["P1"]}, {"not": {"field": "state", "in": ["resolved", "closed", "canceled"]}}]}`.',
  payload: AvailabilityCommitment,
});

/**
 * Records nothing where nothing is different; refused as `CommitAvailability` is, and once the commitment is
 * withdrawn.
 */
export const ReviseAvailabilityCommitment = command('ReviseAvailabilityCommitment', {
  route: 'POST /v1/sla/availability-commitments/:id/revise',
  roles,
  summary: 'Commit to something else from the next month on',
  description: 'A month keeps the version in force when it began.',
  payload: AvailabilityCommitment,
});

/** Final; withdrawing again records nothing. */
export const WithdrawAvailabilityCommitment = command('WithdrawAvailabilityCommitment', {
  route: 'POST /v1/sla/availability-commitments/:id/withdraw',
  roles,
  summary: 'Commit to nothing from the next month on',
  payload: Payload({}),
});

/** What service owners commit to; `version` of a definition counts from 1 with each that differs. */
export const availabilityCommands = [
  CommitAvailability,
  ReviseAvailabilityCommitment,
  WithdrawAvailabilityCommitment,
] as const;

const Version = Type.Integer({ minimum: 1, description: 'Version of the commitment, from 1.' });

/** Recorded for the first version of a commitment and for every one after it. */
export const AvailabilityCommitted = event(
  'AvailabilityCommitted',
  'A service is to be available so much of some hours; months that began before keep what held for them.',
  Type.Object({ version: Version, definition: AvailabilityCommitment }),
);
/** `version` is the last one that held. */
export const AvailabilityCommitmentWithdrawn = event(
  'AvailabilityCommitmentWithdrawn',
  'Nothing is committed for months that begin from now on.',
  Type.Object({ name: Type.String(), version: Version }),
);
/** Only commitments are recorded: outages and figures are worked out from incidents at each asking. */
export const availabilityEvents = [AvailabilityCommitted, AvailabilityCommitmentWithdrawn] as const;
export type AvailabilityEvent = EventOf<(typeof availabilityEvents)[number]>;

/** A commitment with every version it had; `withdrawnAt` is null while it holds. */
export const AvailabilityCommitmentView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  version: Type.Integer({ description: 'Of the record; the ETag.' }),
  withdrawnAt: Maybe(Instant()),
  versions: Type.Array(
    Type.Object({ version: Type.Integer(), validFrom: Instant(), definition: AvailabilityCommitment }),
    { description: 'The latest last.' },
  ),
});
export type AvailabilityCommitmentView = Static<typeof AvailabilityCommitmentView>;

/** Withdrawn ones are listed, too. */
export const ListAvailabilityCommitments = query('ListAvailabilityCommitments', {
  route: 'GET /v1/sla/availability-commitments',
  roles: readers,
  summary: 'Commitments to the availability of services, with all their versions',
  params: Payload({}),
  result: Type.Object({ items: Type.Array(AvailabilityCommitmentView) }),
});

/** One commitment in one month, measured in committed (calendar) hours alone; times are milliseconds. */
export const ServiceAvailability = Type.Object({
  commitment: Type.Object({ id: Type.String(), version: Type.Integer(), name: Type.String() }),
  serviceId: Type.String(),
  calendar: VersionedReference,
  from: Instant({ description: 'Beginning of the month in the zone of the calendar.' }),
  to: Instant({ description: 'Its end, not included.' }),
  committedMs: Milliseconds('Committed hours of the month, so far as they are over'),
  downMs: Milliseconds('Of these, with an outage; what overlaps counts once'),
  availabilityPercent: Maybe(
    Type.Number({ description: '(committed − down) ÷ committed; `null` while nothing is over.' }),
  ),
  objectivePercent: Type.Number(),
  budgetMs: Milliseconds('Outage the objective leaves room for in the whole month'),
  budgetLeftMs: Milliseconds('What is left of that; negative when overspent'),
  outages: Type.Array(
    Type.Object({
      from: Instant(),
      to: Instant(),
      downMs: Milliseconds('Within committed hours'),
      incidents: Type.Array(Reference),
    }),
  ),
});
export type ServiceAvailability = Static<typeof ServiceAvailability>;

/** For one month of each commitment's own zone; `asOf` leaves out what was recorded later. */
export const ReportAvailability = query('ReportAvailability', {
  route: 'GET /v1/sla/availability',
  roles: readers,
  summary: 'How available services were in a month, the outages behind it, and what is left of the error budget',
  params: Payload({
    month: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', examples: ['2026-03'] }),
    serviceId: Type.Optional(Line(200)),
    asOf: Type.Optional(Instant({ description: 'As it was known at this instant; as known now unless told.' })),
  }),
  result: Type.Object({ month: Type.String(), asOf: Instant(), items: Type.Array(ServiceAvailability) }),
});

/** Commitments, and how they were kept. */
export const availabilityQueries = [ListAvailabilityCommitments, ReportAvailability] as const;
