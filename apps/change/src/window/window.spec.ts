import type { ChangeWindowEvent, FreezeWindow, MaintenanceWindow, WindowKeys } from '@opsledger/contracts';
import { command as anyCommand, given } from '@opsledger/testing';
import { changeWindow } from './window';

const lookups = { number: 'WIN0000042' };
const command = (type: string, data: object = {}) => anyCommand(type, data, { lookups });
const keys = (kind: WindowKeys['kind'], state: WindowKeys['state'] = 'in_force'): WindowKeys => ({
  ...{ number: 'WIN0000042', state, kind },
});

const FREEZE: FreezeWindow = {
  ...{ name: 'Year end', reason: 'Books.' },
  ...{ from: '2026-12-20T00:00:00.000Z', to: '2027-01-03T00:00:00.000Z' },
};
const HOURS: MaintenanceWindow = {
  ...{ name: 'Nights', zone: 'Europe/Berlin', weekly: { sunday: [{ from: '02:00', to: '05:00' }] } },
};
const declared: ChangeWindowEvent = { type: 'FreezeWindowDeclared', data: { keys: keys('freeze'), freeze: FREEZE } };
const defined: ChangeWindowEvent = {
  ...{ type: 'MaintenanceWindowDefined', data: { keys: keys('maintenance'), maintenance: HOURS } },
};
const withdrawn = (kind: WindowKeys['kind']): ChangeWindowEvent => ({
  ...{ type: 'ChangeWindowWithdrawn', data: { keys: keys(kind, 'withdrawn'), reason: null } },
});

describe('a freeze', () => {
  test('is declared, with its instants in one notation, and must end after it begins', () => {
    given(changeWindow)
      .when(command('DeclareFreezeWindow', { ...FREEZE, from: '2026-12-20T01:00:00+01:00' }))
      .then(declared);
    for (const to of [FREEZE.from, '2026-01-01T00:00:00.000Z']) {
      const refusal = given(changeWindow)
        .when(command('DeclareFreezeWindow', { ...FREEZE, to }))
        .thenRefused('window-times-wrong');
      expect(refusal.message).toContain(`would end (${to}) no later than it begins (${FREEZE.from}). Give a later to.`);
    }
  });

  test('is revised, the same again is nothing', () => {
    const after = { ...FREEZE, to: '2027-01-10T00:00:00.000Z' };
    given(changeWindow, declared)
      .when(command('ReviseFreezeWindow', after))
      .then({ type: 'FreezeWindowRevised', data: { keys: keys('freeze'), freeze: { before: FREEZE, after } } });
    given(changeWindow, declared).when(command('ReviseFreezeWindow', FREEZE)).thenNothing();
    given(changeWindow, declared)
      .when(command('ReviseFreezeWindow', { ...FREEZE, to: FREEZE.from }))
      .thenRefused('window-times-wrong');
  });
});

describe('a maintenance window', () => {
  test('is defined, with hours that there are', () => {
    given(changeWindow).when(command('DefineMaintenanceWindow', HOURS)).then(defined);
    for (const wrong of [
      { zone: 'Europe/Nowhere' },
      { weekly: { sunday: [{ from: '05:00', to: '02:00' }] } },
      { weekly: { sunday: [...HOURS.weekly.sunday!, { from: '04:00', to: '06:00' }] } },
    ])
      given(changeWindow)
        .when(command('DefineMaintenanceWindow', { ...HOURS, ...wrong }))
        .thenRefused('window-hours-wrong');
  });

  test('is revised, the same again is nothing', () => {
    const after = { ...HOURS, zone: 'UTC' };
    given(changeWindow, defined)
      .when(command('ReviseMaintenanceWindow', after))
      .then({
        ...{ type: 'MaintenanceWindowRevised' },
        data: { keys: keys('maintenance'), maintenance: { before: HOURS, after } },
      });
    given(changeWindow, defined).when(command('ReviseMaintenanceWindow', HOURS)).thenNothing();
    given(changeWindow, defined)
      .when(command('ReviseMaintenanceWindow', { ...HOURS, zone: 'Europe/Nowhere' }))
      .thenRefused('window-hours-wrong');
  });
});

test.each([
  ['freeze', declared, 'ReviseFreezeWindow', FREEZE, 'ReviseMaintenanceWindow', HOURS],
  ['maintenance', defined, 'ReviseMaintenanceWindow', HOURS, 'ReviseFreezeWindow', FREEZE],
] as const)('a %s window is of its kind, and withdrawn once', (kind, made, revise, same, reviseOther, other) => {
  const refusal = given(changeWindow, made).when(command(reviseOther, other)).thenRefused('window-of-another-kind');
  expect(refusal.detail).toContain(`WIN0000042 is a ${kind} window`);
  given(changeWindow, made).when(command('WithdrawChangeWindow')).then(withdrawn(kind));
  given(changeWindow, made, withdrawn(kind)).when(command('WithdrawChangeWindow')).thenNothing();
  given(changeWindow, made, withdrawn(kind)).when(command(revise, same)).thenRefused('window-withdrawn');
  for (const type of [revise, 'WithdrawChangeWindow'])
    given(changeWindow).when(command(type, same)).thenRefused('not-found');
});
