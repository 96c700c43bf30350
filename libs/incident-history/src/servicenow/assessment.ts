import { DEFAULT_PRIORITY_MATRIX, DEFAULT_PRIORITY_MATRIX_VERSION, priorityIn } from '@opsledger/contracts';
import { level, priority } from './cells/levels';
import { quoted } from './cells/text';
import type { Mapping } from './mapping';
import type { Assessment, Assessed } from './picture';
import type { Doubt } from './reading';
import type { Update } from './update';

type Before = { readonly update: Update; readonly picture: Assessment } | null;

const MEDIUM: Assessment = { impact: 2, urgency: 2, priority: 'P3', matrixVersion: 0, assessed: [] };

/**
 * Impact, urgency and priority of an update, what it does not tell being as before. A priority that the source never told
 * follows from the other two by the default matrix, whatever matrix is in force: it was not in force then, and a file that
 * is read again would tell something else.
 */
export function assessmentOf(update: Update, before: Before, mapping: Mapping, doubt: Doubt): Assessment {
  const kept = before?.picture ?? MEDIUM;
  const given = {
    impact: valueIn(update, 'impact', (text) => level(text, mapping.levels)),
    urgency: valueIn(update, 'urgency', (text) => level(text, mapping.levels)),
    priority: valueIn(update, 'priority', (text) => priority(text, mapping.priorities)),
  };
  const assessed = FIELDS.filter((field) => given[field] !== null || kept.assessed.includes(field));
  const [impact, urgency] = [given.impact ?? kept.impact, given.urgency ?? kept.urgency];
  const isDerived = !assessed.includes('priority') && assessed.length === FIELDS.length - 1;
  const otherwise = isDerived ? priorityIn(DEFAULT_PRIORITY_MATRIX, impact, urgency) : kept.priority;
  const read = { impact, urgency, priority: given.priority ?? otherwise };
  for (const field of FIELDS.filter((field) => given[field] === null && isNews(update, before, field))) {
    const why = isDerived && field === 'priority' ? ', which impact and urgency give' : '';
    doubt(`The source gives ${wordsOf(update, field)}; read as ${read[field]}${why}.`);
  }
  return { ...read, matrixVersion: isDerived ? DEFAULT_PRIORITY_MATRIX_VERSION : 0, assessed };
}

const FIELDS: readonly Assessed[] = ['impact', 'urgency', 'priority'];

function valueIn<Value>(update: Update, field: Assessed, read: (text: string) => Value | null): Value | null {
  const text = update.text(field);
  return text === null ? null : read(text);
}

/** Said once: the rows that repeat it add nothing. */
const isNews = (update: Update, before: Before, field: Assessed): boolean =>
  update.has(field) && !(before && before.update.text(field) === update.text(field));

function wordsOf(update: Update, field: Assessed): string {
  const text = update.text(field);
  return text === null ? `no ${field}` : `${quoted(text)} as ${field}`;
}
