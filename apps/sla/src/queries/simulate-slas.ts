import { calendarFaults } from '@opsledger/business-time';
import type { GetSimulationProgress, ParamsOf, ResultOf, SimulateSlas } from '@opsledger/contracts';
import type { Refusal } from '@opsledger/event-sourcing';
import { Problem, notFound, type QueryContext } from '@opsledger/service-kit';
import { policyFaults } from '../policy/policy-faults';
import { problems } from '../problems';
import { proposedBook, type Proposal } from '../simulation/proposed-book';
import { Runs } from '../simulation/runs';
import { simulate } from '../simulation/simulate';
import { calendarUnknown, calendarUnusable, policyUnusable, type SlaRefusal } from '../sla.errors';
import { currentBook } from './current-book';

/** Records told by id; the figures count them all. */
const MOST_EXAMPLES = 1_000;

const runs = new Runs();

export async function simulateSlas(
  { by = 'target', target, run, policies, calendars }: ParamsOf<typeof SimulateSlas>,
  context: QueryContext,
): Promise<ResultOf<typeof SimulateSlas>> {
  const before = await currentBook(context);
  const proposal = { policies, calendars } as Proposal;
  requireUsable(proposal, new Set(before.calendars.map(({ id }) => id)));
  const after = proposedBook(before, proposal);
  const now = context.clock();
  const question = { by, now: now.getTime(), mostExamples: MOST_EXAMPLES, ...(target !== undefined && { target }) };
  const comparison = await runs.during(run, (onProgress) =>
    simulate({ ...question, store: context.store, before, after, onProgress }),
  );
  return {
    asOf: now.toISOString(),
    incidents: comparison.records,
    groups: comparison.figures.map(({ group, before: was, after: is }) => ({
      group,
      before: { ...was, compliance: compliance(was) },
      after: { ...is, compliance: compliance(is) },
    })),
    flips: comparison.flips,
    examples: [...comparison.examples],
    disagreements: [...comparison.disagreements],
  };
}

/** Of a simulation that this process runs; the caller named it. */
export async function getSimulationProgress({
  id,
}: ParamsOf<typeof GetSimulationProgress>): Promise<ResultOf<typeof GetSimulationProgress>> {
  const progress = runs.progressOf(id);
  if (!progress)
    throw notFound(`No simulation named ${id} is running: it has ended, or was never begun under this name.`);
  return progress;
}

/** Met of those that have a verdict; `null` without any. */
const compliance = ({ met, breached }: { met: number; breached: number }): number | null =>
  met + breached === 0 ? null : met / (met + breached);

function requireUsable({ policies = [], calendars = [] }: Proposal, known: ReadonlySet<string>): void {
  for (const { definition } of calendars) {
    const faults = calendarFaults(definition);
    if (faults.length > 0) throw asProblem(calendarUnusable(faults));
  }
  const all = new Set([...known, ...calendars.map(({ id }) => id)]);
  for (const { definition } of policies) {
    const faults = policyFaults(definition);
    if (faults.length > 0) throw asProblem(policyUnusable(faults));
    if (!all.has(definition.calendar)) throw asProblem(calendarUnknown(definition.calendar));
  }
}

function asProblem({ code, detail, facts }: Refusal): Problem {
  const { status, title } = problems[code as SlaRefusal];
  return new Problem(status, code, title, detail, facts);
}
