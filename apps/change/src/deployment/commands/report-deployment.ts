import {
  deploymentId,
  type CommandOf,
  type DeploymentDetails,
  type DeploymentEvent,
  type Reference,
  type ReportDeployment,
} from '@opsledger/contracts';
import { utcMilliseconds, type Fact } from '@opsledger/event-sourcing';
import { conflicting, idMismatch, outcomeIncomplete, releaseUnknown, type Conflict } from '../deployment.errors';
import {
  NOTHING_FOUND,
  beganAt,
  keysOf,
  type Deployment,
  type Findings,
  type KnownDeployment,
} from '../deployment-state';
import { requirePlausible } from '../plausible';

/** The release that is named; null when none is, or when there is no such release. */
export interface DeploymentLookups {
  readonly release: Reference | null;
}

type Command = CommandOf<typeof ReportDeployment, DeploymentLookups>;
type Told = Partial<Findings>;

/**
 * Each thing is said once and for all: what is known already records nothing, what is new is added, what contradicts
 * an earlier report is refused. So reports may come twice, late, and in any order, and lead to the same record.
 */
export function reportDeployment(command: Command, state: Deployment): Fact<DeploymentEvent>[] {
  const { id, data, now, lookups } = command;
  const expected = deploymentId(data.source, data.externalId);
  if (id !== expected) throw idMismatch(data.source, data.externalId, expected);
  if (data.release !== undefined && !lookups.release) throw releaseUnknown(data.release);
  const told = toldBy(data);
  const known = state.status === 'unknown' ? undefined : state;
  if (known) requireNoConflict(known, command, told);

  const before = known?.findings ?? NOTHING_FOUND;
  const news = newsOf(told, before, known);
  const after = { ...before, ...news };
  requirePlausible(data, after, now);
  const identity = known ?? data;
  const began = beganAt(after) ?? now;
  const facts: Fact<DeploymentEvent>[] = [];
  const details = detailsOf(news);
  let standing = { ...before, ...details.given };
  const keys = () => keysOf(identity, standing);
  if (!known) facts.push({ type: 'DeploymentReported', data: { keys: keys(), ...details.all }, occurredAt: began });
  else if (Object.keys(details.given).length > 0)
    facts.push({ type: 'DeploymentDetailsLearned', data: { keys: keys(), ...details.all }, occurredAt: began });
  if (news.finish) {
    const { outcome, at } = news.finish;
    standing = { ...standing, finish: news.finish };
    facts.push({ type: 'DeploymentFinished', data: { keys: keys(), outcome, finishedAt: at }, occurredAt: at });
  }
  if (news.rolledBackAt) {
    const at = news.rolledBackAt;
    standing = { ...standing, rolledBackAt: at };
    facts.push({ type: 'DeploymentRolledBack', data: { keys: keys(), rolledBackAt: at }, occurredAt: at });
  }
  for (const { kind, target } of newLinks(command, known))
    facts.push({ type: 'DeploymentLinked', data: { keys: keys(), kind, target }, occurredAt: began });
  return facts;
}

function toldBy(data: Command['data']): Told {
  const { source, externalId, outcome, finishedAt } = data;
  if ((outcome === undefined) !== (finishedAt === undefined)) throw outcomeIncomplete(source, externalId);
  const { commit, label, url, triggeredBy, unplannedFix } = data;
  const at = finishedAt && utcMilliseconds(finishedAt);
  const told: Told = {
    commit,
    label,
    url,
    triggeredBy,
    unplannedFix,
    ...(data.committedAt && { committedAt: utcMilliseconds(data.committedAt) }),
    ...(data.startedAt && { startedAt: utcMilliseconds(data.startedAt) }),
    ...(at && outcome === 'rolled_back' && { rolledBackAt: at }),
    ...(at && outcome && outcome !== 'rolled_back' && { finish: { outcome, at } }),
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

const fieldsOf = (told: Told) => Object.keys(told) as (keyof Findings)[];
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function requireNoConflict(known: KnownDeployment, { data, lookups: { release } }: Command, told: Told): void {
  const conflicts: Conflict[] = fieldsOf(told)
    .filter((field) => !known.corrected.includes(field) && known.findings[field] !== null)
    .filter((field) => !same(known.findings[field], told[field]))
    .map((field) => ({ field, known: known.findings[field], told: told[field] }));
  if (known.service.id !== data.service.id)
    conflicts.push({ field: 'service', known: known.service, told: data.service });
  if (known.environment !== data.environment)
    conflicts.push({ field: 'environment', known: known.environment, told: data.environment });
  if (release && known.release && known.release.id !== release.id && !known.unlinked.includes(release.id))
    conflicts.push({ field: 'release', known: known.release, told: release });
  if (conflicts.length > 0) throw conflicting(known, conflicts);
}

const newsOf = (told: Told, before: Findings, known: KnownDeployment | undefined): Told =>
  Object.fromEntries(
    fieldsOf(told)
      .filter((field) => before[field] === null && !known?.corrected.includes(field))
      .map((field) => [field, told[field]]),
  );

function detailsOf(news: Told): { all: DeploymentDetails; given: Partial<DeploymentDetails> } {
  const { finish: _finish, rolledBackAt: _rolledBackAt, ...given } = news;
  const { finish: _none, rolledBackAt: _never, ...nothing } = NOTHING_FOUND;
  return { all: { ...nothing, ...given }, given };
}

function newLinks({ data, lookups: { release } }: Command, known: KnownDeployment | undefined) {
  const { changes = [] } = data;
  const settled = [...(known?.changes ?? []).map(({ id }) => id), ...(known?.unlinked ?? [])];
  const distinct = new Map<string, Reference>(changes.map((change) => [change.id, change]));
  const links = [...distinct.values()]
    .filter(({ id }) => !settled.includes(id))
    .map((target) => ({ kind: 'change' as const, target }));
  const isNew = release && !known?.release && !known?.unlinked.includes(release.id);
  return isNew ? [...links, { kind: 'release' as const, target: release }] : links;
}
