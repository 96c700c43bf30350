import { ApproveChangeTemplate, DefineChangeTemplate, type Reference } from '@opsledger/contracts';
import { inParallel } from '../client/in-parallel';
import { progressOf, type Terminal } from '../terminal/progress';
import { aftermathOf, type Aftermath } from './aftermath';
import { articleStory, isPublic, publishedAt } from './article-story';
import type { Cast } from './cast';
import { SERVICES } from './catalogue';
import { changeStory } from './change-story';
import { deploymentStory, releaseStory } from './delivery-story';
import { discoveryStory, itemStory } from './item-story';
import { operationsOf, type Operations, type PlannedChange } from './operations';
import { problemStory } from './problem-story';
import { readingStory } from './reading-story';
import { randomOf } from './random';
import { Storyline, type Story } from './story';
import type { Told } from './tell';
import { DAY } from './times';
import { yearBefore, type DemoPlan } from './year';

const IN_FLIGHT = 16;

interface Around {
  readonly cast: Cast;
  readonly reviewer: Reference;
  readonly terminal: Terminal;
  readonly tell: (story: Story) => Promise<Told>;
  /** Has people who ask for help read articles that anybody may read. */
  readonly letRead: (articles: readonly Reference[]) => Promise<void>;
}

/** Tells what happens in the year besides incidents; answers with what incidents come of it. */
export async function tellOperations(
  plan: DemoPlan,
  { cast, reviewer, terminal, tell, letRead }: Around,
): Promise<Aftermath> {
  const operations = operationsOf(plan);
  const { changes, problems, articles, releases, deployments, drifts } = operations;
  const items = SERVICES.flatMap(({ cis }) => cis);
  const records = new Map<string, Reference>();
  const recordOf = (key: string) => records.get(key);
  const progress = progressOf(terminal, 'Telling changes', storiesIn(operations));
  const chance = (key: string) => randomOf(`${plan.seed}/${key}`);
  const told = async (key: string, line: Storyline, record?: string): Promise<void> => {
    const { id, number } = await tell({ key, steps: line.until(plan.until), ...(record !== undefined && { record }) });
    if (id !== undefined) records.set(key, { id, name: number ?? id });
    progress.advance();
  };
  try {
    const template = await tell({ key: 'template-1', steps: templateStory(plan).until(plan.until) });
    const around = { cast, approver: reviewer, template: template.id! };
    await inParallel(changes, IN_FLIGHT, (one) => told(one.key, changeStory(one, around, chance(one.key))));
    await inParallel(problems, IN_FLIGHT, (one) =>
      told(one.key, problemStory(one, recordOf(one.fix.key), cast, chance(one.key))),
    );
    await inParallel(articles, IN_FLIGHT, (one) => told(one.key, articleStory(one, cast)));
    await inParallel(articles, IN_FLIGHT, async (one) => {
      const article = recordOf(one.key);
      const key = `${one.key}-read`;
      if (article) await told(key, readingStory(one, plan.until, chance(key)), article.id);
    });
    await inParallel(releases, IN_FLIGHT, (one) => told(one.key, releaseStory(one, cast, recordOf, chance(one.key))));
    const releaseOf = (change: PlannedChange) => releases.find((one) => one.changes.includes(change));
    await inParallel(deployments, IN_FLIGHT, (one) => {
      const release = one.environment === 'production' && !one.isFix ? releaseOf(one.change) : undefined;
      return told(one.key, deploymentStory(one, release && recordOf(release.key)?.id, cast, recordOf));
    });
    await inParallel(items, IN_FLIGHT, (ci) =>
      told(`item-${ci}`, itemStory(ci, changes, drifts, recordOf), cast.item(ci).id),
    );
    await told('discovery', discoveryStory(plan.until - 20 * DAY));
    await letRead(
      articles
        .filter((one) => isPublic(one) && publishedAt(one) < plan.until)
        .flatMap(({ key }) => recordOf(key) ?? []),
    );
  } finally {
    progress.done();
  }
  return aftermathOf(operations, recordOf);
}

/** Articles are written and read; there is one story of each item, and the discovery. */
const storiesIn = ({ changes, problems, articles, releases, deployments }: Operations): number =>
  [changes, problems, articles, articles, releases, deployments, SERVICES.flatMap(({ cis }) => cis)].flat().length + 1;

/** What may be done without asking each time. */
function templateStory({ until }: DemoPlan): Storyline {
  return new Storyline(yearBefore(until) - 60 * DAY)
    .tell(DefineChangeTemplate, {
      name: 'Monthly maintenance of one item',
      description: 'Known, small and done many times.',
      implementationPlan: 'Take it out of use, update it, check it, put it back.',
      testPlan: 'The check list of the item.',
      backOutPlan: 'Put the version before back.',
      tasks: ['Take it out of use and update it', 'Check it and put it back'],
    })
    .wait(DAY)
    .tellAsReviewer(ApproveChangeTemplate, { version: 1, comment: 'Small and well known.' });
}
