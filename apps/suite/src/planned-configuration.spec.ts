import { changeService } from '@opsledger/change';
import { cmdbService } from '@opsledger/cmdb';
import { changeContracts, cmdbContracts } from '@opsledger/contracts';
import { runningServices, type RunningServices } from '@opsledger/service-testing';

let services: RunningServices;
beforeAll(
  async () =>
    (services = await runningServices([
      { definition: changeService, contracts: changeContracts },
      { definition: cmdbService, contracts: cmdbContracts },
    ])),
);
afterAll(() => services.stop());

const register = async (name: string) => {
  const item = { name, class: 'server', attributes: { cpuCount: 4 } };
  const { id } = await services.command('RegisterConfigurationItem', undefined, item);
  return { id, name };
};

test('a change that succeeded is what its items were planned to be, and the log says why', async () => {
  const [db, web] = [await register('db'), await register('web')];
  const nowhere = { id: '00000000-0000-4000-8000-00000000dead', name: 'nowhere' };
  const plannedConfiguration = [
    { ci: db, attributes: { cpuCount: 8 }, status: 'degraded' },
    { ci: web, attributes: { cpuCount: 'many' } },
    { ci: nowhere, attributes: { cpuCount: 1 } },
  ];
  const draft = { type: 'emergency', title: 'More processors', plannedConfiguration };
  const { id, number } = await services.command('DraftChange', undefined, draft);
  await services.command('StartChangeImplementation', id);
  await services.command('FinishChangeImplementation', id, { result: 'successful' });
  await services.settle();

  expect(await services.query('GetConfigurationItem', { id: db.id })).toMatchObject({
    attributes: { cpuCount: 8 },
    status: 'degraded',
  });
  const facts = await services.told('configurationitem', db.id);
  expect(facts.slice(1).map(({ data }) => (data as { change?: object }).change)).toEqual([
    { id, name: number },
    { id, name: number },
  ]);
  expect(await services.query('GetConfigurationItem', { id: web.id })).toMatchObject({ attributes: { cpuCount: 4 } });
  expect(await services.told('configurationitem', nowhere.id)).toEqual([]);
  const { configurationRefusals } = await services.query('GetChange', { id });
  expect(configurationRefusals.map(({ ci, code }: { ci: object; code: string }) => [ci, code])).toEqual(
    expect.arrayContaining([
      [web, expect.stringMatching(/attribute/)],
      [nowhere, expect.stringMatching(/not-found/)],
    ]),
  );
});
