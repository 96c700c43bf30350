import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createLogger } from '@opsledger/service-kit';
import { eventually } from '@opsledger/testing';
import { CALLS } from '../wire';
import { aClient, aCommand, aQuery, aReplica, receipt, stopAll } from '../fixtures/replica.fixture';

const [SECRET, OTHER] = [['a-secret-of-some-length'], ['another-secret-of-a-length']];
const UNAVAILABLE = { status: 503, code: 'service-unavailable' };

const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await stopAll();
});

it('who knows the secret is answered, also by a replica that starts anew', async () => {
  const first = await aReplica({ secrets: SECRET });
  const client = aClient({ notes: [first.port] }, { grace: 5_000 }, { secrets: SECRET });
  expect(await client.command(aCommand())).toEqual(receipt);
  await first.stop();
  const second = await aReplica({ secrets: SECRET, port: first.port });
  expect(await client.query(aQuery())).toBe('answer');
  expect(second.asked).toEqual(['GetNote']);
});

it.each([
  ['another secret', SECRET, OTHER, 'has another RPC_SECRET'],
  ['no secret, where one is wanted', SECRET, undefined, 'wants RPC_SECRET'],
  ['a secret, where there is none', undefined, SECRET, 'has no RPC_SECRET'],
])('who knows %s asks nothing, and says so once', async (_what, ours, theirs, reason) => {
  const { port, asked } = await aReplica({ secrets: ours });
  const lines: { level: string; reason?: string; msg: string }[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = createLogger({ readable: false, destination });
  const client = aClient({ notes: [port] }, { redial: [5, 10] }, { secrets: theirs, logger });
  await eventually(() => expect(lines).not.toEqual([]));
  await expect(client.command(aCommand())).rejects.toMatchObject(UNAVAILABLE);
  expect(lines).toEqual([expect.objectContaining({ reason, msg: expect.stringContaining('set RPC_SECRET alike') })]);
  expect(asked).toEqual([]);
});

/** Speaks as Nest does, and says what it likes. */
async function aStranger(port: number) {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  const heard: string[] = [];
  socket.on('data', (piece: Buffer) => heard.push(piece.toString()));
  const say = (message: unknown): void => {
    const text = JSON.stringify(message);
    socket.write(`${text.length}#${text}`);
  };
  return { socket, heard, say };
}

it('whatever a stranger asks is not begun', async () => {
  const { port, asked, rebuilt } = await aReplica({ secrets: SECRET });
  const { heard, say } = await aStranger(port);
  for (const pattern of Object.values(CALLS)) {
    const before = heard.length;
    say({ id: pattern, pattern, data: pattern === CALLS.rebuild ? { name: 'notes-list' } : aCommand() });
    await eventually(() => expect(heard.slice(before).join('')).toContain('not admitted'));
    // An event, which nobody answers.
    say({ pattern, data: aCommand() });
  }
  say(null);
  say('hello');
  say({ id: 'x' });
  await eventually(() => expect(heard.at(-1)).toContain('"x"'));
  expect([asked, rebuilt]).toEqual([[], []]);
});

it('a stranger that says nothing is shown out, who was let in stays', async () => {
  const { port } = await aReplica({ secrets: SECRET, admission: 100 });
  const client = aClient({ notes: [port] }, { heartbeat: 10_000, silence: 60_000 }, { secrets: SECRET });
  await client.query(aQuery());
  const { socket } = await aStranger(port);
  await once(socket, 'close');
  await expect(client.query(aQuery())).resolves.toBe('answer');
  expect(client.reachable()).toEqual({ notes: 1 });
});

it('whoever listens to the line does not hear the secret', async () => {
  const { port } = await aReplica({ secrets: SECRET });
  const heard: string[] = [];
  const line = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    sockets.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const)
      from
        .on('data', (piece: Buffer) => (heard.push(piece.toString()), to.write(piece)))
        .on('error', () => to.destroy());
  }).listen(0, '127.0.0.1');
  await once(line, 'listening');
  const client = aClient({ notes: [(line.address() as AddressInfo).port] }, {}, { secrets: SECRET });
  await client.query(aQuery());
  line.close();
  expect(heard.join('')).toContain(CALLS.prove);
  expect(heard.join('')).not.toContain(SECRET[0]);
});
