import type { ChangeWindowEvent, CommandOf, WindowKeys, WithdrawChangeWindow } from '@opsledger/contracts';
import type { KnownWindow } from '../window-state';

export function withdrawWindow(
  { data }: CommandOf<typeof WithdrawChangeWindow>,
  state: KnownWindow,
): ChangeWindowEvent[] {
  if (state.status === 'withdrawn') return [];
  const keys: WindowKeys = { ...state.keys, state: 'withdrawn' };
  return [{ type: 'ChangeWindowWithdrawn', data: { keys, reason: data.reason ?? null } }];
}
