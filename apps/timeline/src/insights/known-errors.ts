import { ListProblems, type IncidentView, type KnownErrorMatch, type ResultOf } from '@opsledger/contracts';
import type { Inquiry } from './inquiry';

type Problem = ResultOf<typeof ListProblems>['items'][number];

const MOST = 10;
const OPEN = 'logged,investigating,root_cause_found,fix_pending,resolved';

/** Open known errors about the same service or category; those that share both first. */
export async function knownErrorsFor(
  { service, category }: IncidentView,
  inquiry: Inquiry,
): Promise<KnownErrorMatch[]> {
  const ask = (filter: { serviceId: string } | { category: string }) =>
    inquiry.ask(ListProblems, { knownError: true, state: OPEN, limit: MOST, ...filter }, undefined);
  const [byService, byCategory] = await Promise.all([
    service && ask({ serviceId: service.id }),
    category !== null && ask({ category }),
  ]);
  const found = new Map<string, { problem: Problem; reasons: string[] }>();
  const note = (problems: readonly Problem[], reason: string): void => {
    for (const problem of problems) {
      const known = found.get(problem.id) ?? { problem, reasons: [] };
      found.set(problem.id, { problem, reasons: [...known.reasons, reason] });
    }
  };
  if (byService) note(byService.items, `the same service, ${service?.name}`);
  if (byCategory) note(byCategory.items, `the same category, ${category}`);
  return [...found.values()]
    .sort((one, other) => other.reasons.length - one.reasons.length)
    .slice(0, MOST)
    .map(({ problem: { id, number, title, workaround }, reasons }) => ({
      problem: { id, name: number, record: 'problem' },
      title,
      workaround,
      because: `About ${reasons.join(' and ')}.`,
    }));
}
