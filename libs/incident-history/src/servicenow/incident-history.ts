import { importedIncidentId, type Reference } from '@opsledger/contracts';
import type { FactType, HistoryFact, IncidentHistory, RowOutcome } from '../history';
import { externalReference } from '../identity';
import { atMost } from './cells/text';
import { endingOf } from './endings';
import { classification, details } from './facts/details';
import { asLogged, logged, openedAt } from './facts/logged';
import { moves } from './facts/moves';
import type { Statement } from './facts/statement';
import type { Mapping } from './mapping';
import { inOrder } from './order';
import type { Picture } from './picture';
import { readingOf, type Before } from './reading';
import type { Update } from './update';

/** Names the cells that differ between two rows, for people who wonder why a row gave nothing. */
export type Differences = (before: Update, after: Update) => string;

/** One incident's updates, in any order, as the facts they tell. */
export function historyOf(
  number: string,
  unordered: readonly Update[],
  mapping: Mapping,
  differences: Differences,
): IncidentHistory {
  const { updates, misfits } = inOrder(unordered);
  const opened = openedAt(updates[0]!);
  const facts: HistoryFact[] = [];
  const merged = new Map<number, string>();
  const keys = keysOf(updates);
  let before: Before = null;
  let waiting: HistoryFact | undefined;
  let lastEnd = opened;
  let resolutions = 0;

  const record = (fact: HistoryFact) => {
    if (waiting && (fact.at >= waiting.at || isMove(fact.type))) {
      facts.push(waiting);
      waiting = undefined;
    }
    // A resolution dated later than the row that shows it comes after what happened until then.
    if (fact.type === 'IncidentResolved' && !waiting) waiting = fact;
    else facts.push(fact);
  };

  updates.forEach((update, index) => {
    const previous = updates[index - 1];
    if (previous && isRepeated(previous, update)) {
      merged.set(update.row, `repeats row ${previous.row}`);
      return;
    }
    const { picture, doubts } = readingOf(update, before, number, mapping);
    const misfit = misfits.get(update);
    const early = update.at < opened ? [beforeOpening(update.at, opened)] : [];
    const statements = statementsOf(update, index, picture);
    const marked = markFirst([...(misfit ? [misfit] : []), ...early, ...doubts], statements);
    const key = keys.get(update)!;
    for (const statement of marked) record(factOf(statement, update, key));
    if (marked.length === 0) merged.set(update.row, before ? differences(before.update, update) : '');
    before = { update, picture };
  });
  if (waiting) facts.push(waiting);

  function statementsOf(update: Update, index: number, picture: Picture): Statement[] {
    const first = before ? [] : beginning(update, picture);
    const known = before?.picture ?? { ...asLogged(picture), ...classOf(picture) };
    const { opening, following } = moves(known, picture, {
      said: update.status.said,
      resolutions,
      knowsResolution: update.resolvedAt !== null,
      resolved: () => endingOf('resolved', updates, index, lastEnd),
      closed: () => endingOf('closed', updates, index, lastEnd),
      cancelReason: update.prose('close_notes'),
      mapping,
    });
    for (const { type, at } of [...opening, ...following]) {
      if (type === 'IncidentResolved') resolutions++;
      if (at || type === 'IncidentReopened') lastEnd = later(lastEnd, at ?? update.at);
    }
    return [...first, ...opening, ...details(known, picture), ...following];
  }

  /** The logging and what belongs to it: same time, same author. */
  function beginning(update: Update, picture: Picture): Statement[] {
    const logging = logged(update, picture, number, mapping);
    const { at, by } = logging;
    const rest = classification(asLogged(picture), picture);
    return [logging, ...rest.map((statement) => ({ ...statement, at, by, slot: LOGGING }))];
  }

  function factOf(statement: Statement, update: Update, key: string): HistoryFact {
    const { at, by, slot, contradiction, type, data } = statement;
    const name = type === 'IncidentLogged' ? LOGGING : slot === LOGGING ? `${LOGGING}/${type}` : undefined;
    const author = by === undefined ? update.text('sys_updated_by') : by;
    return {
      key: name ?? [key, type, slot].filter(Boolean).join('/'),
      row: update.row,
      at: at ?? later(update.at, opened),
      by: authorOf(author, mapping.source),
      type,
      data,
      ...(contradiction ? { contradiction: atMost(2000, contradiction) } : {}),
    } as HistoryFact;
  }

  return {
    externalNumber: number,
    id: importedIncidentId(mapping.source, number),
    facts,
    rows: outcomesOf(number, updates, facts, merged),
  };
}

/** Key of the logging, and of what is known from then. */
const LOGGING = 'logged';

const classOf = ({ category, service, priority }: Picture) => ({ category, service, priority });

const isMove = (type: FactType): boolean =>
  ['IncidentReopened', 'IncidentResolved', 'IncidentClosed', 'IncidentCanceled'].includes(type);

const later = (a: string, b: string): string => (a > b ? a : b);

const beforeOpening = (at: string, opened: string): string =>
  `The source dates this update ${at}, before the incident was opened (${opened}); read as made at its opening.`;

/** Says what cannot be on the first fact of the update; an update without one gets a note to carry it. */
function markFirst(texts: readonly string[], statements: readonly Statement[]): readonly Statement[] {
  if (texts.length === 0) return statements;
  const text = texts.join(' ');
  // The logging speaks of the opening; what is odd about the update belongs to what the update did.
  const index = statements.findIndex(({ type, slot }) => type !== 'IncidentLogged' && slot !== LOGGING);
  if (index < 0) {
    return [...statements, { type: 'IncidentWorkNoted', data: { body: text }, contradiction: text }];
  }
  return statements.map((statement, place) =>
    place === index
      ? { ...statement, contradiction: [text, statement.contradiction].filter(Boolean).join(' ') }
      : statement,
  );
}

const isRepeated = (previous: Update, update: Update): boolean =>
  previous.cells.length === update.cells.length && previous.cells.every((cell, index) => cell === update.cells[index]);

/** A name for each update that neither its place in the file nor other incidents change. */
function keysOf(updates: readonly Update[]): Map<Update, string> {
  const used = new Map<string, number>();
  return new Map(
    updates.map((update, index) => {
      const key = `${update.modCount ?? ''}@${update.at}`;
      const previous = updates[index - 1];
      const times = (used.get(key) ?? 0) + (previous && isRepeated(previous, update) ? 0 : 1);
      used.set(key, times);
      return [update, times === 1 ? key : `${key}#${times}`];
    }),
  );
}

function authorOf(name: string | null, source: string): Reference {
  return name === null ? externalReference(source, 'source', source) : externalReference(source, 'person', name);
}

function outcomesOf(
  number: string,
  updates: readonly Update[],
  facts: readonly HistoryFact[],
  merged: ReadonlyMap<number, string>,
): RowOutcome[] {
  const byRow = groupByRow(facts);
  return updates.map(({ row }) => {
    const own = byRow.get(row) ?? [];
    const contradictions = own.flatMap(({ contradiction }) => contradiction ?? []);
    if (own.length === 0) return { row, number, outcome: 'merged', why: merged.get(row) ?? '' };
    if (contradictions.length > 0) return { row, number, outcome: 'contradictory', why: contradictions.join(' ') };
    return { row, number, outcome: 'imported', why: own.map(({ type }) => type).join(', ') };
  });
}

function groupByRow(facts: readonly HistoryFact[]): Map<number, HistoryFact[]> {
  const groups = new Map<number, HistoryFact[]>();
  for (const fact of facts) groups.set(fact.row, [...(groups.get(fact.row) ?? []), fact]);
  return groups;
}
