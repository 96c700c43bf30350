import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@opsledger/embedded-postgres';
import { load } from './load/load';
import { optionsOf, SECTIONS } from './options';
import { startBareRoute, startSuite, TOKEN, type Peer } from './peers/processes';
import { printTable, writeJson, type Row } from './report';
import { benchAppends } from './sections/appends';
import { benchChanges } from './sections/changes';
import { benchDeadlines } from './sections/deadlines';
import { benchEndurance } from './sections/endurance';
import { benchHttp, benchLists } from './sections/http';
import { benchImpact } from './sections/impact';
import { benchImport } from './sections/import';
import { benchKafka } from './sections/kafka';
import { benchKnowledge } from './sections/knowledge';
import { benchProblems } from './sections/problems';
import { benchReadYourWrites } from './sections/read-your-writes';
import { benchRebuild } from './sections/rebuild';
import { benchBacklog } from './sections/settled';
import { benchBusinessTime, benchSimulation } from './sections/service-levels';

/** Those that share a suite, and those that share one with as many incidents as the figures speak of. */
const OF_LOAD = ['http', 'read-your-writes'];
const ON_FILLED = ['lists', 'rebuild', 'import', 'sla', 'deadlines', 'start'];

const options = optionsOf(process.argv);
const seconds = options.seconds ?? (options.full ? 10 : 3);
const incidents = options.full ? 100_000 : 10_000;
const articles = options.full ? 10_000 : 2_000;
const changes = options.full ? 20_000 : 2_000;
const problems = options.full ? 5_000 : 500;
const ofKafka = options.full ? { backlog: 200_000, behind: 1_000_000 } : { backlog: 20_000, behind: 50_000 };
const wanted = new Set<string>(options.only ?? SECTIONS);
const asked = (sections: readonly string[]): boolean => sections.some((section) => wanted.has(section));

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'opsledger-bench-'));
  // Run by root, PostgreSQL is another user, who must be able to pass through.
  chmodSync(directory, 0o711);
  const rows: Row[] = [];
  // The suite runs its own server as `npm start` does; appends and the bare route share a second one with equal settings.
  const postgres = await startEmbeddedPostgres({ dataDir: join(directory, 'peers') });
  try {
    if (wanted.has('appends'))
      rows.push(...(await step('appends', () => benchAppends({ databaseUrl: postgres.url, seconds }))));
    if (wanted.has('cmdb'))
      rows.push(...(await step('cmdb', () => benchImpact({ databaseUrl: postgres.url, seconds, items: incidents }))));
    if (wanted.has('knowledge'))
      rows.push(
        ...(await step('knowledge', () => benchKnowledge(join(directory, 'knowledge'), { seconds, articles }))),
      );
    if (wanted.has('changes'))
      rows.push(...(await step('changes', () => benchChanges(join(directory, 'changes'), { seconds, changes }))));
    if (wanted.has('problems'))
      rows.push(...(await step('problems', () => benchProblems(join(directory, 'problems'), { seconds, problems }))));
    if (wanted.has('kafka'))
      await step('kafka', () =>
        benchKafka(join(directory, 'kafka'), { seconds, ...ofKafka }, (measured) => rows.push(...measured)),
      );
    if (wanted.has('endurance')) {
      const bare = await startBareRoute(postgres.url);
      const dataDir = join(directory, 'endurance');
      rows.push(...(await step('endurance', () => benchEndurance(dataDir, bare, seconds))));
      await bare.stop();
    }
    if (asked(OF_LOAD)) await benchLoad(join(directory, 'load'), postgres.url, rows);
    if (asked(ON_FILLED)) await benchFilled(join(directory, 'filled'), rows);
  } finally {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
    // What was measured before something failed is not lost.
    printTable(rows);
    console.log(`\nWritten to ${writeJson(rows, { seconds, incidents })}`);
  }
}

/** What a suite does that has nothing else to do, and few incidents yet. */
async function benchLoad(dataDir: string, peersUrl: string, rows: Row[]): Promise<void> {
  const suite = await startSuite(dataDir);
  try {
    if (wanted.has('http')) {
      const bare = await startBareRoute(peersUrl);
      rows.push(...(await step('http', () => benchHttp(suite, bare, seconds, () => benchBacklog(suite)))));
      await bare.stop();
    }
    if (wanted.has('read-your-writes'))
      rows.push(...(await step('read-your-writes', () => benchReadYourWrites(suite, seconds))));
  } finally {
    await suite.stop();
  }
}

/** What a suite does that holds as many incidents as the figures speak of. */
async function benchFilled(dataDir: string, rows: Row[]): Promise<void> {
  let suite = await startSuite(dataDir);
  try {
    if (asked(ON_FILLED.filter((section) => section !== 'import'))) {
      await step('filling', () => fill(suite));
      rows.push(...(await step('settling', () => benchBacklog(suite))));
    }
    if (wanted.has('lists')) rows.push(...(await step('lists', () => benchLists(suite, seconds, incidents))));
    if (wanted.has('rebuild'))
      rows.push(...(await step('rebuild', () => benchRebuild(suite, ['incident-list', 'reporting-incident-facts']))));
    if (wanted.has('import')) rows.push(...(await step('import', () => benchImport(suite))));
    if (wanted.has('sla')) rows.push(...benchBusinessTime(), ...(await step('sla', () => benchSimulation(suite))));
    if (wanted.has('deadlines')) rows.push(...(await step('deadlines', () => benchDeadlines(suite, seconds * 3))));
    if (wanted.has('start')) {
      const section = `With ${incidents.toLocaleString('en')} incidents`;
      rows.push({
        section,
        what: 'resident memory of the suite',
        figure: suite.residentMb(),
        unit: 'MB',
        goal: { atMost: 350 },
      });
      await suite.stop();
      suite = await startSuite(dataDir);
      rows.push({
        section,
        what: 'start to first 200 of /health/ready',
        figure: suite.startedIn / 1000,
        unit: 's',
        goal: { atMost: 4 },
      });
    }
  } finally {
    await suite.stop();
  }
}

/** Creates incidents until there are as many as the figures speak of. */
async function fill(suite: Peer): Promise<void> {
  const authorization = `Bearer ${TOKEN}`;
  const logged = async () => {
    const response = await fetch(`${suite.url}/v1/incidents?limit=1&sort=-number`, { headers: { authorization } });
    const page = (await response.json()) as { items: { number: string }[] };
    return Number(page.items[0]?.number.slice(3) ?? 0);
  };
  while ((await logged()) < incidents)
    await load({
      url: suite.url,
      paths: ['/v1/incidents'],
      method: 'POST',
      connections: 32,
      seconds: 3,
      body: 'incident',
      headers: { authorization },
    });
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  process.stderr.write(`measuring ${name} … `);
  const began = performance.now();
  const result = await work();
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0)} s\n`);
  return result;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
