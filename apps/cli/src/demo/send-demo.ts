import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { CliError, Refused } from '../client/errors';
import { inParallel } from '../client/in-parallel';
import { progressOf, type Terminal } from '../terminal/progress';
import type { Cast } from './cast';
import { describe, findMark, type DemoMark } from './demo-mark';
import { setUpCompany } from './set-up-company';
import { setUpEstate } from './set-up-estate';
import type { Story } from './story';
import { storiesOf, stepKey, type DemoPlan } from './year';

export interface DemoResult {
  readonly mark: DemoMark;
  readonly incidents: number;
  readonly commands: number;
  /** Facts that were not there before. */
  readonly recorded: number;
  /** Stories that somebody has taken another way since. */
  readonly diverged: number;
}

export interface DemoContext {
  readonly api: Api;
  readonly terminal: Terminal;
  readonly clock: () => Date;
}

const IN_FLIGHT = 24;

/**
 * Tells a demo to the server as the commands people would have given, each at its own time. A demo that is
 * there already, or in part, is completed: every command has a key of its own.
 */
export async function sendDemo(
  wanted: { readonly seed: string; readonly incidents: number },
  { api, terminal, clock }: DemoContext,
): Promise<DemoResult> {
  const found = await findMark(api);
  if (found && (found.seed !== wanted.seed || found.incidents !== wanted.incidents)) {
    throw new CliError(
      `There is a demo here already (${describe(found)}) Complete it with --seed ${found.seed} --size ${found.incidents}, or use an empty system.`,
    );
  }
  const mark = found ?? { ...wanted, until: clock().toISOString() };
  const plan: DemoPlan = { ...wanted, until: Date.parse(mark.until) };
  const company = await setUpCompany(plan, mark, api);
  const estate = await setUpEstate(plan, company.teamId, { api, terminal });
  const cast: Cast = { ...company, item: estate.item };
  const totals = { incidents: 0, commands: 0, recorded: 0, diverged: 0 };
  const progress = progressOf(terminal, 'Telling incidents', plan.incidents);
  try {
    await inParallel(storiesOf(plan, cast), IN_FLIGHT, async (story) => {
      const told = await tell(story, plan, api);
      totals.incidents++;
      totals.commands += told.commands;
      totals.recorded += told.recorded;
      if (told.diverged) totals.diverged++;
      progress.advance();
    });
  } finally {
    progress.done();
  }
  return { mark, ...totals };
}

async function tell(story: Story, plan: DemoPlan, api: Api) {
  const told = { commands: 0, recorded: 0, diverged: false };
  let id: string | undefined;
  for (const [index, { contract, at, data }] of story.steps.entries()) {
    try {
      const receipt: Receipt = await api.post(pathOf(contract, id), data, {
        'idempotency-key': stepKey(plan, story, index),
        'opsledger-occurred-at': at,
      });
      id ??= receipt.id;
      told.commands++;
      if (!receipt.repeated) told.recorded += receipt.recorded;
    } catch (error) {
      // Somebody went on with the incident since the first run: their story is the true one.
      if (!(error instanceof Refused) || id === undefined) throw error;
      return { ...told, diverged: true };
    }
  }
  return told;
}
