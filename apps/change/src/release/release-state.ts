import type { Reference, ReleaseKeys, ReleaseState } from '@opsledger/contracts';

/** What is planned of a release. */
export interface ReleasePlan {
  readonly title: string;
  readonly description: string | null;
  readonly service: Reference | null;
  readonly owner: Reference | null;
  readonly environment: string | null;
  readonly label: string | null;
  readonly plannedStart: string | null;
  readonly plannedEnd: string | null;
  readonly deploymentPlan: string | null;
  readonly backOutPlan: string | null;
}

interface In<State extends ReleaseState> {
  readonly status: State;
  readonly number: string;
  readonly plan: ReleasePlan;
  readonly changes: readonly Reference[];
}

/** A release in any state; what is known of it is the same in all of them. */
export type KnownRelease = { [State in ReleaseState]: In<State> }[ReleaseState];
export type Release = { readonly status: 'unknown' } | KnownRelease;

export const isKnown = (state: Release): state is KnownRelease => state.status !== 'unknown';

/** What readers group by, as it stands after an event that changes this much of it. */
export const keysOf = (
  { number, status, plan: { service, owner, environment } }: KnownRelease,
  changed?: Partial<ReleaseKeys>,
): ReleaseKeys => ({ number, state: status, service, owner, environment, ...changed });
