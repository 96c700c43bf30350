import { windowWithdrawn } from './window.errors';
import type { KnownWindow } from './window-state';

export function requireInForce(state: KnownWindow): void {
  if (state.status === 'withdrawn') throw windowWithdrawn(state);
}
