import { importedIncidentId } from '@opsledger/contracts';
import { LogTail } from '@opsledger/event-bus';
import { createRelay, keyOf, type RecordState, type Relay } from '@opsledger/relay';
import { Metrics, createLogger } from '@opsledger/service-kit';
import { ROOT, runningServices, type RunningServices } from '@opsledger/service-testing';
import { eventually } from '@opsledger/testing';
import { SERVICES } from './services';

/** States let everything else go first. */
const SOON = { timeoutMs: 20_000 };

let services: RunningServices;
let tail: LogTail;
let relay: Relay;
/** As a compacted topic of each service keeps them. */
const topics = new Map<string, RecordState>();

beforeAll(async () => {
  services = await runningServices(SERVICES);
  tail = new LogTail(services.store);
  tail.start();
  const close = async () => undefined;
  relay = createRelay({
    outlets: {
      events: async () => ({ publish: async () => undefined, close }),
      states: async () => ({
        send: async (states) => states.forEach((it) => topics.set(`${it.service} ${keyOf(it)}`, it)),
        close,
      }),
      deadLetters: async () => ({ publish: async () => undefined, close }),
    },
    pool: services.database.pool,
    source: tail,
    services: services.services,
    contracts: SERVICES.map(({ contracts }) => contracts),
    clock: services.clock.now,
    logger: createLogger({ level: 'error', readable: false }),
    metrics: new Metrics(),
  });
  await relay.start();
}, 60_000);

afterAll(async () => {
  await relay.stop();
  await tail.stop();
  await services.stop();
}, 60_000);

const give = async (type: string, data: object, id?: string) => (await services.command(type, id, data, ROOT)).id;

it('tells of records of every service what GET of them answers', async () => {
  const asked: [service: string, query: string, id: string][] = [
    ['incident', 'GetIncident', await give('LogIncident', { title: 'Printer on fire', impact: 2, urgency: 3 })],
    ['directory', 'GetPerson', await give('RegisterPerson', { name: 'Grace' })],
    ['directory', 'GetTeam', await give('FormTeam', { name: 'Network' })],
    ['knowledge', 'GetArticle', await give('DraftArticle', { title: 'Fire', body: 'Sand.' })],
    ['change', 'GetChange', await give('DraftChange', { type: 'emergency', title: 'More sand' })],
    ['change', 'GetRelease', await give('PlanRelease', { title: 'Autumn' })],
    ['problem', 'GetProblem', await give('LogProblem', { title: 'Printers burn', impact: 2, urgency: 3 })],
    ['cmdb', 'GetConfigurationItem', await give('RegisterConfigurationItem', { name: 'db', class: 'server' })],
  ];
  const day = [{ from: '09:00', to: '17:00' }];
  const weekly = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] };
  const calendar = { name: 'Office', zone: 'UTC', weekly, holidays: [], exceptions: [] };
  asked.push(['sla', 'GetSlaCalendar', await give('CreateSlaCalendar', calendar)]);
  for (const [service, query, id] of asked)
    await eventually(
      async () => expect(topics.get(`${service} ${id}`)?.state).toEqual(await services.query(query, { id }, ROOT)),
      SOON,
    );
}, 60_000);

it('follows every change, and keeps settings of several kinds apart', async () => {
  const id = await give('LogIncident', { title: 'Printer on fire', impact: 2, urgency: 3 });
  await give('AddWorkNote', { body: 'Bring sand.' }, id);
  await give('ReviseAutoClose', { businessDays: 3, zone: 'UTC' });
  await eventually(() => {
    const { state, event } = topics.get(`incident ${id}`)!;
    expect(state).toMatchObject({ title: 'Printer on fire', version: event.revision });
    expect(event).toMatchObject({ type: 'IncidentWorkNoted', subject: id });
    expect(topics.get('incident incidentsettings-settings')?.state).toMatchObject({ version: 1 });
  }, SOON);
}, 60_000);

it('leaves a tombstone where an import was undone', async () => {
  const logged = {
    title: 'Imported',
    description: null,
    caller: null,
    channel: 'phone',
    subcategory: null,
    location: null,
    impact: 2,
    urgency: 2,
    matrixVersion: 0,
    loggedByTeam: null,
    external: { source: 'sn', number: 'SN1' },
  };
  const by = { id: 'p-old', name: 'Opened by 8' };
  const facts = [{ key: 'logged', row: 1, at: '2016-02-29T01:16:00Z', by, type: 'IncidentLogged', data: logged }];
  const id = importedIncidentId('sn', 'SN1');
  await give('ImportIncident', { source: 'sn', number: 'SN1', batch: 'b-1', facts }, id);
  await eventually(() => expect(topics.get(`incident ${id}`)?.state).toMatchObject({ title: 'Imported' }), SOON);
  await give('WithdrawImportedIncident', { batch: 'b-1' }, id);
  await eventually(() => expect(topics.get(`incident ${id}`)?.state).toBeNull(), SOON);
}, 60_000);
