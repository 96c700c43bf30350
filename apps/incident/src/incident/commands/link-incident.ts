import {
  pointsAtIncident,
  type CommandOf,
  type IncidentEvent,
  type IncidentState,
  type LinkIncident,
  type LinkKind,
  type Reference,
} from '@opsledger/contracts';
import { linkCycle, linkTaken, linkTargetUnknown, linkTargetUnnamed, parentNotOpen } from '../incident.errors';
import { isOpen, keysOf, type KnownIncident } from '../incident-state';

const OPEN_STATES: readonly IncidentState[] = ['new', 'in_progress', 'on_hold'];
/** Kinds of which there is one at a time. */
const SINGLE: readonly LinkKind[] = ['parent', 'duplicate_of'];

/** The incident that is linked to, when the kind points at one. */
export interface LinkIncidentLookups {
  readonly target: {
    readonly reference: Reference;
    readonly state: IncidentState;
    /** Ids of the incidents one gets to by following links of this kind from there. */
    readonly leadsTo: readonly string[];
  } | null;
  /** The problem of this number. */
  readonly problem?: Reference | null;
}

type Command = CommandOf<typeof LinkIncident, LinkIncidentLookups>;

/** Also of an incident that has ended: what caused it may be found out late. */
export function linkIncident(command: Command, state: KnownIncident): IncidentEvent[] {
  const { kind } = command.data;
  const target = targetOf(command, state);
  if (state.details.links.some((link) => link.kind === kind && link.target.id === target.id)) return [];
  const taken = SINGLE.includes(kind) && state.details.links.find((link) => link.kind === kind);
  if (taken) throw linkTaken(state.number, kind, taken.target);
  return [{ type: 'IncidentLinked', data: { keys: keysOf(state), kind, target } }];
}

function targetOf({ id, data: { kind, target }, lookups }: Command, state: KnownIncident): Reference {
  if (!pointsAtIncident(kind)) {
    if (kind === 'problem' && lookups.problem) return lookups.problem;
    if (target.name === undefined) throw linkTargetUnnamed(kind, target.id);
    return { id: target.id, name: target.name };
  }
  if (!lookups.target) throw linkTargetUnknown(kind, target.id);
  const { reference, state: standing, leadsTo } = lookups.target;
  if (reference.id === id || leadsTo.includes(id)) throw linkCycle(state.number, kind, reference);
  if (kind === 'parent' && isOpen(state) && !OPEN_STATES.includes(standing))
    throw parentNotOpen(state.number, reference, standing);
  return reference;
}
