import {
  isStaff,
  priorityIn,
  type CommandOf,
  type IncidentEvent,
  type IncidentKeys,
  type LogIncident,
  type MatrixInForce,
  type Reference,
} from '@opsledger/contracts';
import {
  callerUnknown,
  linkTargetUnknown,
  requesterLogsOwn,
  requesterMayNotAssign,
  teamUnknown,
} from '../incident.errors';
import { assignee, type Membership } from '../membership';

export interface LogIncidentLookups extends MatrixInForce {
  readonly number: string;
  /** Answer about `assign`; absent when nobody is assigned. */
  readonly membership?: Membership;
  /** As the directory calls them. Null: not named, or unknown. */
  readonly caller: Reference | null;
  /** Null: not named, or unknown. */
  readonly loggedByTeam: Reference | null;
  readonly followUpOf: Reference | null;
}

type Command = CommandOf<typeof LogIncident, LogIncidentLookups>;

export function logIncident(command: Command): IncidentEvent[] {
  const { data, lookups } = command;
  const staff = isStaff(command);
  if (!staff) requireOwnAffairs(command);
  requireKnown(command);

  const keys: IncidentKeys = {
    number: lookups.number,
    state: 'new',
    priority: priorityIn(lookups.matrix, data.impact, data.urgency),
    team: null,
    service: data.service ?? null,
    category: data.category ?? null,
  };
  const logged: IncidentEvent = {
    type: 'IncidentLogged',
    data: {
      keys,
      title: data.title,
      description: data.description ?? null,
      caller: lookups.caller ?? (staff ? null : { id: command.actor.id, name: command.actor.name }),
      channel: data.channel ?? (staff ? 'other' : 'portal'),
      subcategory: data.subcategory ?? null,
      location: data.location ?? null,
      impact: data.impact,
      urgency: data.urgency,
      matrixVersion: lookups.matrixVersion,
      loggedByTeam: lookups.loggedByTeam,
      external: null,
    },
  };
  return [logged, ...linked(command, keys), ...assigned(command, keys)];
}

function requireKnown({ data, lookups }: Command): void {
  if (data.caller && !lookups.caller) throw callerUnknown(data.caller.id);
  if (data.loggedByTeamId && !lookups.loggedByTeam) throw teamUnknown(data.loggedByTeamId);
  if (data.followUpOf && !lookups.followUpOf) throw linkTargetUnknown('follow_up_of', data.followUpOf);
}

function requireOwnAffairs({ data, actor }: Command): void {
  if (data.assign || data.loggedByTeamId) throw requesterMayNotAssign();
  if (data.caller && data.caller.id !== actor.id) throw requesterLogsOwn();
}

function linked({ data, lookups }: Command, keys: IncidentKeys): IncidentEvent[] {
  const links: IncidentEvent[] = distinct(data.cis ?? []).map((target) => ({
    type: 'IncidentLinked',
    data: { keys, kind: 'affected_ci', target },
  }));
  if (!lookups.followUpOf) return links;
  return [...links, { type: 'IncidentLinked', data: { keys, kind: 'follow_up_of', target: lookups.followUpOf } }];
}

const distinct = (references: readonly Reference[]): Reference[] => [
  ...new Map(references.map((reference) => [reference.id, reference])).values(),
];

function assigned({ data, lookups }: Command, keys: IncidentKeys): IncidentEvent[] {
  if (!data.assign) return [];
  const after = assignee(data.assign, lookups.membership);
  const assignment = { before: { team: null, person: null }, after };
  return [{ type: 'IncidentAssigned', data: { keys: { ...keys, team: after.team }, assignment, reassignments: 0 } }];
}
