/** How long an answer serves whoever asks next, in milliseconds. */
const KEPT_FOR = 1_000;

/**
 * The same question, asked once for all who ask while it is answered, and not again for a second: what is open to
 * everybody costs no more than one asker.
 *
 * @param keeps whether an answer may serve later askers; one that failed never does
 */
export function sharedAnswer<Answer>(
  ask: () => Promise<Answer>,
  clock: () => Date,
  keeps: (answer: Answer) => boolean = () => true,
): () => Promise<Answer> {
  let running: Promise<Answer> | undefined;
  let kept: { readonly answer: Answer; readonly at: number } | undefined;

  const askAnew = async (): Promise<Answer> => {
    try {
      const answer = await ask();
      kept = keeps(answer) ? { answer, at: clock().getTime() } : undefined;
      return answer;
    } finally {
      running = undefined;
    }
  };
  return async () => {
    const age = kept ? clock().getTime() - kept.at : Infinity;
    // A clock that was set back keeps nothing for longer.
    if (kept && age >= 0 && age < KEPT_FOR) return kept.answer;
    return (running ??= askAnew());
  };
}
