import {
  ListChanges,
  ListConfigurationItems,
  ListProblems,
  WithdrawChangeStub,
  WithdrawConfigurationItemStub,
  WithdrawProblemStub,
  type CommandContract,
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

export interface UndoneStubs {
  readonly withdrawn: number;
  readonly kept: readonly { readonly number: string; readonly why: string }[];
}

const IN_FLIGHT = 16;
/** The server's refusal of a record of which this batch told nothing. */
export const OTHER_BATCH = 'imported-by-another-batch';

const KINDS: readonly { readonly list: { readonly route?: string }; readonly withdraw: CommandContract }[] = [
  { list: ListProblems, withdraw: WithdrawProblemStub },
  { list: ListChanges, withdraw: WithdrawChangeStub },
  { list: ListConfigurationItems, withdraw: WithdrawConfigurationItemStub },
];

/**
 * Withdraws the records that an import batch made of what its incidents name.
 *
 * @param namedBy Numbers of incidents that stay, by the ids that they name: these stay, too
 */
export async function undoStubs(
  batch: string,
  reason: string | undefined,
  namedBy: ReadonlyMap<string, string>,
  api: Api,
): Promise<UndoneStubs> {
  let withdrawn = 0;
  const kept: { number: string; why: string }[] = [];
  for (const { list, withdraw } of KINDS) {
    const stubs = await everyItem<Stub>(api, list, { imported: true, sort: 'number' });
    await inParallel(stubs, IN_FLIGHT, async ({ id, number }) => {
      const incident = namedBy.get(id);
      if (incident !== undefined) return void kept.push({ number, why: `${incident} names it and stays.` });
      try {
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
