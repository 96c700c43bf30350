import type { CommandOf, ConfigurationItemEvent, ReportConfigurationItemStatus } from '@opsledger/contracts';
import { keysOf, type KnownItem } from '../item-state';

export function reportConfigurationItemStatus(
  { data: { status, note, change } }: CommandOf<typeof ReportConfigurationItemStatus>,
  state: KnownItem,
): ConfigurationItemEvent[] {
  if (status === state.operation) return [];
  return [
    {
      type: 'ConfigurationItemStatusReported',
      data: {
        keys: keysOf({ ...state, operation: status }),
        edition: state.edition + 1,
        status: { before: state.operation, after: status },
        note: note ?? null,
        cause: null,
        ...(change && { change }),
      },
    },
  ];
}
