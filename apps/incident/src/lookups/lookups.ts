import {
  pointsAtIncident,
  type AssignIncident,
  type LinkIncident,
  type LogIncident,
  type PayloadOf,
  type ResolveChildIncident,
  type MatrixInForce,
} from '@opsledger/contracts';
import type { Lookup } from '@opsledger/service-kit';
import type { AssignIncidentLookups } from '../incident/commands/assign-incident';
import type { ImportIncidentLookups } from '../incident/commands/import-incident';
import type { LinkIncidentLookups } from '../incident/commands/link-incident';
import type { LogIncidentLookups } from '../incident/commands/log-incident';
import type { ResolveChildIncidentLookups } from '../incident/commands/resolve-child-incident';
import type { AutoCloseLookups } from '../incident/resolved';
import { maySee } from '../incident/guards';
import { currentSettings } from './current-settings';
import { membership, personNamed, teamNamed } from './directory';
import { problemNumbered } from './problems';
import { leadsTo, otherIncident, readIncident } from './other-incidents';

const PREFIX = 'INC';

const logIncident: Lookup<LogIncidentLookups> = async ({ data, now, actor, roles }, context) => {
  const { assign, caller, loggedByTeamId, followUpOf } = data as PayloadOf<typeof LogIncident>;
  const { store, numbers, services } = context;
  const [number, { matrix, matrixVersion }, assigned, known, loggedByTeam, followed] = await Promise.all([
    numbers.next(PREFIX),
    currentSettings.get(store),
    assign && membership(services, { ...assign, at: now }),
    caller === undefined || caller.id === actor.id ? (caller ?? null) : personNamed(services, caller),
    loggedByTeamId === undefined ? null : teamNamed(services, loggedByTeamId, now),
    followUpOf === undefined ? undefined : otherIncident(context, followUpOf),
  ]);
  // What is not theirs to see does not exist for requesters.
  const following = followed && maySee({ actor, roles }, followed.record.details) ? followed.reference : null;
  return { number, matrix, matrixVersion, membership: assigned, caller: known, loggedByTeam, followUpOf: following };
};

const assignIncident: Lookup<AssignIncidentLookups> = async ({ data, now }, { services }) => ({
  membership: await membership(services, { ...(data as PayloadOf<typeof AssignIncident>), at: now }),
});

const matrix: Lookup<MatrixInForce> = async (_, { store }) => currentSettings.get(store);

const autoClose: Lookup<AutoCloseLookups> = async (_, { store }) => currentSettings.get(store);

const linkIncident: Lookup<LinkIncidentLookups> = async ({ data }, context) => {
  const { kind, target } = data as PayloadOf<typeof LinkIncident>;
  if (kind === 'problem') return { target: null, problem: await problemNumbered(context.services, target.id) };
  const other = pointsAtIncident(kind) ? await otherIncident(context, target.id) : undefined;
  if (!other || !pointsAtIncident(kind)) return { target: null };
  const { reference, record } = other;
  return { target: { reference, state: record.status, leadsTo: await leadsTo(context.store, record, kind) } };
};

const resolveChildIncident: Lookup<ResolveChildIncidentLookups> = async ({ data }, { store }) => {
  const { parent } = data as PayloadOf<typeof ResolveChildIncident>;
  const [settings, record] = await Promise.all([currentSettings.get(store), readIncident(store, parent.id)]);
  const ended = record?.status === 'resolved' || record?.status === 'closed' ? record.resolution : null;
  return { autoClose: settings.autoClose, resolution: ended };
};

/** A record that is known keeps its number: an import that is repeated uses none up. */
const importIncident: Lookup<ImportIncidentLookups> = async ({ id }, { store, numbers }) => ({
  number: (await readIncident(store, id))?.number ?? (await numbers.next(PREFIX)),
});

/** By command. */
export const lookups: Readonly<Record<string, Lookup>> = {
  LogIncident: logIncident,
  AssignIncident: assignIncident,
  AssessIncident: matrix,
  WithdrawPriorityOverride: matrix,
  LinkIncident: linkIncident,
  ResolveIncident: autoClose,
  ResolveChildIncident: resolveChildIncident,
  ImportIncident: importIncident,
};
