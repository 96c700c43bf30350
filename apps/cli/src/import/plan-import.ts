import type { HistoryEntry } from '@opsledger/contracts';
import {
  knownFacts,
  leftAwayIn,
  supersededBy,
  type EventLog,
  type HistoryFact,
  type IncidentHistory,
  type RecordedHistory,
} from '@opsledger/incident-history';
import { CliError, Interrupted } from '../client/errors';
import { inParallel } from '../client/in-parallel';
import { progressOf } from '../terminal/progress';
import { derivedPriorities } from './derived-priorities';
import type { RowLedger, Sent } from './import-report';
import type { ImportContext } from './import-servicenow';
import { IN_FLIGHT } from './in-flight';
import { KnownNames } from './known-names';
import { leftOutFor, remarksOn, type RowRemark } from './recorded-before';
import { NOTHING, recordedOf } from './recorded-history';
import { namedIn } from './register-stubs';
import { remarked } from './remarked';

/** Says what an import would do. A plan is made without a server, too; then it says what it does not know. */
export async function planImport(
  log: EventLog,
  ledger: RowLedger,
  { batch, directory }: { readonly batch: string; readonly directory: boolean },
  { api, terminal }: Pick<ImportContext, 'api' | 'terminal'>,
): Promise<Sent> {
  const unknown = new Map<string, string>();
  const asked = async <Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    if (unknown.has(what)) return undefined;
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CliError) || error instanceof Interrupted) throw error;
      unknown.set(what, error.message.replaceAll('\n', ' '));
      return undefined;
    }
  };
  const names = (directory ? await asked(NAMES, () => KnownNames.of(api)) : undefined) ?? new KnownNames();
  const totals = { incidents: 0, facts: 0, derivedPriorities: 0, alreadyRecorded: 0, superseded: 0 };
  const named = new Set<string>();
  const planOne = async (read: IncidentHistory): Promise<void> => {
    const history = { ...read, facts: names.in(read.facts) };
    if (history.facts.length === 0) return ledger.add(history.rows);
    const recorded = await asked(RECORDED, () => recordedOf(api, history));
    const planned = plan(history, batch, recorded);
    totals.incidents++;
    totals.facts += history.facts.length;
    totals.derivedPriorities += derivedPriorities(history.facts);
    totals.alreadyRecorded += planned.alreadyRecorded;
    totals.superseded += planned.superseded;
    for (const { target } of namedIn(history.facts)) named.add(target.id);
    ledger.add(remarked(history.rows, planned.remarks));
  };
  const progress = progressOf(terminal, 'Comparing incidents', log.incidentCount);
  try {
    await inParallel(log.histories(), IN_FLIGHT, async (history) => {
      await planOne(history);
      progress.advance();
    });
  } finally {
    progress.done();
  }
  const warnings = [...unknown].map(([what, why]) => `${what} is not known: ${why}`);
  return {
    ...totals,
    recorded: 0,
    stubs: { named: named.size, recorded: 0 },
    refusedIncidents: [],
    warnings: [...warnings, ...names.remarks],
  };
}

const NAMES = 'Which teams and people the directory has already';
const RECORDED = 'What is recorded of these incidents already';

interface Planned {
  readonly alreadyRecorded: number;
  readonly superseded: number;
  readonly remarks: readonly RowRemark[];
}

function plan(history: IncidentHistory, batch: string, recorded: RecordedHistory = NOTHING): Planned {
  const leftAway = leftAwayIn(history, recorded);
  const judged = supersededBy(history, recorded);
  const superseded = hasOwn(history, batch, recorded, { leftAway, judged }) ? judged : [];
  const leftOut = new Set(superseded);
  const staying = { ...recorded, items: recorded.items.filter((entry) => !leftOut.has(entry)) };
  return {
    alreadyRecorded: knownFacts(history, recorded).size + leftAway.length,
    superseded: superseded.length,
    remarks: [...leftOutFor(history, superseded), ...remarksOn(history, batch, staying, leftAway)],
  };
}

/** Whether something of the incident is, or would be, of this batch: the server leaves nothing out for one without. */
function hasOwn(
  history: IncidentHistory,
  batch: string,
  recorded: RecordedHistory,
  { leftAway, judged }: { readonly leftAway: readonly HistoryFact[]; readonly judged: readonly HistoryEntry[] },
): boolean {
  if (recorded.items.some(({ imported }) => imported?.batch === batch)) return true;
  const known = knownFacts(history, recorded);
  for (const entry of judged) known.delete(entry);
  const notTold = new Set([...known.values(), ...leftAway]);
  return history.facts.some((fact) => !notTold.has(fact));
}
