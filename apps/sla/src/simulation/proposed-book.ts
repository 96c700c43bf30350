import type { SlaCalendar, SlaPolicy } from '@opsledger/contracts';
import { policyBook, type PolicyBook, type Version } from '../policy/policy-book';

export interface Proposal {
  /** A policy as it would be; with the id of one that is there, in its place, else before all others. */
  readonly policies?: readonly { readonly id?: string; readonly definition: SlaPolicy }[];
  /** A calendar as it would be, in place of the one with that id, or beside the others. */
  readonly calendars?: readonly { readonly id: string; readonly definition: SlaCalendar }[];
}

/** Stands for the version of what is only proposed; those that are recorded count from 1. */
export const PROPOSED = 0;

/** The book as if what is proposed had always been in force. */
export function proposedBook(book: PolicyBook, { policies = [], calendars = [] }: Proposal): PolicyBook {
  const always = { version: PROPOSED, validFrom: -Infinity };
  const added = policies.flatMap(({ id, definition }, index) =>
    id === undefined ? [{ ...always, id: `proposed ${index + 1}`, definition }] : [],
  );
  return policyBook(
    [...added, ...replaced(book.policies, policies as readonly { id: string; definition: SlaPolicy }[])],
    [
      ...replaced(book.calendars, calendars),
      ...calendars
        .filter(({ id }) => !book.calendars.some((one) => one.id === id))
        .map((one) => ({ ...always, ...one })),
    ],
  );

  function replaced<Definition>(
    versions: readonly Version<Definition>[],
    proposals: readonly { readonly id: string; readonly definition: Definition }[],
  ): readonly Version<Definition>[] {
    const seen = new Set<string>();
    return versions.flatMap((one) => {
      const proposal = proposals.find(({ id }) => id === one.id);
      if (!proposal) return [one];
      // Its place in the order stays its own; of several versions there is one now.
      if (seen.has(one.id)) return [];
      seen.add(one.id);
      return [{ ...always, id: one.id, definition: proposal.definition }];
    });
  }
}
