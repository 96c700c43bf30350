import { setTimeout as sleep } from 'node:timers/promises';
import { GetReconciliation, type ReconciliationView } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf } from '../client/commands';
import { CliError } from '../client/errors';

export type Pause = (milliseconds: number) => Promise<unknown>;

const PATIENCE = 600;
const BETWEEN_LOOKS_MS = 100;
const UNDER_WAY: readonly ReconciliationView['state'][] = ['applying', 'undoing'];

/**
 * Waits until a reconciliation is carried out, or undone.
 *
 * @throws CliError when it is not after about a minute
 */
export async function carriedOut(api: Api, id: string, pause: Pause = sleep): Promise<ReconciliationView> {
  for (let looked = 0; looked < PATIENCE; looked += 1) {
    const view = await api.get<ReconciliationView>(pathOf(GetReconciliation, id));
    if (!UNDER_WAY.includes(view.state)) return view;
    await pause(BETWEEN_LOOKS_MS);
  }
  throw new CliError(`The reconciliation ${id} is not carried out yet. Give the same command again later: it goes on.`);
}
