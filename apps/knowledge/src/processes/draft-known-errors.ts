import { knownErrorArticleId, type Reference } from '@opsledger/contracts';
import { process, send } from '@opsledger/event-sourcing';
import { order } from './order';

/** What this process reads of the fact that a problem's workaround became known or was revised. */
export interface ProblemWorkaroundRecorded {
  readonly type: 'ProblemWorkaroundRecorded';
  readonly data: {
    readonly keys: { readonly number: string; readonly service?: Reference | null; readonly category?: string | null };
    readonly title?: string;
    readonly description?: string | null;
    /** Or what it was and became. */
    readonly workaround: string | { readonly after: string };
    readonly service?: Reference | null;
    readonly category?: string | null;
  };
}

/** A known error is told in an article of its own: drafted once, proposed anew when the workaround is revised. */
export const draftKnownErrors = process<ProblemWorkaroundRecorded>({
  name: 'draft-known-errors',
  handlers: {
    ProblemWorkaroundRecorded: ({ subject, data }) => {
      const { keys, title = keys.number, description = null, workaround } = data;
      return [
        send(
          order('DraftKnownError', knownErrorArticleId(subject), {
            problem: { id: subject, name: keys.number },
            title,
            description,
            workaround: typeof workaround === 'string' ? workaround : workaround.after,
            service: data.service ?? keys.service ?? null,
            category: data.category ?? keys.category ?? null,
          }),
        ),
      ];
    },
  },
});
