import {
  type ClockSummary,
  type GetSlaClock,
  type GetSlaClockLedger,
  type ParamsOf,
  type ResultOf,
} from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { notFound, type QueryContext } from '@opsledger/service-kit';
import type { LedgerEntry } from '../clock/clock';
import { judgeRecord } from '../clock/judge-record';
import { slaClockList, type ClockRow } from '../read-models/clocks';
import type { SlaDatabase } from '../read-models/sla-database';
import { clockedIncident } from '../records/incident-facts';
import { clockId } from '../watch/news';
import { clockSummary } from './clock-summary';
import { ledgerView } from './clock-view';
import { currentBook } from './current-book';
import { instantAsked } from './instant-asked';

export async function getSlaClock({ id }: ParamsOf<typeof GetSlaClock>, context: QueryContext): Promise<ClockSummary> {
  const row = await clock(id, context);
  return clockSummary(row, await currentBook(context), context.clock().getTime());
}

/** Worked out anew from the record's history: what lists show is checked against it, not the other way round. */
export async function getSlaClockLedger(
  { id, asOf }: ParamsOf<typeof GetSlaClockLedger>,
  context: QueryContext,
): Promise<ResultOf<typeof GetSlaClockLedger>> {
  const { record_id: record, number } = await clock(id, context);
  const [book, events] = await Promise.all([
    currentBook(context),
    context.store.readStream(streamOf('incident', record)),
  ]);
  const now = instantAsked(asOf, context);
  const judged = judgeRecord(clockedIncident(events).facts, book, now.getTime());
  const found = judged.find(({ kind, target }) => clockId(record, kind, target) === id);
  if (!found) throw notFound(`${number} had no such clock by ${now.toISOString()}. Ask without asOf, or for later.`);
  const { elapsedMs, ledger } = found;
  return { id, asOf: now.toISOString(), elapsedMs, byTeam: byTeam(ledger), ledger: ledger.map(ledgerView) };
}

async function clock(id: string, context: QueryContext): Promise<ClockRow> {
  await context.upToDate(slaClockList.name);
  const clocks = (context.db as SlaDatabase).selectFrom('sla.clocks').selectAll();
  const row = await clocks.where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`There is no clock ${id}; GET /v1/sla/clocks?recordId=… lists those of a record.`);
  return row;
}

function byTeam(ledger: readonly LedgerEntry[]): { team: string | null; elapsedMs: number }[] {
  const counted = new Map<string | null, number>();
  for (const { team, from, to, counted: counts } of ledger)
    counted.set(team, (counted.get(team) ?? 0) + (counts ? to - from : 0));
  return [...counted].map(([team, elapsedMs]) => ({ team, elapsedMs }));
}
