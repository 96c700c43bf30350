/**
 * A decision about a record that exists. The command handler answers "not found" before it asks such a decision, so
 * reaching one without a record is a fault of ours, not a refusal.
 */
export const existing =
  <Known extends { readonly status: string }, Command, Facts>(decide: (command: Command, state: Known) => Facts) =>
  (command: Command, state: Known | { readonly status: 'unknown' }): Facts => {
    if (state.status === 'unknown') throw new TypeError('A decision on an existing record was asked about none.');
    return decide(command, state as Known);
  };
