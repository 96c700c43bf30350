import type { ConfigurationItemEvent, Precedence, SourceRelation, SourceRow } from '@opsledger/contracts';
import * as fc from 'fast-check';
import { BUILT_IN_MODEL } from '../classes/class-model';
import { strongest } from '../item/claims';
import { configurationItem } from '../item/item';
import type { Item } from '../item/item-state';
import { classesByKey } from '../lookups/classes-in-force';
import { carryOutReconciliation } from '../processes/carry-out-reconciliation';
import { planReconciliation } from './plan';

const classes = classesByKey(BUILT_IN_MODEL);
const NOW = '2026-03-02T09:00:00.000Z';
const PRECEDENCE: Precedence = {
  standard: ['manual', 'cloud', 'agent'],
  fields: { 'attributes.cpuCount': ['agent', 'cloud'] },
};

type Log = Map<string, ConfigurationItemEvent[]>;

const stateOf = (facts: readonly ConfigurationItemEvent[] = []): Item =>
  facts.reduce(configurationItem.evolve, configurationItem.initial);

const actor = { id: 'x', name: 'x', kind: 'process' } as const;

function give(log: Log, type: string, id: string, data: object, lookups: object): void {
  const command = { type, id, data, now: NOW, actor, lookups };
  const facts = [configurationItem.decisions[type]!(command, stateOf(log.get(id)))].flat() as ConfigurationItemEvent[];
  log.set(id, [...(log.get(id) ?? []), ...facts]);
}

/** Plans a batch and carries it out, as the process would. */
function run(log: Log, batch: string, rows: readonly SourceRow[], relations: readonly SourceRelation[] = []) {
  const candidates = [...log].flatMap(([id, facts]) => {
    const item = stateOf(facts);
    return item.status === 'known' ? [{ id, item }] : [];
  });
  const plan = planReconciliation(
    { rows, relations },
    { candidates, quarantined: new Set(), classes, precedence: PRECEDENCE, now: NOW },
  );
  const event = { subject: batch, data: { keys: { number: batch, dryRun: false, label: null }, ...plan } };
  for (const effect of carryOutReconciliation.handlers.ReconciliationPlanned!(event as never))
    if (effect.kind === 'send' && effect.order.type === 'ReconcileConfigurationItem')
      give(log, effect.order.type, effect.order.id, effect.order.data, {
        number: `CI ${effect.order.id}`,
        classes,
        precedence: PRECEDENCE,
        others: new Map(),
        targets: new Set([...log].flatMap(([id, facts]) => (stateOf(facts).status === 'known' ? [id] : []))),
      });
  return plan;
}

function undo(log: Log, batch: string): void {
  for (const [id, facts] of log)
    give(log, 'RestoreConfigurationItem', id, { batch }, { precedence: PRECEDENCE, facts, needed: false });
}

/** What there is: items as they stand, without their count of editions. */
const stock = (log: Log) =>
  [...log]
    .map(([id, facts]) => [id, stateOf(facts)] as const)
    .flatMap(([id, item]) => {
      if (item.status !== 'known') return [];
      const { edition: _edition, relations, identities, claims, ...rest } = item;
      const lasting = relations.filter(({ until }) => until === null).map(({ kind, target }) => `${kind} ${target.id}`);
      // A field nobody says anything of any more is one that nobody ever spoke of.
      const spoken = Object.fromEntries(Object.entries(claims).filter(([, by]) => Object.keys(by).length > 0));
      return [{ id, ...rest, claims: spoken, identities: identities.map(String).length, relations: lasting.sort() }];
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));

const row: fc.Arbitrary<SourceRow> = fc.record(
  {
    source: fc.constantFrom('cloud', 'agent'),
    externalId: fc.constantFrom('1', '2', '3', '4'),
    class: fc.constantFrom('server', 'virtual_machine'),
    name: fc.constantFrom('web', 'WEB', 'mail', 'db'),
    serial: fc.constantFrom('s1', 'S2', 's3', null),
    location: fc.constantFrom('Berlin', 'Bonn'),
    attributes: fc.record({ cpuCount: fc.integer({ min: 1, max: 4 }) }, { requiredKeys: [] }),
  },
  { requiredKeys: ['source', 'externalId', 'class', 'name'] },
);
const rows = fc.array(row, { maxLength: 8 });
const relations = fc.array(
  fc.record({
    source: fc.constantFrom('cloud', 'agent'),
    from: fc.constantFrom('1', '2', '3'),
    kind: fc.constantFrom('runs_on' as const, 'uses' as const),
    to: fc.constantFrom('1', '2', '3'),
  }),
  { maxLength: 4 },
);

