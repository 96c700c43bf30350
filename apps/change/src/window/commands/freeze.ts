import type {
  ChangeWindowEvent,
  CommandOf,
  DeclareFreezeWindow,
  FreezeWindow,
  ReviseFreezeWindow,
} from '@opsledger/contracts';
import { requireInForce } from '../guards';
import { windowOfAnotherKind, windowTimesWrong } from '../window.errors';
import type { KnownWindow } from '../window-state';

function sound(freeze: FreezeWindow): FreezeWindow {
  const [from, to] = [new Date(freeze.from).toISOString(), new Date(freeze.to).toISOString()];
  if (to <= from) throw windowTimesWrong(freeze.name, from, to);
  return { ...freeze, from, to };
}

export const declareFreeze = ({
  data,
  lookups,
}: CommandOf<typeof DeclareFreezeWindow, { readonly number: string }>): ChangeWindowEvent[] => [
  {
    type: 'FreezeWindowDeclared',
    data: { keys: { number: lookups.number, state: 'in_force', kind: 'freeze' }, freeze: sound(data) },
  },
];

export function reviseFreeze({ data }: CommandOf<typeof ReviseFreezeWindow>, state: KnownWindow): ChangeWindowEvent[] {
  requireInForce(state);
  if (!state.freeze) throw windowOfAnotherKind(state);
  const [before, after] = [state.freeze, sound(data)];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ type: 'FreezeWindowRevised', data: { keys: state.keys, freeze: { before, after } } }];
}
