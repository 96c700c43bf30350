import type { Measured } from '../load/closed-loop';
import { load } from '../load/load';
import { openLoop, send } from '../load/open-loop';
import { startSuite, TOKEN, type Peer } from '../peers/processes';
import type { Row } from '../report';
import { benchBacklog } from './settled';

const CONNECTIONS = 32;
const section = `Creates at ${CONNECTIONS} connections that do not end soon`;
const authorization = `Bearer ${TOKEN}`;

/** How often somebody looks at the list, per second. */
const LOOKS = 4;

/**
 * What a burst puts off comes due when it goes on: creates beside the bare route while somebody looks at the list all the
 * time, and for six rounds without a rest.
 */
export async function benchEndurance(dataDir: string, bare: Peer, seconds: number): Promise<Row[]> {
  const suite = await startSuite(dataDir);
  try {
    const watched = await beside(bare, suite, seconds, () =>
      openLoop(LOOKS, seconds, async () => {
        const { status } = await send(`${suite.url}/v1/incidents?limit=50`, 'GET', { authorization });
        if (status !== 200) throw new Error(`A list answered ${status} while incidents were created.`);
      }),
    );
    await benchBacklog(suite);
    const long = await beside(bare, suite, seconds * 6);
    return [
      ...rowsOf(`while the list is read ${LOOKS} times a second`, watched),
      ...rowsOf(`for ${seconds * 6} s`, long),
    ];
  } finally {
    await suite.stop();
  }
}

interface Pair {
  readonly bare: Measured;
  readonly suite: Measured;
}

async function beside(
  bare: Peer,
  suite: Peer,
  seconds: number,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<Pair> {
  const creates = { method: 'POST', connections: CONNECTIONS, seconds, body: 'incident' } as const;
  const theirs = await load({ url: bare.url, paths: ['/incidents'], ...creates });
  const [ours] = await Promise.all([
    load({ url: suite.url, paths: ['/v1/incidents'], headers: { authorization }, ...creates }),
    meanwhile(),
  ]);
  if (ours.failed > 0) throw new Error(`${ours.failed} creates failed`);
  return { bare: theirs, suite: ours };
}

const rowsOf = (how: string, { bare, suite }: Pair): Row[] => [
  { section, what: `bare route, ${how}`, figure: bare.perSecond, unit: '/s' },
  { section, what: `create incident, ${how}`, figure: suite.perSecond, unit: '/s' },
  { section, what: `create ÷ bare route, ${how}`, figure: suite.perSecond / bare.perSecond, unit: '×' },
  { section, what: `create p99, ${how}`, figure: suite.p99, unit: 'ms' },
];
