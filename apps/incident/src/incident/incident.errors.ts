import type { IncidentState, LinkKind, MajorState, Reference } from '@opsledger/contracts';
import { RecordNotFound, Refusal } from '@opsledger/event-sourcing';
import type { KnownIncident } from './incident-state';

/** Why the incident service says no. Each message names the incident, its state and what to do instead. */
export type IncidentRefusal =
  | 'move-not-permitted'
  | 'incident-not-open'
  | 'incident-ended'
  | 'incident-not-on-hold'
  | 'resume-time-passed'
  | 'team-unknown'
  | 'person-unknown'
  | 'caller-unknown'
  | 'person-not-in-team'
  | 'requester-may-not-assign'
  | 'requester-logs-own'
  | 'link-target-unknown'
  | 'link-target-unnamed'
  | 'link-taken'
  | 'link-cycle'
  | 'parent-not-open'
  | 'duplicate-not-linked'
  | 'major-step-not-permitted'
  | 'update-time-passed'
  | 'review-required'
  | 'review-too-early'
  | 'import-id-mismatch'
  | 'record-not-imported'
  | 'imported-by-another-batch'
  | 'worked-on-since-import'
  | 'worked-on-before-import'
  | 'later-import-builds-on-it';

const refusal = (code: IncidentRefusal, detail: string, facts?: Record<string, unknown>): Refusal<IncidentRefusal> =>
  new Refusal(code, detail, facts);

const FOLLOW_UP = 'log a new incident with followUpOf';

interface PossibleMove {
  readonly by: string;
  readonly to: IncidentState;
}

/** What can be done with an incident in its state, in words. */
function remedy({ number, status }: KnownIncident, possible: readonly PossibleMove[]): string {
  if (status === 'closed') return `It stays closed: ${FOLLOW_UP} ${number} instead.`;
  if (status === 'canceled') return `It stays canceled: ${FOLLOW_UP} ${number} if it was an incident after all.`;
  return `Possible now: ${possible.map(({ by, to }) => `${by} (→ ${to})`).join(', ')}.`;
}

const standing = ({ status }: KnownIncident, possible: readonly PossibleMove[]) => ({
  state: status,
  possible: possible.map(({ to }) => to),
});

/** For what was withdrawn, and for what whoever asks may not see. */
export const incidentNotFound = (id: string) => new RecordNotFound('incident', id);

export const moveNotPermitted = (state: KnownIncident, verb: string, possible: readonly PossibleMove[]) =>
  refusal(
    'move-not-permitted',
    `${state.number} is ${state.status}: ${verb} is not possible. ${remedy(state, possible)}`,
    standing(state, possible),
  );

export const incidentNotOpen = (state: KnownIncident, what: string, possible: readonly PossibleMove[]) =>
  refusal(
    'incident-not-open',
    `${state.number} is ${state.status}: ${what} only while it is open. ${remedy(state, possible)}`,
    standing(state, possible),
  );

export const incidentEnded = (state: KnownIncident, what: string) =>
  refusal('incident-ended', `${state.number} is ${state.status}: ${what} no longer. ${remedy(state, [])}`, {
    state: state.status,
    possible: [],
  });

export const incidentNotOnHold = (state: KnownIncident, possible: readonly PossibleMove[]) =>
  refusal(
    'incident-not-on-hold',
    `${state.number} is ${state.status}, not on hold. ${remedy(state, possible)}`,
    standing(state, possible),
  );

export const resumeTimePassed = (number: string, resumeAt: string) =>
  refusal('resume-time-passed', `${number}: ${resumeAt} has passed. Give a time to come, or none.`);

export const teamUnknown = (teamId: string) =>
  refusal('team-unknown', `There is no team ${teamId}, or it was disbanded. Choose another; GET /v1/teams lists them.`);

export const personUnknown = (personId: string) =>
  refusal('person-unknown', `There is no person ${personId}, or they are deactivated. Choose a member of the team.`);

export const callerUnknown = (personId: string) =>
  refusal(
    'caller-unknown',
    `There is no person ${personId} to be the caller. Name one that GET /v1/people lists, or leave caller out.`,
  );

