import type { ProblemEvent, ProblemKeys, ProblemState, Reference } from '@opsledger/contracts';

/** Histories named by the state they lead to. */

export const NUMBER = 'PRB0000042';
export const INCIDENT: Reference = { id: '00000000-0000-4000-8000-000000000002', name: 'INC0000007' };

export const keys = (changed: Partial<ProblemKeys> = {}): ProblemKeys => ({
  number: NUMBER,
  state: 'logged',
  priority: 'P3',
  team: null,
  service: null,
  category: null,
  knownError: false,
  ...changed,
});

export const logged: ProblemEvent = {
  type: 'ProblemLogged',
  data: {
    keys: keys(),
    title: 'Printers catch fire',
    description: 'Flames.',
    impact: 2,
    urgency: 2,
    trend: null,
    incidents: [],
  },
};
const moved = (type: string, state: ProblemState, data: object = {}) =>
  ({ type, data: { keys: keys({ state }), ...data } }) as ProblemEvent;

const started = moved('ProblemInvestigationStarted', 'investigating');
const found = moved('ProblemRootCauseFound', 'root_cause_found', {
  rootCause: 'Paper jams.',
  rootCauseCategory: 'hardware_failure',
});
const planned = moved('ProblemFixPlanned', 'fix_pending', { fix: 'New rollers.' });
const resolved = moved('ProblemResolved', 'resolved', { notes: 'Replaced.', resolution: 1 });
const closed = moved('ProblemClosed', 'closed');

export const workaround = (workaroundRevision = 1, text = 'Use the other one.'): ProblemEvent => ({
  type: 'ProblemWorkaroundRecorded',
  data: {
    keys: keys({ knownError: true }),
    title: 'Printers catch fire',
    symptoms: 'Flames.',
    workaround: text,
    workaroundRevision,
    rootCause: null,
    incidents: [],
  },
});

export const HISTORIES: Readonly<Record<ProblemState, readonly ProblemEvent[]>> = {
  logged: [logged],
  investigating: [logged, started],
  root_cause_found: [logged, started, found],
  fix_pending: [logged, started, found, planned],
  resolved: [logged, started, found, planned, resolved],
  closed: [logged, started, found, planned, resolved, closed],
};
