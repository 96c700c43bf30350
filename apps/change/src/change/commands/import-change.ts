import {
  MADE_HERE,
  keptStub,
  refusedStub,
  stubFact,
  type ChangeEvent,
  type ChangeKeys,
  type CommandOf,
  type ImportChangeStub,
  type WithdrawChangeStub,
} from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { changeNotFound, stubRefused } from '../change.errors';
import { isKnown, keysOf, type Change } from '../change-state';

export interface ImportChangeStubLookups {
  /** A number of ours; used when the record has none yet. */
  readonly number: string;
}

/** Only that there is such a change, and what it is called there. */
export function importChangeStub(
  command: CommandOf<typeof ImportChangeStub, ImportChangeStubLookups>,
  state: Change,
): Fact<ChangeEvent>[] {
  const { id, data, lookups } = command;
  const refused = refusedStub(command, 'change', isKnown(state) ? state.details.origin : null);
  if (refused) throw stubRefused(refused, isKnown(state) ? state.number : data.number);
  if (isKnown(state)) return [];
  const { number, origin } = state.status === 'withdrawn' ? state : { number: lookups.number, origin: MADE_HERE };
  const external = { source: data.source, number: data.number };
  return [{ type: 'ChangeImported', data: { keys: firstKeys(number), external }, ...stubFact(id, data, origin) }];
}

const firstKeys = (number: string): ChangeKeys => ({
  number,
  state: 'draft',
  type: 'normal',
  risk: null,
  team: null,
  service: null,
  category: null,
  result: null,
});

export function withdrawChangeStub({ id, data }: CommandOf<typeof WithdrawChangeStub>, state: Change): ChangeEvent[] {
  if (state.status === 'withdrawn') return [];
  if (!isKnown(state)) throw changeNotFound(id);
  const kept = keptStub(state.details.origin, data.batch);
  if (kept) throw stubRefused(kept, state.number);
  const { batch, reason = null } = data;
  return [{ type: 'ChangeImportWithdrawn', data: { keys: keysOf(state), batch, reason } }];
}
