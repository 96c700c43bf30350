import { dice } from '../chance';
import { startSuite, type Peer } from '../peers/processes';
import type { Row } from '../report';
import { latencies, measure, post, repeated, settled } from './records';

const HOUR_MS = 3_600_000;
const DAYS = 365;
const ITEMS = 2_000;
const CATEGORIES = 'network database application storage security'.split(' ');

/** Changes of a year, of one to eight hours each, on one to three items. */
function changesFrom(start: number): (serial: number) => object {
  const random = dice(11);
  return (serial) => {
    const begins = start + random(DAYS * 24) * HOUR_MS;
    const cis = Array.from({ length: 1 + random(3) }, () => random(ITEMS));
    return {
      type: random(20) === 0 ? 'emergency' : 'normal',
      title: `Change ${serial} of ${CATEGORIES[serial % CATEGORIES.length]}`,
      description: 'A new version, installed in the usual way.',
      category: CATEGORIES[serial % CATEGORIES.length],
      plannedStart: new Date(begins).toISOString(),
      plannedEnd: new Date(begins + (1 + random(8)) * HOUR_MS).toISOString(),
      backOutPlan: 'Install the version before.',
      cis: [...new Set(cis)].map((item) => ({ id: `item-${item}`, name: `Item ${item}` })),
    };
  };
}

/** Drafting, reading and listing changes, the calendar, and looking for collisions. */
export async function benchChanges(
  dataDir: string,
  { seconds, changes }: { seconds: number; changes: number },
): Promise<Row[]> {
  const suite = await startSuite(dataDir);
  try {
    const start = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
    const drafted = changesFrom(start);
    const ids = (await repeated(changes, (serial) => post(suite, '/v1/changes', drafted(serial)))).map(({ id }) => id);
    const began = performance.now();
    await settled(suite);
    const section = `Changes, ${changes.toLocaleString('en')} planned within a year, 8 connections`;
    const settling = (performance.now() - began) / 1_000;
    return [
      { section, what: 'all looked at for collisions after the last was drafted', figure: settling, unit: 's' },
      ...(await measured(suite, ids, drafted, { section, seconds, start })),
    ];
  } finally {
    await suite.stop();
  }
}

async function measured(
  suite: Peer,
  ids: readonly string[],
  drafted: (serial: number) => object,
  { section, seconds, start }: { section: string; seconds: number; start: number },
): Promise<Row[]> {
  const day = (days: number) => new Date(start + days * 24 * HOUR_MS).toISOString();
  const some = ids.filter((_, index) => index % Math.ceil(ids.length / 1_000) === 0);
  const lists = [
    '/v1/changes?limit=50',
    '/v1/changes?limit=50&state=draft&sort=plannedStart',
    '/v1/changes?limit=50&type=emergency&sort=-updatedAt',
    `/v1/changes?limit=50&plannedFrom=${day(30)}&plannedTo=${day(37)}&sort=plannedStart`,
    '/v1/changes?limit=50&ciId=item-7',
    '/v1/changes?limit=50&colliding=true&sort=plannedStart',
    '/v1/changes?limit=50&q=storage',
  ];
  const weeks = Array.from({ length: 50 }, (_, week) => `from=${day(week * 7)}&to=${day(week * 7 + 7)}`);
  const get = await measure(suite, { seconds, paths: some.map((id) => `/v1/changes/${id}`) });
  const listed = await measure(suite, { seconds, paths: lists });
  const calendar = await measure(suite, { seconds, paths: weeks.map((week) => `/v1/changes/calendar?${week}`) });
  const collisions = await measure(suite, {
    ...{ seconds, method: 'POST', body: () => '{}' },
    paths: some.map((id) => `/v1/changes/${id}/detect-collisions`),
  });
  const create = await measure(suite, {
    ...{ seconds, method: 'POST', paths: ['/v1/changes'] },
    body: (serial) => JSON.stringify(drafted(serial)),
  });
  return [
    ...latencies(section, 'draft', create),
    ...latencies(section, 'get', get),
    ...latencies(section, 'seven lists of 50 in turn', listed, 60),
    ...latencies(section, 'calendar of a week', calendar),
    ...latencies(section, 'look for collisions', collisions),
  ];
}