export const personNotInTeam = (person: Reference, team: Reference) =>
  refusal(
    'person-not-in-team',
    `${person.name} is no member of ${team.name}. Choose a member, or leave the person out; GET /v1/teams/${team.id}/members lists them.`,
    { person, team },
  );

export const requesterMayNotAssign = () =>
  refusal('requester-may-not-assign', 'Leave out assign and loggedByTeamId: an agent decides who takes the incident.');

export const requesterLogsOwn = () =>
  refusal('requester-logs-own', 'You log incidents for yourself: leave out the caller, or ask an agent to log it.');

export const linkTargetUnknown = (kind: LinkKind, target: string) =>
  refusal('link-target-unknown', `${kind}: there is no incident ${target}. Check the id or number.`);

export const linkTargetUnnamed = (kind: LinkKind, id: string) =>
  refusal('link-target-unnamed', `${kind} ${id}: give the name the record has, too.`);

export const linkTaken = (number: string, kind: LinkKind, target: Reference) =>
  refusal('link-taken', `${number} has a ${kind} already: ${target.name}. Take that link off first.`, { target });

export const linkCycle = (number: string, kind: LinkKind, target: Reference) =>
  refusal('link-cycle', `${kind}: ${target.name} is ${number} itself, or leads back to it. Choose another incident.`);

export const parentNotOpen = (number: string, parent: Reference, state: IncidentState) =>
  refusal(
    'parent-not-open',
    `${parent.name} is ${state} and ${number} is open: it could not resolve with it. Link it as duplicate_of or follow_up_of, or resolve ${number} first.`,
    { parent, state },
  );

export const duplicateNotLinked = (number: string) =>
  refusal(
    'duplicate-not-linked',
    `${number} names no incident that it is a duplicate of: link it as duplicate_of first, or choose another code.`,
  );

export const majorStepNotPermitted = (
  state: KnownIncident,
  step: string,
  major: MajorState | null,
  possible: readonly string[],
) =>
  refusal(
    'major-step-not-permitted',
    `${state.number} is ${major ? `${major} as a major incident` : 'no candidate for a major incident'}: ${step} is not possible. ` +
      `Possible now: ${possible.join(', ')}.`,
    { state: state.status, major, possible },
  );

export const updateTimePassed = (number: string, due: string) =>
  refusal(
    'update-time-passed',
    `${number}: the next update cannot be due at ${due}, which has passed. Give a time to come, or none for half an hour from now.`,
  );

export const reviewRequired = (number: string) =>
  refusal(
    'review-required',
    `${number} is a major incident: record its post-incident review (major/review), then close it.`,
  );

export const reviewTooEarly = (state: KnownIncident, possible: readonly PossibleMove[]) =>
  refusal(
    'review-too-early',
    `${state.number} is ${state.status}: review it once it is resolved. ${remedy(state, possible)}`,
    standing(state, possible),
  );

export const importIdMismatch = (source: string, number: string, expected: string) =>
  refusal('import-id-mismatch', `${number} of ${source} has the id ${expected}. Address the import to it.`, {
    expected,
  });

export const recordNotImported = (number: string) =>
  refusal('record-not-imported', `${number} was logged here, not imported: there is no import to extend or withdraw.`);

export const importedByAnotherBatch = (number: string, batches: readonly string[]) =>
  refusal(
    'imported-by-another-batch',
    `This batch recorded nothing of ${number}; what is known of it was imported by ${batches.join(', ')}. Withdraw those, the latest first.`,
    { batches },
  );

export const laterImportBuildsOnIt = (number: string, batch: string) =>
  refusal(
    'later-import-builds-on-it',
    `Batch ${batch} was imported later and added to ${number}, or went on there later: withdraw that one first. It can be imported again afterwards.`,
    { batch },
  );

export const workedOnBeforeImport = (number: string, added: number) =>
  refusal(
    'worked-on-before-import',
    `${number} was worked on here since it was imported, and ${added} of the facts now told belong before that: what was decided here would change behind people's backs. Note by hand what is missing.`,
    { added },
  );

export const workedOnSinceImport = (number: string) =>
  refusal(
    'worked-on-since-import',
    `${number} was worked on here since it was imported, and withdrawing would hide that. Cancel it instead.`,
  );
