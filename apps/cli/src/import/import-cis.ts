import {
  GetReconciliation,
  ListCiClasses,
  SubmitReconciliation,
  type CiClassView,
  type ReconciliationView,
} from '@opsledger/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { CliError, Refused } from '../client/errors';
import { progressOf, type Terminal } from '../terminal/progress';
import { chunksOf, type Chunk, type Line } from './ci-chunks';
import { ciRelations, ciRows, type Read } from './ci-rows';

export interface CiImportRequest {
  readonly file: string;
  readonly relations?: string;
  readonly source?: string;
  readonly label: string;
  readonly dryRun: boolean;
}

/** What became of a line of a file. */
export interface LineOutcome {
  readonly file: 'items' | 'relations';
  readonly line: number;
  readonly outcome: string;
  readonly item?: string;
  readonly why?: string;
}

export interface CiImportReport {
  readonly label: string;
  readonly dryRun: boolean;
  readonly batches: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly perLine: readonly LineOutcome[];
}

interface Context {
  readonly api: Api;
  readonly terminal: Terminal;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

const PATIENCE = 600;
const BETWEEN_LOOKS_MS = 100;

/** Sends source rows batch by batch; each is carried out before the next, which may name what it brought. */
export async function importCis(request: CiImportRequest, context: Context): Promise<CiImportReport> {
  const { items: classes } = await context.api.get<{ items: CiClassView[] }>(pathOf(ListCiClasses as never));
  const rows = await ciRows(request.file, request.source, classes);
  const relations = request.relations ? await ciRelations(request.relations, request.source) : [];
  const progress = progressOf(context.terminal, 'Reconciling lines', rows.length + relations.length);
  const perLine: LineOutcome[] = [];
  const batches: string[] = [];
  const run = async (chunk: Chunk): Promise<void> => {
    perLine.push(...(await reconciled(chunk, request, context, batches)));
    progress.advance(chunk.rows.length + chunk.relations.length);
  };
  try {
    const [items, related] = [readable(rows, 'items', perLine), readable(relations, 'relations', perLine)];
    for (const chunk of chunksOf(items, related, request)) await run(chunk);
  } finally {
    progress.done();
  }
  perLine.sort((one, other) => (one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1));
  const counts: Record<string, number> = {};
  for (const { file, outcome } of perLine) {
    const name = file === 'items' ? outcome : `relations: ${outcome}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return { label: request.label, dryRun: request.dryRun, batches, counts, perLine };
}

function readable<Said>(lines: readonly Read<Said>[], file: LineOutcome['file'], told: LineOutcome[]): Line<Said>[] {
  return lines.flatMap((one) => {
    if ('said' in one) return [one];
    told.push({ file, line: one.line, outcome: 'unreadable', why: one.why });
    return [];
  });
}

async function reconciled(
  { rows, relations, assumed }: Chunk,
  { dryRun, label }: CiImportRequest,
  { api, pause = sleep }: Context,
  batches: string[],
): Promise<LineOutcome[]> {
  const body = {
    dryRun,
    label,
    rows: [...rows.map(({ said }) => said), ...assumed],
    relations: relations.map(({ said }) => said),
  };
  const key = { 'idempotency-key': crypto.randomUUID() };
  let receipt: Receipt;
  try {
    receipt = await api.post<Receipt>(pathOf(SubmitReconciliation), body, key);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const refused = { outcome: 'refused', why: error.detail };
    return [
      ...rows.map(({ line }) => ({ file: 'items' as const, line, ...refused })),
      ...relations.map(({ line }) => ({ file: 'relations' as const, line, ...refused })),
    ];
  }
  batches.push(receipt.number ?? receipt.id);
  const view = await carriedOut(api, receipt.id, pause);
  const told =
    (file: LineOutcome['file'], lines: readonly Line<unknown>[]) =>
    (outcome: Outcome): LineOutcome => ({
      file,
      line: lines[outcome.row - 1]!.line,
      outcome: outcome.action,
      ...(outcome.itemId && { item: outcome.itemId }),
      ...(outcome.reasons.length > 0 && { why: outcome.reasons.join(' ') }),
    });
  return [
    ...view.rows.slice(0, rows.length).map(told('items', rows)),
    ...view.relations.map(told('relations', relations)),
  ];
}

interface Outcome {
  readonly row: number;
  readonly action: string;
  readonly itemId?: string | null;
  readonly reasons: readonly string[];
}

async function carriedOut(
  api: Api,
  id: string,
  pause: (milliseconds: number) => Promise<unknown>,
): Promise<ReconciliationView> {
  for (let looked = 0; looked < PATIENCE; looked += 1) {
    const view = await api.get<ReconciliationView>(pathOf(GetReconciliation as never, id));
    if (view.state !== 'applying') return view;
    await pause(BETWEEN_LOOKS_MS);
  }
  throw new CliError(`The reconciliation ${id} is not carried out yet. Run the import again later: it goes on.`);
}
