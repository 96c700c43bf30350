import { ApproveChangeTemplate, DefineChangeTemplate, type Reference } from '@opsledger/contracts';
import { inParallel } from '../client/in-parallel';
import { progressOf, type Terminal } from '../terminal/progress';
import { aftermathOf, type Aftermath } from './aftermath';
import { articleStory } from './article-story';
import type { Cast } from './cast';
import { changeStory } from './change-story';
import { operationsOf } from './operations';
import { problemStory } from './problem-story';
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
}

/** Tells the year's changes, problems and articles; answers with what incidents come of them. */
export async function tellOperations(plan: DemoPlan, { cast, reviewer, terminal, tell }: Around): Promise<Aftermath> {
  const operations = operationsOf(plan);
  const { changes, problems, articles } = operations;
  const records = new Map<string, Reference>();
  const progress = progressOf(terminal, 'Telling changes', changes.length + problems.length + articles.length);
  const chance = (key: string) => randomOf(`${plan.seed}/${key}`);
  const told = async (key: string, line: Storyline): Promise<void> => {
    const { id, number } = await tell({ key, steps: line.until(plan.until) });
    if (id !== undefined) records.set(key, { id, name: number ?? id });
    progress.advance();
  };
  try {
    const template = await tell({ key: 'template-1', steps: templateStory(plan).until(plan.until) });
    const around = { cast, approver: reviewer, template: template.id! };
    await inParallel(changes, IN_FLIGHT, (one) => told(one.key, changeStory(one, around, chance(one.key))));
    await inParallel(problems, IN_FLIGHT, (one) =>
      told(one.key, problemStory(one, records.get(one.fix.key), cast, chance(one.key))),
    );
    await inParallel(articles, IN_FLIGHT, (one) => told(one.key, articleStory(one, cast)));
  } finally {
    progress.done();
  }
  return aftermathOf(operations, (key) => records.get(key));
}

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
