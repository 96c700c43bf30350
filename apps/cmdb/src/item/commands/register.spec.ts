import { command as anyCommand, given } from '@opsledger/testing';
import { configurationItem } from '../item';
import { NOW, NUMBER, SERVER, keys } from '../item.histories';

const register = (data: object = {}, lookups: object = {}) =>
  anyCommand(
    'RegisterConfigurationItem',
    { class: 'server', name: 'web1', attributes: { cpuCount: 4 }, ...data },
    { now: NOW, lookups: { number: NUMBER, class: SERVER, known: [], underWay: [], ...lookups } },
  );
const registered = (data: object = {}, occurredAt = NOW) => ({
  ...{ type: 'ConfigurationItemRegistered' as const, occurredAt },
  data: {
    ...{ keys: keys(), edition: 1, description: null, attributes: { cpuCount: 4 }, identities: [], cause: null },
    ...data,
  },
});

test('in use and operational unless told, since now or earlier', () => {
  given(configurationItem).when(register()).then(registered());
  given(configurationItem)
    .when(register({ stage: 'planned', status: 'down', since: '2026-01-01T01:00:00+01:00', location: 'Berlin' }))
    .then(
      registered({ keys: keys({ stage: 'planned', status: 'down', location: 'Berlin' }) }, '2026-01-01T00:00:00.000Z'),
    );
  given(configurationItem)
    .when(register({ since: '2026-03-02T09:00:00.001Z' }))
    .thenRefused('instant-ahead');
});

test('what has no value is left out, identities are kept', () => {
  const identities = [{ source: 'scanner', id: 'x-1' }];
  given(configurationItem)
    .when(register({ location: null, attributes: { cpuCount: 4, note: null }, identities }))
    .then(registered({ identities }));
});

test.each([
  ['class-unknown', {}, { class: undefined }],
  ['class-abstract', {}, { class: { ...SERVER, abstract: true } }],
  ['attributes-missing', { attributes: {} }, {}],
  ['attributes-invalid', { attributes: { cpuCount: 0 } }, {}],
  ['attributes-invalid', { attributes: { cpuCount: 4, wheels: 2 } }, {}],
  ['criticality-for-services', { criticality: 'high' }, {}],
  ['identity-taken', {}, { known: [{ source: 'scanner', id: 'x-1', number: 'CI0000007' }] }],
  ['identity-taken', {}, { underWay: [{ source: 'scanner', id: 'x-1', batch: 'REC0000007' }] }],
])('is refused: %s, with %j', (code, data, lookups) => {
  given(configurationItem).when(register(data, lookups)).thenRefused(code);
});
