import type { HistoryEntry } from '@opsledger/contracts';
import { slotOf } from './known-facts';

/** A thing about an incident that has one value at a time, and the value that a fact gives it. */
export type Shown = readonly [matter: string, value: string];

type Said = Pick<HistoryEntry, 'type' | 'changes' | 'data'>;

/** How an incident stands after a fact, as far as the fact says; what was before is not the fact's to show. */
export function shownBy(said: Said): readonly Shown[] {
  const { type, changes, data } = said;
  if (type === 'IncidentReopened') return [['reopened', type]];
  if (type === 'IncidentLinked' || type === 'IncidentUnlinked')
    return [[`${slotOf(said)} ${(data.target as { id: string }).id}`, type]];
  const state = STATES[type];
  if (state !== undefined) return [['state', state], ...hold(said)];
  if (type === 'IncidentAssigned' && changes.length === 0) return [['reassignments', text(data.reassignments)]];
  return changes.flatMap(({ field, after }): readonly Shown[] =>
    field === 'assignment' ? assigned(after as Assignment) : [[field, text(after)]],
  );
}

/** What the facts of these types leave the incident in. */
const STATES: Readonly<Record<string, string>> = {
  IncidentWorkStarted: 'in_progress',
  IncidentResumed: 'in_progress',
  IncidentPutOnHold: 'on_hold',
  IncidentHoldReasonChanged: 'on_hold',
  IncidentResolved: 'resolved',
  IncidentClosed: 'closed',
  IncidentCanceled: 'canceled',
};

function hold({ type, changes, data }: Said): readonly Shown[] {
  if (type === 'IncidentPutOnHold') return [['hold', text(data.reason)]];
  return changes.filter(({ field }) => field === 'reason').map(({ after }) => ['hold', text(after)]);
}

type Assignment = Readonly<Record<'team' | 'person', { readonly name: string } | null>>;
const assigned = ({ team, person }: Assignment): readonly Shown[] => [
  ['team', text(team?.name)],
  ['person', text(person?.name)],
];

const text = (value: unknown): string => JSON.stringify(value ?? null);
