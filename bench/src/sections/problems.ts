import { dice } from '../chance';
import { startSuite, type Peer } from '../peers/processes';
import type { Row } from '../report';
import { latencies, measure, post, repeated, settled } from './records';

const SYMPTOMS = 'slow crash timeout error leak login disk network'.split(' ');
const CATEGORIES = 'mail vpn payroll portal printing'.split(' ');

function problems(): (serial: number) => object {
  const random = dice(13);
  const word = () => SYMPTOMS[random(SYMPTOMS.length)]!;
  return (serial) => ({
    title: `${word()} ${word()} of ${CATEGORIES[serial % CATEGORIES.length]} ${serial}`,
    description: `People report ${word()} and ${word()} since the last version.`,
    category: CATEGORIES[serial % CATEGORIES.length],
    impact: 1 + random(3),
    urgency: 1 + random(3),
    cis: [{ id: `item-${random(500)}`, name: 'Item' }],
  });
}

/** Logging, reading and listing problems, and the known errors among them. */
export async function benchProblems(
  dataDir: string,
  { seconds, problems: count }: { seconds: number; problems: number },
): Promise<Row[]> {
  const suite = await startSuite(dataDir);
  try {
    const logged = problems();
    const ids = (await repeated(count, (serial) => post(suite, '/v1/problems', logged(serial)))).map(({ id }) => id);
    const known = ids.filter((_, index) => index % 5 === 0);
    await repeated(known.length, (one) =>
      post(suite, `/v1/problems/${known[one]}/workaround`, { workaround: 'Restart it.' }),
    );
    await settled(suite);
    return await measured(suite, ids, logged, {
      seconds,
      section: `Problems, ${count.toLocaleString('en')}, 8 connections`,
    });
  } finally {
    await suite.stop();
  }
}

async function measured(
  suite: Peer,
  ids: readonly string[],
  logged: (serial: number) => object,
  { section, seconds }: { section: string; seconds: number },
): Promise<Row[]> {
  const lists = [
    '/v1/problems?limit=50',
    '/v1/problems?limit=50&state=logged&sort=priority',
    '/v1/problems?limit=50&knownError=true&sort=-updatedAt',
    '/v1/problems?limit=50&category=vpn&priority=P2',
    '/v1/problems?limit=50&q=timeout',
  ];
  const get = await measure(suite, { seconds, paths: ids.slice(0, 1_000).map((id) => `/v1/problems/${id}`) });
  const listed = await measure(suite, { seconds, paths: lists });
  const create = await measure(suite, {
    ...{ seconds, method: 'POST', paths: ['/v1/problems'] },
    body: (serial) => JSON.stringify(logged(serial)),
  });
  return [
    ...latencies(section, 'log', create),
    ...latencies(section, 'get', get),
    ...latencies(section, 'five lists of 50 in turn', listed, 60),
  ];
}
