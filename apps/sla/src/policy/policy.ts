import { isDeepStrictEqual } from 'node:util';
import type {
  CommandOf,
  CreateSlaPolicy,
  RetireSlaPolicy,
  ReviseSlaPolicy,
  SlaPolicy,
  SlaPolicyEvent,
} from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { calendarUnknown, policyRetired, policyUnusable } from '../sla.errors';
import { teamFaults } from './named-values';
import { conditionsOf, policyFaults } from './policy-faults';

interface PolicyState {
  readonly version: number;
  readonly definition: SlaPolicy | null;
  readonly retired: boolean;
}

export interface PolicyLookups {
  /** Whether the calendar that the policy names is there. */
  readonly calendarIsKnown: boolean;
  /** Of the teams that its conditions ask for, those that are not there. */
  readonly unknownTeams: readonly string[];
}

type Create = CommandOf<typeof CreateSlaPolicy, PolicyLookups>;
type Revise = CommandOf<typeof ReviseSlaPolicy, PolicyLookups>;

function define({ data, lookups }: Create | Revise, state: PolicyState): SlaPolicyEvent[] {
  if (state.retired) throw policyRetired(state.definition!.name);
  const faults = [...policyFaults(data), ...teamFaults(conditionsOf(data), lookups.unknownTeams)];
  if (faults.length > 0) throw policyUnusable(faults);
  if (!lookups.calendarIsKnown) throw calendarUnknown(data.calendar);
  if (isDeepStrictEqual(data, state.definition)) return [];
  return [{ type: 'SlaPolicyDefined', data: { version: state.version + 1, definition: data } }];
}

const create = (command: Create, state: PolicyState): SlaPolicyEvent[] =>
  state.version > 0 ? [] : define(command, state);

const retire = (
  _: CommandOf<typeof RetireSlaPolicy>,
  { retired, version, definition }: PolicyState,
): SlaPolicyEvent[] => (retired ? [] : [{ type: 'SlaPolicyRetired', data: { name: definition!.name, version } }]);

function evolve(state: PolicyState, event: SlaPolicyEvent): PolicyState {
  if (event.type === 'SlaPolicyRetired') return { ...state, retired: true };
  return { ...state, version: event.data.version, definition: event.data.definition };
}

export const slaPolicy = aggregate<PolicyState, SlaPolicyEvent>({
  category: 'slapolicy',
  called: 'SLA policy',
  initial: { version: 0, definition: null, retired: false },
  evolve,
  decisions: { CreateSlaPolicy: create, ReviseSlaPolicy: define, RetireSlaPolicy: retire },
});
