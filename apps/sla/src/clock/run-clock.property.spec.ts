import fc from 'fast-check';
import { HOLD_REASONS, INCIDENT_STATES, PRIORITIES } from '@opsledger/contracts';
import { ALWAYS, compileCalendar } from '@opsledger/business-time';
import type { Transition } from './clock';
import { at, calendar, judged, officeIn, policy, resolution, response, story } from '../fixtures/sla.fixture';

const BEGIN = at('2026-03-20T00:00');
const MINUTE = 60_000;

const change = fc.record({
  minute: fc.integer({ min: 0, max: 20_000 }),
  state: fc.constantFrom(...INCIDENT_STATES),
  holdReason: fc.option(fc.constantFrom(...HOLD_REASONS), { nil: null }),
  priority: fc.constantFrom(...PRIORITIES),
  team: fc.constantFrom('a', 'b'),
  acknowledged: fc.constantFrom('yes', 'no'),
});
const facts = fc
  .array(change, { minLength: 1, maxLength: 12 })
  .map((changes) => changes.sort((one, other) => one.minute - other.minute))
  .map((changes) => story(...changes.map(({ minute, ...fields }) => [instant(minute), fields] as const)));

const instant = (minute: number): string => new Date(BEGIN + minute * MINUTE).toISOString();

const POLICIES = [
  policy([resolution('PT6H'), response('PT1H')], { id: 'high', appliesWhen: { field: 'priority', in: ['P1', 'P2'] } }),
  policy([resolution('2BD'), response('PT4H')], { id: 'others', calendar: 'always' }),
];
const CALENDARS = [calendar(officeIn('Europe/Berlin')), calendar(ALWAYS, { id: 'always' })];
const cases = fc.record({ facts, now: fc.integer({ min: 0, max: 40_000 }) });
const clocksOf = ({ facts, now }: { facts: ReturnType<typeof story>; now: number }) =>
  Object.values(judged(facts, instant(now), POLICIES, CALENDARS));

it('the ledger adds up to the elapsed time exactly, without a gap', () => {
  fc.assert(
    fc.property(cases, (one) => {
      for (const { ledger, elapsedMs, startedAt } of clocksOf(one)) {
        expect(ledger.filter(({ counted }) => counted).reduce((sum, { from, to }) => sum + to - from, 0)).toBe(
          elapsedMs,
        );
        const end = ledger.reduce((reached, { from, to }) => (from === reached ? to : NaN), startedAt);
        expect(end).toBe(Math.max(startedAt, BEGIN + one.now * MINUTE));
      }
    }),
  );
});

it('nothing is warned of or breached while the clock does not count', () => {
  const open = { office: compileCalendar(CALENDARS[0]!.definition), always: compileCalendar(ALWAYS) };
  fc.assert(
    fc.property(cases, (one) => {
      for (const { transitions, ledger } of clocksOf(one))
        for (const { type, at: when } of transitions.filter(({ type }) => type === 'warned' || type === 'breached')) {
          // The last moment of a stretch still belongs to it; the first of the next one may, when nothing was left.
          const around = ledger.filter(({ from, to }) => from <= when && when <= to);
          expect(around.length === 0 || around.some(({ counted }) => counted) || type === 'breached').toBe(true);
          const { id } = around.find(({ counted }) => counted)?.calendar ?? { id: 'always' };
          const times = open[id as keyof typeof open];
          expect(times.isOpen(when) || times.isOpen(when - 1)).toBe(true);
        }
    }),
  );
});

it('does not depend on the order in which facts arrive', () => {
  fc.assert(
    fc.property(
      cases.chain((one) =>
        fc.record({ one: fc.constant(one), shuffled: fc.shuffledSubarray(one.facts, { minLength: one.facts.length }) }),
      ),
      ({ one, shuffled }) => {
        // Two at one instant do depend on their order: which of them is true afterwards is not known otherwise.
        fc.pre(new Set(one.facts.map((fact) => fact.at)).size === one.facts.length);
        const plain = (clocks: ReturnType<typeof clocksOf>) => JSON.stringify(clocks);
        expect(plain(clocksOf({ ...one, facts: shuffled }))).toBe(plain(clocksOf(one)));
      },
    ),
  );
});

/** Without the calendar itself, which remembers what it has worked out. */
const plain = ({ standing: { pinned, ...standing }, ...transition }: Transition) => ({
  ...transition,
  ...standing,
  policy: pinned.policy,
  calendar: pinned.calendar.version,
});

it('what has happened never changes as time goes on', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 0, max: 5_000 }), (one, more) => {
      const later = Object.fromEntries(clocksOf({ ...one, now: one.now + more }).map((clock) => [clock.target, clock]));
      for (const { target, transitions } of clocksOf(one))
        expect(later[target]!.transitions.slice(0, transitions.length).map(plain)).toEqual(transitions.map(plain));
    }),
  );
});
