import type { Statement } from './facts/statement';

/** Says what cannot be on the first fact of the update; an update without one gets a note to carry it. */
export function marked(texts: readonly string[], statements: readonly Statement[]): readonly Statement[] {
  if (texts.length === 0) return statements;
  const text = texts.join(' ');
  // The logging speaks of the opening; what is odd about the update belongs to what the update did.
  const first = statements.findIndex(({ isOfLogging }) => !isOfLogging);
  if (first < 0) return [...statements, { type: 'IncidentWorkNoted', data: { body: text }, contradiction: text }];
  return statements.map((statement, index) =>
    index === first
      ? { ...statement, contradiction: [text, statement.contradiction].filter(Boolean).join(' ') }
      : statement,
  );
}
