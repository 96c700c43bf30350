import { openLoop, send } from '../load/open-loop';
import { TOKEN, type Peer } from '../peers/processes';
import { quantilesOf } from '../quantiles';
import type { Row } from '../report';

/** At a steady rate of creates: how long a list asked with the position of the create waits for its view. */
export async function benchReadYourWrites(suite: Peer, seconds: number): Promise<Row[]> {
  const authorization = `Bearer ${TOKEN}`;
  const waits: number[] = [];
  await openLoop(500, seconds, async (serial) => {
    const created = await send(
      `${suite.url}/v1/incidents`,
      'POST',
      { authorization },
      JSON.stringify({ title: `Read your writes ${serial}`, channel: 'portal', impact: 2, urgency: 2 }),
    );
    if (created.status !== 201) throw new Error(`create answered ${created.status}: ${created.body}`);
    // One in five reads back; the rest is load.
    if (serial % 5 !== 0) return;
    const began = performance.now();
    const { number } = JSON.parse(created.body) as { number: string };
    const listed = await send(`${suite.url}/v1/incidents?number=${number}`, 'GET', {
      authorization,
      'opsledger-position': String(created.headers['opsledger-position']),
    });
    waits.push(performance.now() - began);
    if (!listed.body.includes(number))
      throw new Error(`${number} was not in the list that waited for it: ${listed.body.slice(0, 200)}`);
  });
  const at = quantilesOf(waits);
  const section = 'Projection lag as users see it, 500 creates/s';
  return [
    { section, what: 'list with the position of a create, p50', figure: at(0.5), unit: 'ms' },
    { section, what: 'list with the position of a create, p99', figure: at(0.99), unit: 'ms', goal: { atMost: 100 } },
  ];
}
