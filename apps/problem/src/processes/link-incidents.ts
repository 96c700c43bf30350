import type { ProblemEvent, ProblemTrendEvent } from '@opsledger/contracts';
import { process, send } from '@opsledger/event-sourcing';
import { toIncident, toProblem } from './orders';

/** Logs the problem of an accepted trend, and links the incidents a problem was logged for with it. */
export const linkIncidents = process<ProblemEvent | ProblemTrendEvent>({
  name: 'link-problem-incidents',
  handlers: {
    ProblemTrendAccepted: ({ subject, data: { keys, problem, title, impact, urgency, evidence } }) => {
      const { kind, subject: about } = evidence;
      const data = {
        number: problem.name,
        trend: { id: subject, name: keys.number },
        title,
        impact,
        urgency,
        ...(kind === 'ci' ? { cis: [about] } : { category: about.name }),
        incidents: evidence.incidents.map(({ id, name }) => ({ id, name })),
      };
      return [send(toProblem('LogTrendProblem', problem.id, data))];
    },
    ProblemLogged: ({ subject, data: { keys, incidents } }) =>
      incidents.map(({ id }) =>
        send(toIncident('LinkIncident', id, { kind: 'problem', target: { id: subject, name: keys.number } })),
      ),
  },
});
