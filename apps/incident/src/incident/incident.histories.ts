import {
  DEFAULT_AUTO_CLOSE,
  DEFAULT_PRIORITY_MATRIX,
  type IncidentEvent,
  type IncidentKeys,
  type Reference,
  type Role,
} from '@opsledger/contracts';
import type { Command } from '@opsledger/event-sourcing';
import { RECORD_ID, command as anyCommand, type CommandOptions } from '@opsledger/testing';

/** Histories named by the state they lead to, and the people in them. */

export const NUMBER = 'INC0000042';
export const CALLER: Reference = { id: '00000000-0000-4000-8000-0000000000ca', name: 'Carla Caller' };
export const AGENT: Reference = { id: '00000000-0000-4000-8000-0000000000aa', name: 'Ada Agent' };
export const NETWORK: Reference = { id: 't-network', name: 'Network' };
export const SERVICE_DESK: Reference = { id: 't-desk', name: 'Service Desk' };
export const SELF: Reference = { id: RECORD_ID, name: NUMBER };
export const OTHER: Reference = { id: '00000000-0000-4000-8000-000000000002', name: 'INC0000007' };

export const theCaller = { ...CALLER, kind: 'person' } as const;
export const aStranger = { id: 'p-stranger', name: 'Sam Stranger', kind: 'person' } as const;

/** Settings as decisions get them. */
const settings = { matrix: DEFAULT_PRIORITY_MATRIX, matrixVersion: 1, autoClose: DEFAULT_AUTO_CLOSE };

/** A command by an agent, unless told; lookups answer with the default settings, and with what is given. */
export const command = <Type extends string, Data extends object>(
  type: Type,
  data: Data,
  { roles = ['agent'], ...options }: CommandOptions<object> & { readonly roles?: readonly Role[] } = {},
): Command<Type, Data, object> => ({
  ...anyCommand(type, data, { ...options, lookups: { ...settings, ...options.lookups } }),
  roles,
});

export const keys = (changed: Partial<IncidentKeys> = {}): IncidentKeys => ({
  number: NUMBER,
  state: 'new',
  priority: 'P4',
  team: null,
  service: null,
  category: null,
  ...changed,
});

const inProgress = keys({ state: 'in_progress' });

export const logged: IncidentEvent = {
  type: 'IncidentLogged',
  data: {
    keys: keys(),
    title: 'Printer on fire',
    description: null,
    caller: CALLER,
    channel: 'phone',
    subcategory: null,
    location: null,
    impact: 2,
    urgency: 3,
    matrixVersion: 1,
    loggedByTeam: null,
    external: null,
  },
};

export const assignedTo = (team: Reference, before: Reference | null = null, reassignments = 0): IncidentEvent => ({
  type: 'IncidentAssigned',
  data: {
    keys: keys({ team }),
    assignment: { before: { team: before, person: null }, after: { team, person: null } },
    reassignments,
  },
});

const started: IncidentEvent = { type: 'IncidentWorkStarted', data: { keys: inProgress } };

type HoldReason = Extract<IncidentEvent, { type: 'IncidentPutOnHold' }>['data']['reason'];

export const held = (reason: HoldReason, resumeAt: string | null = null): IncidentEvent => ({
  type: 'IncidentPutOnHold',
  data: { keys: keys({ state: 'on_hold' }), reason, note: null, resumeAt },
});

export const resolved = (resolution = 1): IncidentEvent => ({
  type: 'IncidentResolved',
  data: {
    keys: keys({ state: 'resolved' }),
    code: 'fixed',
    notes: 'Extinguished.',
    knowledge: null,
    withParent: null,
    resolution,
    closesAt: '2026-03-09T09:00:00.000Z',
  },
});

export const reopened: IncidentEvent = { type: 'IncidentReopened', data: { keys: inProgress, reason: 'Burns again.' } };
const closed: IncidentEvent = {
  type: 'IncidentClosed',
  data: { keys: keys({ state: 'closed' }), automatic: false },
};
const canceled: IncidentEvent = {
  type: 'IncidentCanceled',
  data: { keys: keys({ state: 'canceled' }), reason: 'A drill.' },
};
export const overridden: IncidentEvent = {
  type: 'IncidentPriorityOverridden',
  data: { keys: keys({ priority: 'P1' }), priority: { before: 'P4', after: 'P1' }, reason: 'It is the board room.' },
};
export const linked = (
  kind: Extract<IncidentEvent, { type: 'IncidentLinked' }>['data']['kind'],
  target: Reference,
): IncidentEvent => ({ type: 'IncidentLinked', data: { keys: keys(), kind, target } });

export const proposed: IncidentEvent = {
  type: 'MajorIncidentProposed',
  data: { keys: keys(), justification: 'The whole floor is out.' },
};
export const UPDATE_DUE = '2026-03-02T09:30:00.000Z';
export const accepted: IncidentEvent = {
  type: 'MajorIncidentAccepted',
  data: { keys: keys(), manager: AGENT, nextUpdateDue: UPDATE_DUE },
};
export const reviewed: IncidentEvent = {
  type: 'MajorIncidentReviewed',
  data: { keys: keys({ state: 'resolved' }), summary: 'Paper jam.', causes: null, actions: [] },
};

export const aLoggedIncident = (): IncidentEvent[] => [logged];
export const anIncidentInProgress = (): IncidentEvent[] => [logged, started];
export const anIncidentOnHold = (reason: HoldReason = 'vendor', resumeAt: string | null = null): IncidentEvent[] => [
  ...anIncidentInProgress(),
  held(reason, resumeAt),
];
export const aResolvedIncident = (): IncidentEvent[] => [...anIncidentInProgress(), resolved()];
export const aReopenedIncident = (): IncidentEvent[] => [...aResolvedIncident(), reopened];
export const aClosedIncident = (): IncidentEvent[] => [...aResolvedIncident(), closed];
export const aCanceledIncident = (): IncidentEvent[] => [logged, canceled];
export const aMajorIncident = (): IncidentEvent[] => [...anIncidentInProgress(), proposed, accepted];
