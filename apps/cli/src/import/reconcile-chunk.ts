import { SubmitReconciliation } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { Refused } from '../client/errors';
import { carriedOut, type Pause } from './carried-out';
import { halvesOf, type Chunk, type Line } from './ci-chunks';

/** What became of a line of a file. */
export interface LineOutcome {
  readonly file: 'items' | 'relations';
  readonly line: number;
  readonly outcome: string;
  readonly item?: string;
  readonly why?: string;
}

interface ReconcileContext {
  readonly api: Api;
  readonly label: string;
  readonly dryRun: boolean;
  readonly pause?: Pause;
}

interface Reconciled {
  readonly batches: readonly string[];
  readonly lines: readonly LineOutcome[];
}

/** A body that is wrong, or too large. */
const ABOUT_THE_BODY = [400, 413, 422];

/**
 * Sends a chunk as a batch and waits until it is carried out. One line that is wrong has the whole batch refused: then
 * its halves are sent, so that in the end that line alone is refused.
 */
export async function reconcileChunk(chunk: Chunk, context: ReconcileContext): Promise<Reconciled> {
  try {
    return await submitted(chunk, context);
  } catch (error) {
    if (!(error instanceof Refused) || !ABOUT_THE_BODY.includes(error.status)) throw error;
    const halves = halvesOf(chunk);
    if (halves.length === 0) return { batches: [], lines: refused(chunk, error.detail) };
    const parts: Reconciled[] = [];
    for (const half of halves) parts.push(await reconcileChunk(half, context));
    return { batches: parts.flatMap(({ batches }) => batches), lines: parts.flatMap(({ lines }) => lines) };
  }
}

async function submitted(
  { rows, relations, assumed }: Chunk,
  { api, label, dryRun, pause }: ReconcileContext,
): Promise<Reconciled> {
  const body = {
    dryRun,
    label,
    rows: [...rows.map(({ said }) => said), ...assumed],
    relations: relations.map(({ said }) => said),
  };
  const receipt = await api.post<Receipt>(pathOf(SubmitReconciliation), body, {
    'idempotency-key': crypto.randomUUID(),
  });
  const view = await carriedOut(api, receipt.id, pause);
  const lines = [
    ...view.rows.slice(0, rows.length).map(told('items', rows)),
    ...view.relations.map(told('relations', relations)),
  ];
  return { batches: [receipt.number ?? receipt.id], lines };
}

interface Outcome {
  readonly row: number;
  readonly action: string;
  readonly itemId?: string | null;
  readonly reasons: readonly string[];
}

const told =
  (file: LineOutcome['file'], lines: readonly Line<unknown>[]) =>
  ({ row, action, itemId, reasons }: Outcome): LineOutcome => ({
    file,
    line: lines[row - 1]!.line,
    outcome: action,
    ...(itemId && { item: itemId }),
    ...(reasons.length > 0 && { why: reasons.join(' ') }),
  });

const refused = ({ rows, relations }: Chunk, why: string): LineOutcome[] => [
  ...rows.map(({ line }) => ({ file: 'items' as const, line, outcome: 'refused', why })),
  ...relations.map(({ line }) => ({ file: 'relations' as const, line, outcome: 'refused', why })),
];
