/** RFC 9457 problem: what the gateway answers when something cannot be done. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** Stable code, the last part of the problem's `type` URI. */
    readonly code: string,
    readonly title: string,
    /** Which record, which state, what to do. */
    readonly detail: string,
    readonly extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }
}
