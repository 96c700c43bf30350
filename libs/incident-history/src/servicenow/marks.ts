import type { Statement } from './facts/statement';
import type { Update } from './update';

/** Says how the time of the update was read, on the first fact that has it. */
export function dated({ readings }: Update, statements: readonly Statement[]): readonly Statement[] {
  const first = statements.findIndex(({ at, isOfLogging }) => !isOfLogging && at === undefined);
  return readings.sys_updated_at ? also(readings.sys_updated_at, first, statements) : statements;
}

const also = (text: string, place: number, statements: readonly Statement[]): readonly Statement[] =>
  statements.map((statement, index) =>
    index === place
      ? { ...statement, contradiction: [text, statement.contradiction].filter(Boolean).join(' ') }
      : statement,
  );

/** Says what cannot be on the first fact of the update; an update without one gets a note to carry it. */
export function marked(texts: readonly string[], statements: readonly Statement[]): readonly Statement[] {
  if (texts.length === 0) return statements;
  const text = texts.join(' ');
  // The logging speaks of the opening; what is odd about the update belongs to what the update did.
  const first = statements.findIndex(({ isOfLogging }) => !isOfLogging);
  if (first < 0) return [...statements, { type: 'IncidentWorkNoted', data: { body: text }, contradiction: text }];
  return also(text, first, statements);
}
