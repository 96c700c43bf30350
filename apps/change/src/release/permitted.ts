import type { ChangeState, ChangeType } from '@opsledger/contracts';

/** What is asked of a change before it goes out with a release. */
export interface ReleasedChange {
  readonly id: string;
  readonly state: ChangeState;
  readonly type: ChangeType;
}

/** States a change reaches only once somebody has permitted it. */
const PERMITTED: readonly ChangeState[] = ['scheduled', 'implement', 'review', 'closed'];

/** Whether it may go out: an emergency is approved afterwards. */
export const isPermitted = ({ state, type }: ReleasedChange): boolean =>
  type === 'emergency' ? state !== 'canceled' : PERMITTED.includes(state);
