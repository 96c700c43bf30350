import type { ProblemTrendEvent, ProblemTrendView } from '@opsledger/contracts';
import { changesBy, projection, type Changes, type Recorded, type RowHandlers } from '@opsledger/event-sourcing';
import { authorOf } from '@opsledger/service-kit';

type RecordedTrendEvent = Recorded<ProblemTrendEvent>;

const blank = ({ subject, occurredAt, data: { keys } }: RecordedTrendEvent): ProblemTrendView => ({
  id: subject,
  evidence: {
    kind: keys.kind,
    subject: { id: '-', name: '-' },
    incidents: [],
    from: occurredAt,
    to: occurredAt,
    threshold: 0,
    ruleVersion: 1,
  },
  proposedAt: occurredAt,
  updatedAt: occurredAt,
  problem: null,
  dismissReason: null,
  decidedBy: null,
  version: 0,
  ...keys,
});

const changes: Changes<ProblemTrendView, ProblemTrendEvent> = {
  ProblemTrendProposed: (_, { data }) => ({ evidence: data.evidence }),
  ProblemTrendAccepted: (_, event) => ({ problem: event.data.problem, decidedBy: authorOf(event) }),
  ProblemTrendDismissed: (_, event) => ({ dismissReason: event.data.reason, decidedBy: authorOf(event) }),
};

/** A trend after one more fact. */
export function trendAfter(before: ProblemTrendView | undefined, event: RecordedTrendEvent): ProblemTrendView {
  const view = before ?? blank(event);
  return {
    ...view,
    ...event.data.keys,
    updatedAt: event.occurredAt,
    version: event.revision,
    ...changesBy<ProblemTrendView, ProblemTrendEvent>(changes, view, event),
  };
}

export interface TrendListRow {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly kind: string;
  readonly subject_id: string;
  /** The nth trend of this configuration item or category. */
  readonly ordinal: number;
  readonly proposed_at: string;
  readonly updated_at: string;
  readonly trend: ProblemTrendView;
}

function rowAfter(row: TrendListRow | undefined, event: RecordedTrendEvent): TrendListRow {
  const trend = trendAfter(row?.trend, event);
  return {
    id: trend.id,
    number: trend.number,
    state: trend.state,
    kind: trend.kind,
    subject_id: trend.evidence.subject.id,
    ordinal: event.type === 'ProblemTrendProposed' ? event.data.ordinal : (row?.ordinal ?? 1),
    proposed_at: trend.proposedAt,
    updated_at: trend.updatedAt,
    trend,
  };
}

const handlers: RowHandlers<TrendListRow, ProblemTrendEvent> = {
  ProblemTrendProposed: rowAfter,
  ProblemTrendAccepted: rowAfter,
  ProblemTrendDismissed: rowAfter,
};

export const trendList = projection<TrendListRow, ProblemTrendEvent>({
  name: 'problem-trends',
  version: 1,
  table: {
    schema: 'problem',
    name: 'trends',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      number: 'text collate "C" not null',
      state: 'text collate "C" not null',
      kind: 'text collate "C" not null',
      subject_id: 'text collate "C" not null',
      ordinal: 'integer not null',
      proposed_at: 'timestamptz not null',
      updated_at: 'timestamptz not null',
      trend: 'json not null',
    },
    indexes: ['(proposed_at, id)', '(updated_at, id)', '(number, id)', '(subject_id, kind)'],
    comment: 'Trends found among incidents, and what was decided about them.',
    columnComments: {
      subject_id: 'Configuration item, or category, that the incidents have in common',
      ordinal: 'The nth trend of this configuration item or category',
      trend: 'The trend as the API answers it',
    },
  },
  handlers,
});
