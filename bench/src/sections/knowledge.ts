import { dice } from '../chance';
import { closedLoop } from '../load/closed-loop';
import { send } from '../load/open-loop';
import { TOKEN, startSuite, type Peer } from '../peers/processes';
import type { Row } from '../report';
import { settled } from './records';

const CONNECTIONS = 8;
const FILLING = 16;
const WORDS_OF_TITLE = 6;
const WORDS_OF_BODY = 250;
const QUERIES = 2_000;

const SYLLABLES = 'ka lo mi ter pan so ru vex dor il na bre sto qui zen far'.split(' ');

/** Some ten thousand words, a few of them common and most of them rare, as in any language. */
function language(seed: number) {
  const random = dice(seed);
  const word = () => Array.from({ length: 2 + random(3) }, () => SYLLABLES[random(SYLLABLES.length)]).join('');
  const vocabulary = [...new Set(Array.from({ length: 20_000 }, word))];
  const said = () => vocabulary[Math.floor(vocabulary.length * (random(10_000) / 10_000) ** 3)]!;
  return { random, said, text: (words: number) => Array.from({ length: words }, said).join(' ') };
}

/** Two letters swapped. */
const mistyped = (word: string): string =>
  word.length > 4 ? `${word.slice(0, 2)}${word[3]}${word[2]}${word.slice(4)}` : word;

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function post(suite: Peer, token: string, path: string, data: object): Promise<any> {
  const { status, body } = await send(`${suite.url}/v1/${path}`, 'POST', bearer(token), JSON.stringify(data));
  if (status >= 300) throw new Error(`POST ${path}: ${status} ${body.slice(0, 300)}`);
  return JSON.parse(body);
}

/** Written by one and published by another, as people have to; every second one is public. */
async function fill(suite: Peer, articles: number): Promise<void> {
  const roles = ['knowledge-editor'];
  const { token } = (await post(suite, TOKEN, 'access-tokens', { label: 'editor', roles })) as { token: string };
  const { text, said } = language(7);
  let begun = 0;
  const write = async (): Promise<void> => {
    while (begun < articles) {
      const audience = begun++ % 2 === 0 ? 'public' : 'internal';
      const content = { title: text(WORDS_OF_TITLE), body: text(WORDS_OF_BODY), tags: [said()], category: said() };
      const { id } = (await post(suite, TOKEN, 'knowledge', { ...content, audience })) as { id: string };
      await post(suite, TOKEN, `knowledge/${id}/submit`, {});
      await post(suite, token, `knowledge/${id}/publish`, {});
    }
  };
  await Promise.all(Array.from({ length: FILLING }, write));
}

/** Finding articles by words, one query in three with a mistyped one, and by the text of an incident. */
export async function benchKnowledge(
  dataDir: string,
  { seconds, articles }: { seconds: number; articles: number },
): Promise<Row[]> {
  const suite = await startSuite(dataDir);
  try {
    await fill(suite, articles);
    await settled(suite);
    return await measured(suite.url, seconds, articles);
  } finally {
    await suite.stop();
  }
}

async function measured(url: string, seconds: number, articles: number): Promise<Row[]> {
  const { text, said } = language(7);
  const typed = (isMistyped: boolean) => `${isMistyped ? mistyped(said()) : said()} ${said()}`;
  const queries = Array.from({ length: QUERIES }, (_, index) => typed(index % 3 === 0));
  const search = (all: readonly string[]) => all.map((q) => `/v1/knowledge/search?q=${encodeURIComponent(q)}`);
  const incidents = Array.from(
    { length: QUERIES },
    () => `/v1/knowledge/suggestions?text=${encodeURIComponent(text(30))}`,
  );
  const section = `Knowledge, ${articles.toLocaleString('en')} articles, 8 connections`;
  const rows: Row[] = [];
  for (const [what, paths] of [
    ['search, one in three mistyped', search(queries)],
    ['search, all mistyped', search(queries.filter((_, index) => index % 3 === 0))],
    ['suggestions for 30 words', incidents],
  ] as const) {
    const one = await closedLoop({ url, connections: CONNECTIONS, seconds, headers: bearer(TOKEN), paths });
    if (one.failed > 0) throw new Error(`${what}: ${one.failed} of ${one.requests} were not answered`);
    rows.push(
      { section, what: `${what}: p50`, figure: one.p50, unit: 'ms' },
      { section, what: `${what}: p95`, figure: one.p95, unit: 'ms', goal: { atMost: 50 } },
      { section, what: `${what}: answers`, figure: one.perSecond, unit: '/s' },
    );
  }
  return rows;
}
