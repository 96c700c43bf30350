import {
  DEFAULT_PRIORITY_MATRIX,
  MADE_HERE,
  keptStub,
  priorityIn,
  refusedStub,
  stubFact,
  type CommandOf,
  type ImportProblemStub,
  type ProblemEvent,
  type ProblemKeys,
  type WithdrawProblemStub,
} from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { problemNotFound, stubRefused } from '../problem.errors';
import { isKnown, keysOf, type ProblemRecord } from '../problem-state';

export interface ImportProblemStubLookups {
  /** A number of ours; used when the record has none yet. */
  readonly number: string;
}

/** Only that there is such a problem, and what it is called there. */
export function importProblemStub(
  command: CommandOf<typeof ImportProblemStub, ImportProblemStubLookups>,
  state: ProblemRecord,
): Fact<ProblemEvent>[] {
  const { id, data, lookups } = command;
  const refused = refusedStub(command, 'problem', isKnown(state) ? state.origin : null);
  if (refused) throw stubRefused(refused, isKnown(state) ? state.number : data.number);
  if (isKnown(state)) return [];
  const { number, origin } = state.status === 'withdrawn' ? state : { number: lookups.number, origin: MADE_HERE };
  const external = { source: data.source, number: data.number };
  return [{ type: 'ProblemImported', data: { keys: firstKeys(number), external }, ...stubFact(id, data, origin) }];
}

const firstKeys = (number: string): ProblemKeys => ({
  number,
  state: 'logged',
  priority: priorityIn(DEFAULT_PRIORITY_MATRIX, 3, 3),
  team: null,
  service: null,
  category: null,
  knownError: false,
});

export function withdrawProblemStub(
  { id, data }: CommandOf<typeof WithdrawProblemStub>,
  state: ProblemRecord,
): ProblemEvent[] {
  if (state.status === 'withdrawn') return [];
  if (!isKnown(state)) throw problemNotFound(id);
  const kept = keptStub(state.origin, data.batch);
  if (kept) throw stubRefused(kept, state.number);
  const { batch, reason = null } = data;
  return [{ type: 'ProblemImportWithdrawn', data: { keys: keysOf(state), batch, reason } }];
}
