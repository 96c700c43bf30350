import type { Reference } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { CliError } from '../client/errors';
import { inParallel } from '../client/in-parallel';
import { progressOf, type Terminal } from '../terminal/progress';
import type { Cast } from './cast';
import { describe, findMark, type DemoMark } from './demo-mark';
import { letReadersRead } from './readers';
import { requireEmpty } from './require-empty';
import { reviewerOf } from './reviewer';
import { setUpCompany } from './set-up-company';
import { setUpEstate } from './set-up-estate';
import type { Story } from './story';
import { tell, type Told } from './tell';
import { tellOperations } from './tell-operations';
import { storiesOf, type DemoPlan } from './year';

interface DemoResult {
  readonly mark: DemoMark;
  readonly incidents: number;
  readonly commands: number;
  /** Facts that were not there before. */
  readonly recorded: number;
  /** Stories that somebody has taken another way since. */
  readonly diverged: number;
}

export interface DemoRequest {
  readonly seed: string;
  readonly incidents: number;
  /** Whether a demo may begin where there are other records. */
  readonly intoExisting?: boolean;
}

interface DemoContext {
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
  { intoExisting = false, ...wanted }: DemoRequest,
  { api, terminal, clock }: DemoContext,
): Promise<DemoResult> {
  const found = await findMark(api);
  if (found && (found.seed !== wanted.seed || found.incidents !== wanted.incidents)) {
    throw new CliError(
      `There is a demo here already (${describe(found)}) Complete it with --seed ${found.seed} --size ${found.incidents}, or use an empty system.`,
    );
  }
  if (!found && !intoExisting) await requireEmpty(api);
  const mark = found ?? { ...wanted, until: clock().toISOString() };
  const plan: DemoPlan = { ...wanted, until: Date.parse(mark.until) };
  const company = await setUpCompany(plan, mark, api);
  const estate = await setUpEstate(plan, company.teamId, { api, terminal });
  const cast: Cast = { ...company, item: estate.item };
  const totals = { incidents: 0, commands: 0, recorded: 0, diverged: 0 };
  const reviewer = await reviewerOf(mark, api);
  const counted = async (story: Story): Promise<Told> => {
    const told = await tell(story, plan, { api, reviewer: reviewer.api });
    totals.commands += told.commands;
    totals.recorded += told.recorded;
    if (told.diverged) totals.diverged++;
    return told;
  };
  try {
    const letRead = (articles: readonly Reference[]) =>
      // Without a reviewer all that was told before.
      reviewer.api ? letReadersRead(plan, cast, articles, api) : Promise.resolve();
    const aftermath = await tellOperations(plan, { cast, reviewer: reviewer.self, terminal, tell: counted, letRead });
    await reviewer.finish();
    const progress = progressOf(terminal, 'Telling incidents', plan.incidents);
    try {
      await inParallel(storiesOf(plan, cast, aftermath), IN_FLIGHT, async (story) => {
        await counted(story);
        totals.incidents++;
        progress.advance();
      });
    } finally {
      progress.done();
    }
  } finally {
    await reviewer.leave();
  }
  return { mark, ...totals };
}
