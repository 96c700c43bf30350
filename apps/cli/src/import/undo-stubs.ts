import {
  GetChangeHistory,
  GetConfigurationItemHistory,
  GetProblemHistory,
  ListChanges,
  ListConfigurationItems,
  ListProblems,
  WithdrawChangeStub,
  WithdrawConfigurationItemStub,
  WithdrawProblemStub,
  type CommandContract,
  type HistoryEntry,
} from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { Refused } from '../client/errors';
import { inParallel } from '../client/in-parallel';
import { everyItem } from './every-item';

interface Stub {
  readonly id: string;
  readonly number: string;
}

interface UndoneStubs {
  readonly withdrawn: number;
  readonly kept: readonly { readonly number: string; readonly why: string }[];
}

const IN_FLIGHT = 16;
/** The server's refusal of a record of which this batch told nothing. */
export const OTHER_BATCH = 'imported-by-another-batch';

interface Route {
  readonly name: string;
  readonly route?: string;
}

const KINDS: readonly { readonly list: Route; readonly history: Route; readonly withdraw: CommandContract }[] = [
  { list: ListProblems, history: GetProblemHistory, withdraw: WithdrawProblemStub },
  { list: ListChanges, history: GetChangeHistory, withdraw: WithdrawChangeStub },
  { list: ListConfigurationItems, history: GetConfigurationItemHistory, withdraw: WithdrawConfigurationItemStub },
];

/**
 * Withdraws the records that an import batch made of what its incidents name.
 *
 * @param namerOf Number of an incident that stays and names the record of an id: that stays, too
 */
export async function undoStubs(
  batch: string,
  reason: string | undefined,
  namerOf: (id: string) => Promise<string | undefined>,
  api: Api,
): Promise<UndoneStubs> {
  let withdrawn = 0;
  const kept: { number: string; why: string }[] = [];
  for (const { list, history, withdraw } of KINDS) {
    const stubs = await everyItem<Stub>(api, list, { imported: true, sort: 'number' });
    await inParallel(stubs, IN_FLIGHT, async ({ id, number }) => {
      try {
        const namer = await namerOf(id);
        if (namer !== undefined) {
          if (await isBroughtBy(batch, pathOf(history, id), api))
            kept.push({ number, why: `${namer} names it and stays.` });
          return;
        }
        const { recorded } = await api.post<Receipt>(pathOf(withdraw, id), { batch, reason });
        if (recorded > 0) withdrawn++;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.code !== OTHER_BATCH) kept.push({ number, why: error.detail });
      }
    });
  }
  return { withdrawn, kept };
}

async function isBroughtBy(batch: string, historyPath: string, api: Api): Promise<boolean> {
  const { items } = await api.get<{ items: HistoryEntry[] }>(historyPath);
  return items.some(({ imported }) => imported?.batch === batch);
}
