import {
  AnswerWhy,
  CloseProblem,
  InvestigateProblem,
  LogProblem,
  NoteInvestigation,
  PlanProblemFix,
  RecordRootCause,
  RecordWorkaround,
  ResolveProblem,
  type Reference,
} from '@opsledger/contracts';
import { assignmentTo, memberOf, type Cast } from './cast';
import type { PlannedProblem } from './operations';
import type { Random } from './random';
import { Storyline } from './story';
import { DAY, HOUR, whenPeopleWork } from './times';

/** A problem from its logging to the end: a way around it first, then the cause, then the change that removes it. */
export function problemStory(
  problem: PlannedProblem,
  fix: Reference | undefined,
  cast: Cast,
  random: Random,
): Storyline {
  const { service, trouble, ci, at } = problem;
  const line = new Storyline(at);
  line.tell(LogProblem, {
    title: `Again and again: ${trouble.title}`,
    description: `${trouble.title}; reported several times, mostly about ${ci}.`,
    category: service.category,
    service: cast.item(service.name),
    impact: 2,
    urgency: 2,
    cis: [cast.item(ci)],
    assign: assignmentTo(cast, service.team, memberOf(cast, service.team, at, random)),
  });
  line.wait(2 * HOUR).tell(InvestigateProblem, {});
  line.wait(HOUR).tell(RecordWorkaround, { workaround: trouble.notes });
  line.wait(3 * HOUR).tell(NoteInvestigation, { body: `Compared the reports: all of them after load on ${ci}.` });
  line
    .wait(HOUR)
    .tell(AnswerWhy, { why: `Why does it happen on ${ci}?`, because: 'A limit set years ago is reached.' });
  line.waitUntil(whenPeopleWork(line.at + random.between(2, 6) * DAY, 40));
  line.tell(RecordRootCause, { rootCause: `A limit of ${ci} is reached under load.`, category: 'configuration' });
  line
    .wait(2 * HOUR)
    .tell(PlanProblemFix, { fix: `Raise the limit on ${ci}, and watch it.`, ...(fix && { change: fix }) });
  line.waitUntil(whenPeopleWork(problem.fix.end + DAY, 15));
  line.tell(ResolveProblem, { notes: 'The limit is raised; no report since.' });
  return line.waitUntil(whenPeopleWork(line.at + 10 * DAY, 15)).tell(CloseProblem, {});
}
