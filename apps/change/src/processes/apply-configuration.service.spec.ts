import { changeContracts } from '@opsledger/contracts';
import { Problem, type CommandMessage, type Recipient } from '@opsledger/service-kit';
import { ADA, runningServices, type RunningServices } from '@opsledger/service-testing';
import { changeService } from '../change.service';

const orders: CommandMessage[] = [];
/** Knows every item but `gone`, and sends none to another stage. */
const cmdb: Recipient = {
  name: 'cmdb',
  query: async () => ({ nodes: [] }),
  command: async (message) => {
    orders.push(message);
    if (message.id === 'gone') throw new Problem(404, 'not-found', 'Record not found', 'There is no item gone.');
    if (message.type === 'ChangeConfigurationItemStage')
      throw new Problem(409, 'move-not-permitted', 'Not permitted', 'It is disposed of.');
    return { id: message.id!, version: 2, position: '0'.repeat(16), recorded: 1 };
  },
};

let changes: RunningServices;
beforeAll(
  async () => (changes = await runningServices([{ definition: changeService, contracts: changeContracts }], [cmdb])),
);
afterAll(() => changes.stop());
beforeEach(() => (orders.length = 0));

const ref = (id: string) => ({ id, name: id });
const CONFIGURATION = [
  { ci: ref('db'), attributes: { cpuCount: 8 }, stage: 'in_use', status: 'operational' },
  { ci: ref('gone'), attributes: { cpuCount: 2 } },
];
async function finished(result: string, plannedConfiguration: readonly object[] = CONFIGURATION) {
  const draft = { type: 'emergency', title: 'More processors', plannedConfiguration };
  const { id, number } = await changes.command('DraftChange', undefined, draft);
  await changes.command('StartChangeImplementation', id);
  await changes.command('FinishChangeImplementation', id, { result, notes: 'So it went.' });
  await changes.settle();
  return { id, number: number! };
}

test('tells the configuration database what was planned; what it refuses is shown and stops nothing', async () => {
  const { id, number } = await finished('successful_with_issues');
  const change = { id, name: number };
  expect(orders.map(({ type, id: ci, data }) => [type, ci, data])).toEqual(
    expect.arrayContaining([
      ['ReviseConfigurationItem', 'db', { attributes: { cpuCount: 8 }, change }],
      ['ChangeConfigurationItemStage', 'db', { stage: 'in_use', change }],
      ['ReportConfigurationItemStatus', 'db', { status: 'operational', change }],
      ['ReviseConfigurationItem', 'gone', { attributes: { cpuCount: 2 }, change }],
    ]),
  );
  expect(orders).toHaveLength(4);
  expect(new Set(orders.map(({ request }) => request!.key)).size).toBe(4);
  const { configurationRefusals, state } = await changes.query('GetChange', { id });
  expect(state).toBe('review');
  expect(configurationRefusals).toHaveLength(2);
  expect(configurationRefusals).toEqual(
    expect.arrayContaining([
      { ci: ref('db'), part: 'stage', code: 'move-not-permitted', reason: 'It is disposed of.' },
      { ci: ref('gone'), part: 'attributes', code: 'not-found', reason: 'There is no item gone.' },
    ]),
  );
  await changes.command('ReviewChange', id, { summary: 'Put right by hand.' });
});

test.each(['unsuccessful', 'backed_out'])('tells it nothing of a change that was %s', async (result) => {
  await finished(result);
  expect(orders).toEqual([]);
});

test.each([
  ['an item without anything', [{ ci: ref('db') }]],
  ['an unknown stage', [{ ci: ref('db'), stage: 'lost' }]],
  ['attributes that are none', [{ ci: ref('db'), attributes: ['cpuCount'] }]],
  ['too much', Array.from({ length: 51 }, (_, at) => ({ ci: ref(`ci-${at}`), status: 'operational' }))],
])('refuses %s', async (_, plannedConfiguration) => {
  const draft = { type: 'normal', title: 'More', plannedConfiguration };
  await expect(changes.command('DraftChange', undefined, draft, ADA)).rejects.toMatchObject({ status: 400 });
});
