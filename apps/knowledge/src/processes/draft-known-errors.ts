import { knownErrorArticleId, type ProblemEvent } from '@opsledger/contracts';
import { process, send, type Effect } from '@opsledger/event-sourcing';
import { order } from './order';

type Told = Extract<ProblemEvent, { type: 'ProblemWorkaroundRecorded' | 'ProblemWorkaroundWithdrawn' }>;

const draft = (subject: string, { keys, title, symptoms }: Told['data'], workaround: string): Effect[] => [
  send(
    order('DraftKnownError', knownErrorArticleId(subject), {
      problem: { id: subject, name: keys.number },
      title,
      description: symptoms,
      workaround,
      service: keys.service,
      category: keys.category,
    }),
  ),
];

/** A known error is told in an article of its own: drafted once, proposed anew when the workaround is another, or none. */
export const draftKnownErrors = process<Told>({
  name: 'draft-known-errors',
  handlers: {
    ProblemWorkaroundRecorded: ({ subject, data }) => draft(subject, data, data.workaround),
    ProblemWorkaroundWithdrawn: ({ subject, data }) =>
      draft(subject, data, `There is none: the one that was here has been withdrawn. ${data.reason}`),
  },
});
