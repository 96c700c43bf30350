import { accessTokenIdIn, directoryContracts, hashAccessToken } from '@opsledger/contracts';
import { createLogger } from '@opsledger/service-kit';
import { runningServices, type RunningServices } from '@opsledger/service-testing';
import { directoryService } from './directory.service';
import { provideAdminToken } from './provide-admin-token';

let directory: RunningServices;
beforeEach(async () => {
  directory = await runningServices([{ definition: directoryService, contracts: directoryContracts }]);
});
afterEach(() => directory.stop());

const provide = (chosenToken?: string) => {
  const { store, clock, services } = directory;
  return provideAdminToken({ store, services, clock: clock.now, logger, chosenToken });
};
const warn = jest.fn();
const logger = Object.assign(createLogger({ level: 'silent' }), { warn });
beforeEach(() => warn.mockReset());
const tokens = async () => {
  await directory.settle();
  return (await directory.query('ListAccessTokens')).items as { id: string; roles: string[] }[];
};
const everything = async () => JSON.stringify(await directory.store.readAll({ after: '0000000000000000', limit: 100 }));

test('nobody has a token: one is made, once, and only its hash is recorded', async () => {
  const { newToken } = await provide();
  expect(await tokens()).toMatchObject([{ id: accessTokenIdIn(newToken!), roles: ['admin'] }]);
  expect(await everything()).not.toContain(newToken);
  expect(await provide()).toEqual({});
  expect(await tokens()).toHaveLength(1);
});

test('facts of others in the log are no token', async () => {
  await directory.state('incident', '0199aaaa-0000-7000-8000-000000000001', { type: 'IncidentLogged', data: {} });
  expect((await provide()).newToken).toMatch(/^opsl_/);
});

test('a token that was revoked is one all the same: nobody gets in by starting again', async () => {
  await provide('opsl_of-the-operator');
  const id = (await tokens())[0]!.id;
  await directory.command('RevokeAccessToken', id, {});
  expect(await provide()).toEqual({});
});

test('the operator’s own token is made known at every start', async () => {
  expect(await provide('opsl_of-the-operator')).toEqual({});
  expect(await provide('opsl_of-the-operator')).toEqual({});
  expect(await tokens()).toHaveLength(1);
  expect(await everything()).not.toContain('opsl_of-the-operator');
});

test.each([
  ['was revoked', async (id: string) => void (await directory.command('RevokeAccessToken', id, {}))],
  ['has expired', async () => void directory.clock.advance(2 * 86_400_000)],
  ["not as an administrator's", async () => undefined],
])(
  'the operator’s own token lets nobody in, or not as an administrator: it %s, and a start says so',
  async (fault, happens) => {
    const token = 'opsl_of-the-operator';
    const id = accessTokenIdIn(token);
    const roles = fault.includes('admin') ? ['agent'] : ['admin'];
    const expiresAt = directory.clock.now().getTime() + 86_400_000;
    await directory.command('IssueAccessToken', id, {
      tokenHash: hashAccessToken(token),
      label: 'Mine',
      roles,
      expiresAt: new Date(expiresAt).toISOString(),
    });
    await provide(token);
    if (!fault.includes('admin')) expect(warn).not.toHaveBeenCalled();
    await happens(id);
    warn.mockReset();
    expect(await provide(token)).toEqual({});
    expect(warn.mock.calls).toEqual([[expect.stringContaining(fault)]]);
    expect(warn.mock.calls[0][0]).toContain('start with another of your choice');
    expect(JSON.stringify(warn.mock.calls)).not.toContain(token);
  },
);
