import type { CiKeys, ConfigurationItemEvent } from '@opsledger/contracts';
import { command as anyCommand, given } from '@opsledger/testing';
import { configurationItem } from '../item';
import { SERVER, keys, registered } from '../item.histories';

const BY_HAND = { standard: ['manual'], fields: {} };
const BY_SCANNER = { standard: ['scanner', 'manual'], fields: {} };
const revise = (data: object, precedence: object = BY_HAND) =>
  anyCommand('ReviseConfigurationItem', data, { lookups: { classes: { server: SERVER }, precedence } });
const history = [registered({ cpuCount: 4 })];

const scanned: ConfigurationItemEvent = {
  type: 'ConfigurationItemRevised',
  data: {
    ...{ keys: keys({ location: 'Berlin' }), edition: 2 },
    changes: { location: { before: null, after: 'Berlin' } },
    stated: { location: { before: null, after: { value: 'Berlin' } } },
    identities: { before: [], after: [] },
    cause: { source: 'scanner', batch: '00000000-0000-4000-8000-0000000000ba', row: 1 },
  },
};
const revised = (
  changes: Record<string, { before: unknown; after: unknown }>,
  { stated, ...changed }: Partial<CiKeys> & { stated?: Record<string, { before: unknown; after: unknown }> } = {},
  edition = 2,
) => ({
  type: 'ConfigurationItemRevised' as const,
  data: {
    ...{ keys: keys(changed), edition, changes, cause: null, identities: { before: [], after: [] } },
    stated: (stated ??
      Object.fromEntries(
        Object.entries(changes).map(([field, { before, after }]) => [
          field,
          { before: before === null ? null : { value: before }, after: { value: after } },
        ]),
      )) as never,
  },
});

test('what a person says is known from then on; the same again is nothing', () => {
  const change = revised({ location: { before: null, after: 'Berlin' } }, { location: 'Berlin' });
  given(configurationItem, ...history)
    .when(revise({ location: 'Berlin' }))
    .then(change);
  given(configurationItem, ...history, change)
    .when(revise({ location: 'Berlin' }))
    .thenNothing();
  given(configurationItem, ...history)
    .when(revise({ location: null }))
    .thenNothing();
});

test('attributes are said one by one, and fit the class', () => {
  given(configurationItem, ...history)
    .when(revise({ attributes: { note: 'Old.' } }))
    .then(revised({ 'attributes.note': { before: null, after: 'Old.' } }));
  for (const [attributes, code] of [
    [{ cpuCount: 'many' }, 'attributes-invalid'],
    [{ cpuCount: null }, 'attributes-missing'],
  ] as const)
    given(configurationItem, ...history)
      .when(revise({ attributes }))
      .thenRefused(code);
  given(configurationItem, ...history)
    .when(revise({ criticality: 'high' }))
    .thenRefused('criticality-for-services');
});

test('what was missing before may stay so', () => {
  given(configurationItem, registered())
    .when(revise({ location: 'Berlin' }))
    .then(revised({ location: { before: null, after: 'Berlin' } }, { location: 'Berlin' }));
});

test('a source whose word counts for more is not overruled, one whose word counts for less is', () => {
  const refusal = given(configurationItem, ...history, scanned)
    .when(revise({ location: 'Bonn' }, BY_SCANNER))
    .thenRefused('field-governed');
  expect(refusal.facts).toEqual({ field: 'location', source: 'scanner' });
  const stated = { location: { before: null, after: { value: 'Bonn' } } };
  given(configurationItem, ...history, scanned)
    .when(revise({ location: 'Bonn' }))
    .then(revised({ location: { before: 'Berlin', after: 'Bonn' } }, { location: 'Bonn', stated }, 3));
});

test('only of an item that is there', () => {
  given(configurationItem)
    .when(revise({ location: 'Bonn' }))
    .thenRefused('not-found');
});

describe('ReportConfigurationItemStatus', () => {
  const report = (status: string, said: object = {}) =>
    anyCommand('ReportConfigurationItemStatus', { status, ...said });

  test('with what is known of it; the same again is nothing', () => {
    const change = { id: '00000000-0000-4000-8000-0000000000cc', name: 'CHG0000001' };
    given(configurationItem, ...history)
      .when(report('down', { note: 'No answer.', change }))
      .then({
        type: 'ConfigurationItemStatusReported',
        data: {
          ...{ keys: keys({ status: 'down' }), edition: 2, note: 'No answer.', cause: null, change },
          status: { before: 'operational', after: 'down' },
        },
      });
    given(configurationItem, ...history)
      .when(report('operational'))
      .thenNothing();
  });
});
