import type { FreezeWindow, MaintenanceWindow, WindowKeys } from '@opsledger/contracts';

export interface KnownWindow {
  readonly status: WindowKeys['state'];
  readonly number: string;
  readonly keys: WindowKeys;
  readonly freeze: FreezeWindow | null;
  readonly maintenance: MaintenanceWindow | null;
}
export type Window = { readonly status: 'unknown' } | KnownWindow;

export const isKnown = (state: Window): state is KnownWindow => state.status !== 'unknown';
