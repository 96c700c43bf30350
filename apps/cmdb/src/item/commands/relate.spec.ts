import { RECORD_ID, command as anyCommand, given } from '@opsledger/testing';
import { configurationItem } from '../item';
import { DATABASE, NOW, NUMBER, registered, related, unrelated } from '../item.histories';

const found = { target: DATABASE };
const relate = (data: object = {}, lookups: object = found) =>
  anyCommand('RelateConfigurationItem', { kind: 'depends_on', targetId: DATABASE.id, ...data }, { now: NOW, lookups });
const unrelate = (data: object = {}, lookups: object = found) =>
  anyCommand(
    'UnrelateConfigurationItem',
    { kind: 'depends_on', targetId: DATABASE.id, ...data },
    { now: NOW, lookups },
  );
const [JANUARY, FEBRUARY, MARCH] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'];
const at = <Fact extends object>(fact: Fact, occurredAt: string): Fact => ({ ...fact, occurredAt });
const item = registered({ cpuCount: 4 });

describe('RelateConfigurationItem', () => {
  test('from now on, or since an instant that has passed', () => {
    given(configurationItem, item)
      .when(relate())
      .then(at(related(NOW), NOW));
    given(configurationItem, item)
      .when(relate({ from: JANUARY }))
      .then(at(related(JANUARY), JANUARY));
  });

  test('for a period that has ended, it is related and unrelated', () => {
    given(configurationItem, item)
      .when(relate({ from: JANUARY, to: FEBRUARY }))
      .then(at(related(JANUARY), JANUARY), at(unrelated(JANUARY, FEBRUARY), FEBRUARY));
  });

  test('what is so already is nothing, of another kind it is another relation', () => {
    given(configurationItem, item, related(JANUARY)).when(relate()).thenNothing();
    given(configurationItem, item, related(JANUARY), unrelated(JANUARY, MARCH))
      .when(relate({ from: JANUARY, to: FEBRUARY }))
      .thenNothing();
    given(configurationItem, item, related(JANUARY))
      .when(relate({ kind: 'uses' }))
      .then(at(related(NOW, 'uses'), NOW));
  });

  test('periods do not overlap; one that has ended may begin again', () => {
    const refusal = given(configurationItem, item, related(FEBRUARY))
      .when(relate({ from: JANUARY }))
      .thenRefused('relation-overlaps');
    expect(refusal.detail).toContain(NUMBER);
    given(configurationItem, item, related(JANUARY), unrelated(JANUARY, FEBRUARY))
      .when(relate({ from: FEBRUARY }))
      .then(at(related(FEBRUARY), FEBRUARY));
  });

  test.each([
    ['relation-target-unknown', {}, { target: null }],
    ['relation-to-itself', {}, { target: { id: RECORD_ID, name: 'web1' } }],
    ['instant-ahead', { from: '2026-03-02T09:00:00.001Z' }, found],
    ['instant-ahead', { from: JANUARY, to: '2026-03-02T09:00:00.001Z' }, found],
    ['relation-period-invalid', { from: FEBRUARY, to: FEBRUARY }, found],
  ])('is refused: %s, with %j', (code, data, lookups) => {
    given(configurationItem, item).when(relate(data, lookups)).thenRefused(code);
  });
});

describe('UnrelateConfigurationItem', () => {
  test('ends what lasts, now or at an instant that has passed', () => {
    given(configurationItem, item, related(JANUARY))
      .when(unrelate())
      .then(at(unrelated(JANUARY, NOW), NOW));
    given(configurationItem, item, related(JANUARY))
      .when(unrelate({ at: FEBRUARY }))
      .then(at(unrelated(JANUARY, FEBRUARY), FEBRUARY));
  });

  test('also from an item that is gone, by the id it had', () => {
    given(configurationItem, item, related(JANUARY))
      .when(unrelate({}, { target: null }))
      .then(at(unrelated(JANUARY, NOW), NOW));
  });

  test('what has ended, or never was, is nothing', () => {
    given(configurationItem, item, related(JANUARY), unrelated(JANUARY, FEBRUARY)).when(unrelate()).thenNothing();
    given(configurationItem, item, related(JANUARY))
      .when(unrelate({ kind: 'uses' }))
      .thenNothing();
  });

  test.each([
    ['instant-ahead', '2026-03-02T09:00:00.001Z'],
    ['relation-period-invalid', JANUARY],
  ])('is refused: %s', (code, instant) => {
    given(configurationItem, item, related(FEBRUARY))
      .when(unrelate({ at: instant }))
      .thenRefused(code);
  });
});
