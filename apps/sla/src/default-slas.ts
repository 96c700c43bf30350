import {
  CreateSlaCalendar,
  CreateSlaPolicy,
  type Condition,
  type SlaCalendar,
  type SlaPolicy,
  type SlaTarget,
} from '@opsledger/contracts';

const ROUND_THE_CLOCK = '5a1a0000-0000-4000-8000-0000000000c1';
const OFFICE_HOURS = '5a1a0000-0000-4000-8000-0000000000c2';
const policyId = (priority: number): string => `5a1a0000-0000-4000-8000-0000000000b${priority}`;

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const calendar = (name: string, days: readonly string[], from: string, to: string): SlaCalendar => ({
  name,
  zone: 'UTC',
  weekly: Object.fromEntries(days.map((day) => [day, [{ from, to }]])),
  holidays: [],
  exceptions: [],
});

const OPEN: Condition = { not: { field: 'state', in: ['resolved', 'closed', 'canceled'] } };
const WAITS_FOR_CALLER: Condition = { field: 'holdReason', in: ['caller'] };
const CANCELED: Condition = { field: 'state', in: ['canceled'] };

/** Waiting for the caller stops the clock of the resolution, not of the response; vendors are ours to chase. */
const targets = (response: string, resolution: string): SlaTarget[] => [
  {
    name: 'response',
    duration: response,
    startWhen: { all: [OPEN, { field: 'acknowledged', in: ['no'] }] },
    stopWhen: {
      any: [
        { field: 'acknowledged', in: ['yes'] },
        { field: 'state', in: ['resolved', 'closed'] },
      ],
    },
    cancelWhen: CANCELED,
  },
  {
    name: 'resolution',
    duration: resolution,
    startWhen: { all: [OPEN, { not: WAITS_FOR_CALLER }] },
    stopWhen: { field: 'state', in: ['resolved', 'closed'] },
    pauseWhen: WAITS_FOR_CALLER,
    cancelWhen: CANCELED,
  },
];

const policy = (priority: number, onCalendar: string, response: string, resolution: string) => ({
  contract: CreateSlaPolicy,
  id: policyId(priority),
  data: {
    name: `Incidents of priority P${priority}`,
    kind: 'SLA',
    appliesWhen: { field: 'priority', in: [`P${priority}`] },
    calendar: onCalendar,
    targets: targets(response, resolution),
  } satisfies SlaPolicy,
});

/**
 * What a new installation begins with, in the order in which it is to be created; under ids of its own, so that a second
 * start adds nothing and what an administrator revised stays revised.
 */
export const defaultSlas = [
  {
    contract: CreateSlaCalendar,
    id: ROUND_THE_CLOCK,
    data: calendar('Round the clock', DAYS, '00:00', '24:00'),
  },
  {
    contract: CreateSlaCalendar,
    id: OFFICE_HOURS,
    data: calendar('Office hours', DAYS.slice(0, 5), '09:00', '17:00'),
  },
  policy(1, ROUND_THE_CLOCK, 'PT15M', 'PT4H'),
  policy(2, ROUND_THE_CLOCK, 'PT30M', 'PT8H'),
  policy(3, OFFICE_HOURS, 'PT4H', '2BD'),
  policy(4, OFFICE_HOURS, 'PT8H', '5BD'),
  policy(5, OFFICE_HOURS, '2BD', '10BD'),
] as const;
