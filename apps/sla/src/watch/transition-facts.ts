import type { SlaClockStandingEvent } from '@opsledger/contracts';
import type { Transition } from '../clock/clock';

type FactType = Exclude<SlaClockStandingEvent['type'], 'SlaClockHistoryRecorded'>;

/** The fact that tells a transition as it happens. */
export const FACT_OF = {
  started: 'SlaClockStarted',
  paused: 'SlaClockPaused',
  resumed: 'SlaClockResumed',
  replaced: 'SlaClockPolicyReplaced',
  warned: 'SlaClockWarned',
  met: 'SlaClockMet',
  breached: 'SlaClockBreached',
  stopped: 'SlaClockStopped',
  cancelled: 'SlaClockCancelled',
} as const satisfies Readonly<Record<Transition['type'], FactType>>;

const TRANSITION_OF = Object.fromEntries(Object.entries(FACT_OF).map(([type, fact]) => [fact, type])) as Readonly<
  Record<FactType, Transition['type']>
>;

export const transitionOf = (fact: FactType): Transition['type'] => TRANSITION_OF[fact];
