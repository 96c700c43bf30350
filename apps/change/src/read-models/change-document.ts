import { isImportedOnly, type ChangeDocument, type ChangeEvent, type ChangeSummary } from '@opsledger/contracts';
import { changesBy, type Changes, type Recorded } from '@opsledger/event-sourcing';
import { authorOf } from '@opsledger/service-kit';
import { detailsAfter } from '../change/evolve';
import type { ChangeDetails } from '../change/change-state';

/** What is kept of a change: what decisions know of it, and when and by whom things happened. */
export interface ChangeStory {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly details: ChangeDetails;
  readonly times: Pick<ChangeSummary, 'submittedAt' | 'approvedAt' | 'actualStart' | 'actualEnd' | 'closedAt'>;
  readonly told: Pick<ChangeDocument, 'overrides' | 'outcome' | 'review' | 'cancelReason' | 'notes'>;
  readonly answeredAt: Readonly<Record<string, string>>;
}

const times: Changes<ChangeStory['times'], ChangeEvent> = {
  ChangeSubmitted: (_, { occurredAt }) => ({ submittedAt: occurredAt }),
  ChangeApproved: (_, { occurredAt }) => ({ approvedAt: occurredAt }),
  ChangeApprovalsExpired: () => ({ approvedAt: null }),
  ChangeApprovalRequested: () => ({ approvedAt: null }),
  ChangeImplementationStarted: (_, { data }) => ({ actualStart: data.startedAt }),
  ChangeImplementationFinished: (_, { data }) => ({ actualEnd: data.finishedAt }),
  ChangeClosed: (_, { occurredAt }) => ({ closedAt: occurredAt }),
};

const told: Changes<ChangeStory['told'], ChangeEvent> = {
  ChangeCollisionsOverridden: ({ overrides }, event) => {
    const { reason, collisions } = event.data;
    return { overrides: [...overrides, { at: event.occurredAt, by: authorOf(event), reason, collisions }] };
  },
  ChangeImplementationFinished: (_, { data: { result, notes } }) => ({ outcome: { result, notes } }),
  ChangeReviewed: (_, event) => {
    const { summary, lessons, actions } = event.data;
    return { review: { at: event.occurredAt, by: authorOf(event), summary, lessons, actions } };
  },
  ChangeCanceled: (_, { data }) => ({ cancelReason: data.reason }),
  ChangeNoted: ({ notes }, event) => ({
    notes: [...notes, { id: event.id, at: event.occurredAt, by: authorOf(event), body: event.data.body }],
  }),
};

const blank = {
  times: { submittedAt: null, approvedAt: null, actualStart: null, actualEnd: null, closedAt: null },
  told: { overrides: [], outcome: null, review: null, cancelReason: null, notes: [] },
  answeredAt: {},
};

export function storyAfter(before: ChangeStory | undefined, event: Recorded<ChangeEvent>): ChangeStory {
  const { occurredAt, revision, subject } = event;
  const story = before ?? { ...blank, id: subject, createdAt: occurredAt, updatedAt: occurredAt };
  return {
    id: story.id,
    createdAt: story.createdAt,
    updatedAt: story.updatedAt > occurredAt ? story.updatedAt : occurredAt,
    version: revision,
    details: detailsAfter(before?.details, event),
    times: { ...story.times, ...changesBy<ChangeStory['times'], ChangeEvent>(times, story.times, event) },
    told: { ...story.told, ...changesBy<ChangeStory['told'], ChangeEvent>(told, story.told, event) },
    answeredAt:
      event.type === 'ChangeApprovalAnswered'
        ? { ...story.answeredAt, [event.data.approver.id]: occurredAt }
        : story.answeredAt,
  };
}

export function summaryOf({ id, version, createdAt, updatedAt, details, times: at }: ChangeStory): ChangeSummary {
  const { keys, plan, approvals } = details;
  return {
    id,
    version,
    createdAt,
    updatedAt,
    ...keys,
    external: details.origin.external,
    importedOnly: isImportedOnly(details.origin),
    title: details.title,
    requestedBy: details.requestedBy,
    assignee: details.person,
    plannedStart: plan.plannedStart,
    plannedEnd: plan.plannedEnd,
    riskScore: details.risk?.score ?? null,
    approval: approvals.verdict,
    collisions: details.collisions.length,
    template: details.template,
    ...at,
  };
}