test('the same file twice changes nothing', () => {
  fc.assert(
    fc.property(rows, rows, relations, (earlier, batch, related) => {
      const log: Log = new Map();
      run(log, 'b0', earlier);
      run(log, 'b1', batch, related);
      const before = stock(log);
      const again = run(log, 'b2', batch, related);
      expect(again.rows.filter(({ action }) => action === 'create' || action === 'update')).toEqual([]);
      expect(stock(log)).toEqual(before);
    }),
    { numRuns: 500 },
  );
});

test('rows in another order give the same result', () => {
  const shuffled = fc
    .tuple(rows, rows)
    .chain(([earlier, batch]) =>
      fc.tuple(
        fc.constant(earlier),
        fc.constant(batch),
        fc.shuffledSubarray(batch, { minLength: batch.length, maxLength: batch.length }),
      ),
    );
  fc.assert(
    fc.property(shuffled, relations, ([earlier, batch, otherwise], related) => {
      const results = [batch, otherwise].map((one) => {
        const log: Log = new Map();
        run(log, 'b0', earlier);
        run(log, 'b1', one, related);
        return stock(log);
      });
      expect(results[1]).toEqual(results[0]);
    }),
  );
});

test('every row and every relation is accounted for, and no item is found by two rows of one source', () => {
  fc.assert(
    fc.property(rows, rows, relations, (earlier, batch, related) => {
      const log: Log = new Map();
      run(log, 'b0', earlier);
      const plan = run(log, 'b1', batch, related);
      expect(plan.rows.map((one) => one.row)).toEqual(batch.map((_, index) => index + 1));
      expect(plan.relations.map((one) => one.row)).toEqual(related.map((_, index) => index + 1));
      const named = new Map<string, string>();
      for (const { itemId, said } of plan.rows) {
        if (itemId === null) continue;
        const key = `${itemId} ${said.source}`;
        expect(named.get(key) ?? said.externalId).toBe(said.externalId);
        named.set(key, said.externalId);
      }
    }),
  );
});

test('what is undone at once is as it was before', () => {
  fc.assert(
    fc.property(rows, rows, relations, (earlier, batch, related) => {
      const log: Log = new Map();
      run(log, 'b0', earlier);
      const before = stock(log);
      run(log, 'b1', batch, related);
      undo(log, 'b1');
      expect(stock(log)).toEqual(before);
    }),
  );
});

test('of two sources the one that counts for more has the word on a field, whoever spoke last', () => {
  const statement = fc.record({
    source: fc.constantFrom('cloud', 'agent'),
    location: fc.constantFrom('Berlin', 'Bonn', 'Kiel'),
    cpuCount: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 8 }), (statements) => {
      const log: Log = new Map();
      for (const [index, { source, location, cpuCount }] of statements.entries()) {
        const base = { externalId: source, class: 'server', name: 'web', serial: 'S1' };
        run(log, `b${index}`, [{ ...base, source, location, attributes: { cpuCount } }]);
      }
      const [item] = [...log.values()].map(stateOf);
      const latest = (source: string) => statements.findLast((one) => one.source === source);
      expect(log.size).toBe(1);
      expect(item).toMatchObject({
        fields: {
          location: (latest('cloud') ?? latest('agent'))!.location,
          'attributes.cpuCount': (latest('agent') ?? latest('cloud'))!.cpuCount,
        },
      });
    }),
  );
});

test('sources a list leaves out come after it, in alphabetical order', () => {
  const claims = { zeta: { value: 1 }, alpha: { value: 2 } };
  expect(strongest({ standard: [], fields: {} }, 'name', claims)).toBe('alpha');
  expect(strongest({ standard: ['zeta'], fields: {} }, 'name', claims)).toBe('zeta');
});
