import { changeContracts } from '@opsledger/contracts';
import { notFound } from '@opsledger/service-kit';
import { answering, person, runningServices, type RunningServices } from '@opsledger/service-testing';
import { changeService } from '../change.service';

const MAX = person('p-max', 'Max Manager', 'change-manager');
const cmdb = answering('cmdb', {
  GetImpact: () => {
    throw notFound('No such item.');
  },
});
const DB = { id: 'ci-db', name: 'orders-db' };
const WEB = { id: 'ci-web', name: 'web-1' };
const SHOP = { id: 's-shop', name: 'Shop' };

let changes: RunningServices;
beforeAll(async () => {
  changes = await runningServices([{ definition: changeService, contracts: changeContracts }], [cmdb]);
});
afterAll(() => changes.stop());

const draft = async (data: object) =>
  (await changes.command('DraftChange', undefined, { type: 'emergency', title: 'Now', ...data }, MAX)).id;
const at = (time: string) => `2026-03-02T${time}:00.000Z`;
const touching = async (ask: object) =>
  (
    await changes.query(
      'ChangesTouching',
      { ciIds: [DB.id, 'ci-other'], serviceIds: [SHOP.id], from: at('08:00'), to: at('12:00'), ...ask },
      MAX,
    )
  ).items.map(({ change, start, touches }: any) => [change.id, start, touches]);

test('changes of a time on these items or services, with which ones they name; drafts are left out', async () => {
  const begin = (id: string, time: string) => {
    changes.clock.set(at(time));
    return changes.command('StartChangeImplementation', id, {}, MAX);
  };
  changes.clock.set(at('09:00'));
  const [onBoth, onShop] = [await draft({ cis: [DB, WEB] }), await draft({ service: SHOP })];
  await draft({ cis: [DB] });
  await begin(await draft({ cis: [WEB] }), '09:10');
  await begin(onBoth, '09:30');
  await begin(onShop, '10:00');
  await changes.command('FinishChangeImplementation', onShop, { result: 'successful' }, MAX);

  const [first, second] = [
    [onShop, at('10:00'), [SHOP]],
    [onBoth, at('09:30'), [DB]],
  ];
  expect(await touching({})).toEqual([first, second]);
  expect(await touching({ limit: 1 })).toEqual([first]);
  expect(await touching({ to: at('09:45') })).toEqual([second]);
  // One is over, the other goes on.
  expect(await touching({ from: at('11:00') })).toEqual([second]);
  expect(await touching({ ciIds: [], serviceIds: [] })).toEqual([]);
});
