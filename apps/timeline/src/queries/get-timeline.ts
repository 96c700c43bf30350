import type { GetTimeline, HistoryEntry, LinkedRecord, ParamsOf, ResultOf, TimelineEntry } from '@opsledger/contracts';
import { someAtOnce, type QueryContext } from '@opsledger/service-kit';
import { findSubject, referenceTo, toldBy, type ToldRecord } from '../links/find-subject';
import { linksOf, upToDate } from '../links/links-of';
import { reach } from '../links/reach';

/** Of a hub only so many links are looked at: what lies behind them would be cut off anyway. */
const MOST_LINKS = 2_000;
/** Histories asked for at the same time. */
const AT_ONCE = 20;

export async function getTimeline(
  params: ParamsOf<typeof GetTimeline>,
  context: QueryContext,
): Promise<ResultOf<typeof GetTimeline>> {
  await upToDate(context);
  const { subject: name, depth = 4, records: most = 50, limit = 500 } = params;
  const asOf = new Date(params.asOf ?? context.clock()).toISOString();
  const told = await findSubject(name, context);
  const subject = referenceTo(told);
  const linksFrom = (ids: readonly string[]) => linksOf(ids, { at: asOf, limit: MOST_LINKS }, context);
  const { records, truncated } = await reach(subject, { depth, records: most }, linksFrom);

  const others = await historiesOf(records.slice(1), context);
  const from = params.from === undefined ? '' : new Date(params.from).toISOString();
  const entries = [told, ...others]
    .flatMap(entriesOf)
    .filter(({ at }) => at >= from && at <= asOf)
    .sort(byTime);
  return {
    subject,
    asOf,
    records: [...records],
    items: entries.slice(0, limit),
    truncated: { records: truncated, items: entries.length > limit },
  };
}

async function historiesOf(records: readonly LinkedRecord[], context: QueryContext): Promise<ToldRecord[]> {
  const told = await someAtOnce(records, AT_ONCE, async ({ id, record }) => record && toldBy(record, id, context));
  return told.flatMap((one) => one ?? []);
}

const entriesOf = (told: ToldRecord): TimelineEntry[] =>
  told.items.map((entry) => ({
    at: entry.occurredAt,
    record: referenceTo(told),
    fact: entry.type,
    by: entry.by,
    why: whyOf(entry),
    changes: entry.changes,
    data: entry.data,
    recordedAt: entry.recordedAt,
    id: entry.id,
  }));

/** The words by which facts give their reason, the most telling first. */
const REASONS = ['reason', 'justification', 'notes', 'note', 'because'] as const;

function whyOf({ data }: HistoryEntry): string | null {
  const said = REASONS.map((word) => data[word]).find((value) => typeof value === 'string');
  return (said as string | undefined) ?? null;
}

/** Facts of the same instant in the order in which they were learned. */
const byTime = (one: TimelineEntry, other: TimelineEntry): number =>
  compare(one.at, other.at) || compare(one.recordedAt, other.recordedAt);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
