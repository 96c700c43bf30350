import type { ReleaseEvent, ReleaseSummary, ReleaseView } from '@opsledger/contracts';
import { changesBy, type Changes, type Recorded } from '@opsledger/event-sourcing';
import { evolve } from '../release/evolve';
import type { KnownRelease } from '../release/release-state';

/** What only the facts themselves tell, beside the state that decisions fold. */
interface Told {
  readonly plannedAt: string;
  readonly updatedAt: string;
  readonly deployedAt: string | null;
  readonly testFailures: ReleaseView['testFailures'];
  readonly reviewNotes: string | null;
  readonly endedBecause: string | null;
  readonly rollBackNotes: string | null;
}

export interface ReleaseDocument {
  readonly id: string;
  readonly version: number;
  readonly state: KnownRelease;
  readonly told: Told;
}

const changes: Changes<Told, ReleaseEvent> = {
  ReleaseTestFailed: ({ testFailures }, { data, occurredAt }) => ({
    testFailures: [...testFailures, { at: occurredAt, findings: data.findings }],
  }),
  ReleaseDeployed: (_, { occurredAt }) => ({ deployedAt: occurredAt }),
  ReleaseRolledBack: (_, { data }) => ({ endedBecause: data.reason, rollBackNotes: data.notes }),
  ReleaseReviewed: (_, { data }) => ({ reviewNotes: data.notes }),
  ReleaseCanceled: (_, { data }) => ({ endedBecause: data.reason }),
};

const blank = (at: string): Told => ({
  plannedAt: at,
  updatedAt: at,
  deployedAt: null,
  testFailures: [],
  reviewNotes: null,
  endedBecause: null,
  rollBackNotes: null,
});

export function releaseAfter(before: ReleaseDocument | undefined, event: Recorded<ReleaseEvent>): ReleaseDocument {
  const told = before?.told ?? blank(event.occurredAt);
  const updatedAt = told.updatedAt > event.occurredAt ? told.updatedAt : event.occurredAt;
  return {
    id: event.subject,
    version: event.revision,
    state: evolve(before?.state ?? { status: 'unknown' }, event) as KnownRelease,
    told: { ...told, updatedAt, ...changesBy<Told, ReleaseEvent>(changes, told, event) },
  };
}

export function summaryOf({ id, version, state, told }: ReleaseDocument): ReleaseSummary {
  const { title, label, service, owner, environment, plannedStart, plannedEnd } = state.plan;
  return {
    id,
    number: state.number,
    state: state.status,
    title,
    label,
    service,
    owner,
    environment,
    plannedStart,
    plannedEnd,
    plannedAt: told.plannedAt,
    updatedAt: told.updatedAt,
    deployedAt: told.deployedAt,
    changeCount: state.changes.length,
    version,
  };
}

export function viewOf(document: ReleaseDocument): Omit<ReleaseView, 'deployments'> {
  const { state, told } = document;
  const { description, deploymentPlan, backOutPlan } = state.plan;
  const { testFailures, reviewNotes, endedBecause, rollBackNotes } = told;
  return {
    ...summaryOf(document),
    description,
    deploymentPlan,
    backOutPlan,
    changes: [...state.changes],
    testFailures,
    reviewNotes,
    endedBecause,
    rollBackNotes,
  };
}
