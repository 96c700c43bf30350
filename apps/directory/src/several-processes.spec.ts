import { directoryContracts } from '@opsledger/contracts';
import { PostgresEventStore } from '@opsledger/event-store';
import { ROOT, serviceProcess, type ServiceProcess } from '@opsledger/service-testing';
import { fakeClock, testDatabase, type TestDatabase } from '@opsledger/testing';
import { directoryService } from './directory.service';

let database: TestDatabase;
let processes: ServiceProcess[];

beforeAll(async () => {
  database = await testDatabase();
  processes = [await aProcess(), await aProcess()];
});
afterAll(async () => {
  await Promise.all(processes.map((process) => process.stop()));
  await database.close();
});

async function aProcess(): Promise<ServiceProcess> {
  const clock = fakeClock();
  const store = await PostgresEventStore.open({ url: database.url, clock: clock.now });
  const hosted = [{ definition: directoryService, contracts: directoryContracts }];
  return serviceProcess({ store, url: database.url, clock, hosted });
}

test('an address that two processes are asked for in the same moment goes to one person', async () => {
  const register = ({ services }: ServiceProcess, name: string) =>
    services.command({
      ...{
        service: 'directory',
        type: 'RegisterPerson',
        category: 'person',
        data: { name, email: 'both@example.org' },
      },
      ...{ now: '2026-03-02T09:00:00.000Z', correlationId: 'spec', ...ROOT },
    });
  const asked = await Promise.allSettled(
    ['One', 'Two', 'Three', 'Four'].map((name, n) => register(processes[n % 2]!, name)),
  );
  const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as object] : []));
  const taken = { status: 409, code: 'email-taken' };
  expect(refused).toMatchObject([taken, taken, taken]);
});
