import type {
  CommandOf,
  ForgetProblemIncident,
  LinkProblem,
  NoteProblemIncident,
  ProblemEvent,
  Reference,
  UnlinkProblem,
} from '@opsledger/contracts';
import { linkTargetUnknown, linkTargetUnnamed, linkToItself } from '../problem.errors';
import { hasLink, keysOf, type KnownProblem } from '../problem-state';

export interface LinkProblemLookups {
  /** The problem that is linked to, when the kind points at one. */
  readonly target: Reference | null;
}

type Command = CommandOf<typeof LinkProblem, LinkProblemLookups>;

/** Also of a problem that has ended: what it has to do with others may be found out late. */
export function linkProblem(command: Command, state: KnownProblem): ProblemEvent[] {
  const { kind } = command.data;
  const target = targetOf(command, state);
  if (hasLink(state, kind, target.id)) return [];
  return [{ type: 'ProblemLinked', data: { keys: keysOf(state), kind, target } }];
}

function targetOf({ id, data: { kind, target }, lookups }: Command, state: KnownProblem): Reference {
  if (kind !== 'related_problem') {
    if (target.name === undefined) throw linkTargetUnnamed(kind, target.id);
    return { id: target.id, name: target.name };
  }
  if (!lookups.target) throw linkTargetUnknown(kind, target.id);
  if (lookups.target.id === id) throw linkToItself(state.number);
  return lookups.target;
}

export function unlinkProblem(
  { data: { kind, targetId } }: CommandOf<typeof UnlinkProblem>,
  state: KnownProblem,
): ProblemEvent[] {
  const link = state.details.links.find(
    ({ kind: its, target }) => its === kind && (target.id === targetId || target.name === targetId),
  );
  return link ? [{ type: 'ProblemUnlinked', data: { keys: keysOf(state), kind, target: link.target } }] : [];
}

export interface NoteProblemIncidentLookups {
  /** When the incident was opened; null when that is not to be found out. */
  readonly openedAt: string | null;
}

/** The problem's side of an incident's link: it must know whom to offer its workaround. */
export function noteProblemIncident(
  { data: { incident }, lookups }: CommandOf<typeof NoteProblemIncident, NoteProblemIncidentLookups>,
  state: KnownProblem,
): ProblemEvent[] {
  if (hasLink(state, 'incident', incident.id)) return [];
  const { workaround } = state.details;
  return [
    {
      type: 'ProblemLinked',
      data: {
        keys: keysOf(state),
        kind: 'incident',
        target: incident,
        ...(lookups.openedAt !== null && { openedAt: lookups.openedAt }),
        ...(workaround && { workaround: workaround.text, workaroundRevision: workaround.revision }),
      },
    },
  ];
}

export function forgetProblemIncident(
  { data: { incidentId } }: CommandOf<typeof ForgetProblemIncident>,
  state: KnownProblem,
): ProblemEvent[] {
  const link = state.details.links.find(({ kind, target }) => kind === 'incident' && target.id === incidentId);
  return link ? [{ type: 'ProblemUnlinked', data: { keys: keysOf(state), ...link } }] : [];
}
