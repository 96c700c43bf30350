import type { QueryContext } from '@opsledger/service-kit';

/**
 * The moment a question is about; now unless told. What is still to come counts for nothing yet, and going through it
 * day by day would keep everybody else waiting.
 */
export function instantAsked(asOf: string | undefined, { clock }: QueryContext): Date {
  const now = clock();
  const asked = asOf === undefined ? now : new Date(asOf);
  return asked < now ? asked : now;
}
