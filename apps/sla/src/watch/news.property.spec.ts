import type { SlaClockEvent } from '@opsledger/contracts';
import { HOLD_REASONS, INCIDENT_STATES, PRIORITIES } from '@opsledger/contracts';
import fc from 'fast-check';
import { ALWAYS } from '@opsledger/business-time';
import { at, calendar, officeIn, policy, resolution, response, story } from '../fixtures/sla.fixture';
import { judgeRecord } from '../clock/judge-record';
import { policyBook } from '../policy/policy-book';
import type { ClockedRecord, KeyedFact } from '../records/clocked-record';
import { slaClocks } from './clocks';
import { clockId } from './news';
import { line, type ToldClocks } from './told-clocks';

const BEGIN = at('2026-03-20T00:00');
const MINUTE = 60_000;
const ID = 'i-1';
const instant = (minute: number): string => new Date(BEGIN + minute * MINUTE).toISOString();

const BOOK = policyBook(
  [
    policy([resolution('PT6H'), response('PT1H')], {
      id: 'high',
      appliesWhen: { field: 'priority', in: ['P1', 'P2'] },
    }),
    policy([resolution('2BD'), response('PT4H')], { id: 'others', calendar: 'always' }),
  ],
  [calendar(officeIn('Europe/Berlin')), calendar(ALWAYS, { id: 'always' })],
);

const change = fc.record({
  minute: fc.integer({ min: 0, max: 20_000 }),
  state: fc.constantFrom(...INCIDENT_STATES),
  holdReason: fc.option(fc.constantFrom(...HOLD_REASONS), { nil: null }),
  priority: fc.constantFrom(...PRIORITIES),
  team: fc.constantFrom('a', 'b'),
  acknowledged: fc.constantFrom('yes', 'no'),
  /** Known so many minutes after it happened. */
  late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 3_000 })),
  imported: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)),
});

interface KnownFact extends KeyedFact {
  readonly knownAt: number;
}

const histories = fc.array(change, { minLength: 1, maxLength: 10 }).map((changes): readonly KnownFact[] => {
  const inOrder = changes.sort((one, other) => one.minute - other.minute);
  const facts = story(
    ...inOrder.map(({ minute, late: _, imported: __, ...fields }) => [instant(minute), fields] as const),
  );
  const known = facts.map((fact, index) => ({ ...fact, knownAt: fact.at + inOrder[index]!.late * MINUTE, index }));
  return known
    .sort((one, other) => one.knownAt - other.knownAt)
    .map(({ index, ...fact }, order) => ({
      ...fact,
      keys: keysOf(fact.fields),
      revision: order + 1,
      imported: inOrder[index]!.imported,
    }));
});

const keysOf = ({ state, priority, team }: KeyedFact['fields']): KeyedFact['keys'] => ({
  number: 'INC0000001',
  state: state as never,
  priority: priority as never,
  team: { id: team!, name: team! },
  service: null,
  category: null,
});

const knownBy = (facts: readonly KnownFact[], now: number): ClockedRecord => {
  const known = facts.filter(({ knownAt }) => knownAt <= now);
  return { type: 'incident', revision: known.length, facts: known };
};

/** Judges at some instants, in the order given, with what is known by then. */
function watched(facts: readonly KnownFact[], looks: readonly number[]): { told: ToldClocks; events: SlaClockEvent[] } {
  let told = slaClocks.initial;
  const events: SlaClockEvent[] = [];
  for (const now of looks)
    for (const event of look(told, facts, now)) {
      told = slaClocks.evolve(told, event);
      events.push(event);
    }
  return { told, events };
}

const look = (told: ToldClocks, facts: readonly KnownFact[], now: number): SlaClockEvent[] =>
  slaClocks.decisions.JudgeClocks!(
    {
      type: 'JudgeClocks',
      id: ID,
      data: { record: 'incident' },
      now: new Date(now).toISOString(),
      actor: { id: 'p', name: 'p', kind: 'process' },
      lookups: { record: knownBy(facts, now), book: BOOK },
    } as never,
    told,
  ) as never;

const linesOf = (facts: readonly KnownFact[], now: number): Record<string, string[]> =>
  Object.fromEntries(
    judgeRecord(knownBy(facts, now).facts, BOOK, now).map(({ kind, target, transitions }) => [
      clockId(ID, kind, target),
      transitions.map(({ type, at: when, percent }) => line(type, new Date(when).toISOString(), percent)),
    ]),
  );

const cases = fc.record({
  facts: histories,
  looks: fc.array(fc.integer({ min: 0, max: 25_000 }), { maxLength: 12 }),
  end: fc.integer({ min: 25_000, max: 40_000 }),
});
const instantsOf = (looks: readonly number[]) =>
  looks.map((minute) => BEGIN + minute * MINUTE).sort((one, other) => one - other);

it('whenever it is looked at, and however late facts arrive, the log ends up saying what is so', () => {
  fc.assert(
    fc.property(cases, ({ facts, looks, end }) => {
      const now = BEGIN + end * MINUTE;
      const { told } = watched(facts, [...instantsOf(looks), now]);
      expect(Object.fromEntries([...told.clocks].map(([id, { lines }]) => [id, lines]))).toEqual(linesOf(facts, now));
    }),
  );
});

it('looked at again there is nothing new, and whoever comes too late with less adds nothing', () => {
  fc.assert(
    fc.property(cases, ({ facts, looks, end }) => {
      const instants = [...instantsOf(looks), BEGIN + end * MINUTE];
      const { told } = watched(facts, instants);
      for (const now of instants) expect(look(told, facts, now)).toEqual([]);
    }),
  );
});

it('without late facts nothing is ever taken back, and every verdict is given once', () => {
  fc.assert(
    fc.property(cases, ({ facts, looks, end }) => {
      const prompt = facts
        .map((fact) => ({ ...fact, knownAt: fact.at, imported: false }))
        .sort((one, other) => one.at - other.at)
        .map((fact, index) => ({ ...fact, revision: index + 1 }));
      const { events } = watched(prompt, [...instantsOf(looks), BEGIN + end * MINUTE]);
      const types = events.map(({ type }) => type);
      expect(types).not.toContain('SlaClockHistoryRecorded');
      expect(types).not.toContain('SlaClockWithdrawn');
      const verdicts = events.filter(({ type }) => type === 'SlaClockMet' || type === 'SlaClockBreached');
      const clocks = verdicts.map(({ data }) => ('clock' in data ? data.clock : ''));
      expect(new Set(clocks).size).toBe(clocks.length);
    }),
  );
});
