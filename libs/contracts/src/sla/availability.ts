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

export const ReviseAvailabilityCommitment = command('ReviseAvailabilityCommitment', {
  route: 'POST /v1/sla/availability-commitments/:id/revise',
  roles,
  summary: 'Commit to something else from the next month on',
  description: 'A month keeps the version in force when it began.',
  payload: AvailabilityCommitment,
});

export const WithdrawAvailabilityCommitment = command('WithdrawAvailabilityCommitment', {
  route: 'POST /v1/sla/availability-commitments/:id/withdraw',
  roles,
  summary: 'Commit to nothing from the next month on',
  payload: Payload({}),
});

export const availabilityCommands = [
  CommitAvailability,
  ReviseAvailabilityCommitment,
  WithdrawAvailabilityCommitment,
] as const;

const Version = Type.Integer({ minimum: 1, description: 'Version of the commitment, from 1.' });

export const AvailabilityCommitted = event(
  'AvailabilityCommitted',
  'A service is to be available so much of some hours; months that began before keep what held for them.',
  Type.Object({ version: Version, definition: AvailabilityCommitment }),
);
export const AvailabilityCommitmentWithdrawn = event(
  'AvailabilityCommitmentWithdrawn',
  'Nothing is committed for months that begin from now on.',
  Type.Object({ name: Type.String(), version: Version }),
);
export const availabilityEvents = [AvailabilityCommitted, AvailabilityCommitmentWithdrawn] as const;
export type AvailabilityEvent = EventOf<(typeof availabilityEvents)[number]>;

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

export const ListAvailabilityCommitments = query('ListAvailabilityCommitments', {
  route: 'GET /v1/sla/availability-commitments',
  roles: readers,
  summary: 'Commitments to the availability of services, with all their versions',
  params: Payload({}),
  result: Type.Object({ items: Type.Array(AvailabilityCommitmentView) }),
});

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

export const availabilityQueries = [ListAvailabilityCommitments, ReportAvailability] as const;
