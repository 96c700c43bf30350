import type { ChangeState, Reference, ReleaseLinkKind } from '@opsledger/contracts';
import { RecordNotFound, Refusal } from '@opsledger/event-sourcing';
import type { KnownRelease } from './release-state';

/** Why something cannot be done with a release. `move-not-permitted` comes from its life cycle. */
export type ReleaseRefusal =
  | 'move-not-permitted'
  | 'release-plan-fixed'
  | 'release-plan-incomplete'
  | 'release-changes-not-ready'
  | 'release-dates-reversed'
  | 'release-ended'
  | 'release-change-unknown';

const refusal = (code: ReleaseRefusal, detail: string, facts?: Record<string, unknown>) =>
  new Refusal<ReleaseRefusal>(code, detail, facts);

export const releaseNotFound = (id: string) => new RecordNotFound('release', id);

export const planFixed = ({ number, status }: KnownRelease) =>
  refusal(
    'release-plan-fixed',
    `${number} is ${status}: its plan stays as it was when deployment began. Say what differed in the review, or plan a new release.`,
    { state: status },
  );

export const planIncomplete = ({ number, status }: KnownRelease, missing: readonly string[]) =>
  refusal(
    'release-plan-incomplete',
    `${number} is ${status} and cannot be deployed yet: it lacks ${missing.join(', ')}. Revise the plan first.`,
    { state: status, missing },
  );

/** Null: it is not to be found. */
export type UnreadyChange = Reference & { readonly state: ChangeState | null };

export function changesNotReady({ number, status }: KnownRelease, changes: readonly UnreadyChange[]) {
  const named = changes.map(({ name, state }) => `${name} (${state ?? 'not to be found'})`).join(', ');
  const remedies = [
    ...(changes.every(isLost) ? [] : ['Have each approved and scheduled, or take it out with unlink.']),
    ...(changes.some(isLost)
      ? ['What is canceled or not to be found cannot be approved any more: take it out with unlink.']
      : []),
  ];
  return refusal(
    'release-changes-not-ready',
    `${number} is ${status} and cannot be deployed yet: nobody has permitted ${named}. ${remedies.join(' ')}`,
    { state: status, changes },
  );
}

export const changeNotReady = ({ number, status }: KnownRelease, { name, state }: Reference & { state: ChangeState }) =>
  refusal(
    'release-changes-not-ready',
    `${number} is ${status}: ${name} is ${state} and cannot go out with it` +
      (state === 'canceled'
        ? '. Link another change.'
        : ', for nobody has permitted it. Have it approved and scheduled first.'),
    { state: status },
  );

const isLost = ({ state }: UnreadyChange): boolean => state === null || state === 'canceled';

export const datesReversed = (number: string, start: string, end: string) =>
  refusal(
    'release-dates-reversed',
    `${number} cannot be planned from ${start} to ${end}, which is not later. Give a plannedEnd after plannedStart.`,
  );

export const releaseEnded = ({ number, status }: KnownRelease) =>
  refusal(
    'release-ended',
    `${number} is ${status}: its changes stay as they are. Plan a new release for further changes.`,
    { state: status },
  );

export const changeUnknown = (kind: ReleaseLinkKind, name: string) =>
  refusal('release-change-unknown', `There is no ${kind} ${name}. Check its id or number.`);
