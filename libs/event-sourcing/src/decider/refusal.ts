/** A decision said no. Only decisions refuse; folds and projections accept every recorded fact. */
export class Refusal<Code extends string = string> extends Error {
  constructor(
    readonly code: Code,
    /** One or two sentences: which record, in which state, and what to do instead. */
    readonly detail: string,
    /** Machine-readable companions, e.g. `{ state, possible }`. */
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.name = 'Refusal';
  }
}
