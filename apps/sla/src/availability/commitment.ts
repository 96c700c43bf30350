import { isDeepStrictEqual } from 'node:util';
import type {
  AvailabilityCommitment,
  AvailabilityEvent,
  CommandOf,
  CommitAvailability,
  ReviseAvailabilityCommitment,
  WithdrawAvailabilityCommitment,
} from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { isPossible } from '../policy/condition';
import { teamFaults, valueFaults } from '../policy/named-values';
import type { PolicyLookups } from '../policy/policy';
import { calendarUnknown, commitmentUnusable, commitmentWithdrawn } from '../sla.errors';

interface CommitmentState {
  readonly version: number;
  readonly definition: AvailabilityCommitment | null;
  readonly withdrawn: boolean;
}

type Commit = CommandOf<typeof CommitAvailability, PolicyLookups>;
type Revise = CommandOf<typeof ReviseAvailabilityCommitment, PolicyLookups>;

const ENDED = { field: 'state', in: ['resolved', 'closed', 'canceled'] } as const;

function define({ data, lookups }: Commit | Revise, state: CommitmentState): AvailabilityEvent[] {
  if (state.withdrawn) throw commitmentWithdrawn(state.definition!.name);
  const condition = [['/downWhen', data.downWhen]] as const;
  const faults = [...valueFaults(condition), ...teamFaults(condition, lookups.unknownTeams), ...faultsOf(data)];
  if (faults.length > 0) throw commitmentUnusable(faults);
  if (!lookups.calendarIsKnown) throw calendarUnknown(data.calendar);
  if (isDeepStrictEqual(data, state.definition)) return [];
  return [{ type: 'AvailabilityCommitted', data: { version: state.version + 1, definition: data } }];
}

function faultsOf({ downWhen }: AvailabilityCommitment) {
  if (!isPossible(downWhen))
    return [
      {
        path: '/downWhen',
        message: 'No incident can meet it: the service would never be down',
        remedy: 'Ask for something that can be, e.g. {"field": "priority", "in": ["P1"]} together with open states.',
      },
    ];
  if (!isPossible({ all: [downWhen, ENDED] })) return [];
  return [
    {
      path: '/downWhen',
      message: 'An incident that has ended can meet it: the service would be down for ever',
      remedy: `Add {"not": ${JSON.stringify(ENDED)}} to it.`,
    },
  ];
}

const commit = (command: Commit, state: CommitmentState): AvailabilityEvent[] =>
  state.version > 0 ? [] : define(command, state);

const withdraw = (
  _: CommandOf<typeof WithdrawAvailabilityCommitment>,
  { withdrawn, version, definition }: CommitmentState,
): AvailabilityEvent[] =>
  withdrawn ? [] : [{ type: 'AvailabilityCommitmentWithdrawn', data: { name: definition!.name, version } }];

function evolve(state: CommitmentState, event: AvailabilityEvent): CommitmentState {
  if (event.type === 'AvailabilityCommitmentWithdrawn') return { ...state, withdrawn: true };
  return { ...state, version: event.data.version, definition: event.data.definition };
}

export const availabilityCommitment = aggregate<CommitmentState, AvailabilityEvent>({
  category: 'slaavailability',
  called: 'availability commitment',
  initial: { version: 0, definition: null, withdrawn: false },
  evolve,
  decisions: {
    CommitAvailability: commit,
    ReviseAvailabilityCommitment: define,
    WithdrawAvailabilityCommitment: withdraw,
  },
});
