import { calendarFaults } from '@opsledger/business-time';
import type { ParamsOf, ResultOf, SimulateSlas } from '@opsledger/contracts';
import type { Refusal } from '@opsledger/event-sourcing';
import { Problem, type QueryContext } from '@opsledger/service-kit';
import { policyFaults } from '../policy/policy-faults';
import { problems } from '../problems';
import { proposedBook, type Proposal } from '../simulation/proposed-book';
import { simulate } from '../simulation/simulate';
import { calendarUnknown, calendarUnusable, policyUnusable, type SlaRefusal } from '../sla.errors';
import { currentBook } from './current-book';

/** Flips told by id; the figures count them all. */
const MOST_FLIPS = 1_000;

export async function simulateSlas(
  { by = 'target', policies, calendars }: ParamsOf<typeof SimulateSlas>,
  context: QueryContext,
): Promise<ResultOf<typeof SimulateSlas>> {
  const before = await currentBook(context);
  const proposal = { policies, calendars } as Proposal;
  requireUsable(proposal, new Set(before.calendars.map(({ id }) => id)));
  const after = proposedBook(before, proposal);
  const now = context.clock();
  const comparison = await simulate({
    store: context.store,
    before,
    after,
    by,
    now: now.getTime(),
    mostFlips: MOST_FLIPS,
  });
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
  };
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
