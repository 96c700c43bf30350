import { accessTokenId, directoryContracts, hashAccessToken } from '@opsledger/contracts';
import { createLogger } from '@opsledger/service-kit';
import { eventually } from '@opsledger/testing';
import { StubLog, aGateway, anEvent } from '../fixtures/gateway.fixture';

const PERSON = '0199aaaa-0000-7000-8000-00000000000a';
const tokenId = (token: string) => accessTokenId(hashAccessToken(token));

let gateway: Awaited<ReturnType<typeof aGateway>>;
let log: StubLog;
beforeEach(async () => {
  log = new StubLog();
  gateway = await aGateway({ contracts: [directoryContracts], events: log });
  gateway.services.holders.set('agent-token', PERSON);
});
afterEach(() => gateway.application.close());

const statusFor = async (token: string) => (await gateway.as(token)('GET', '/v1/people')).statusCode;
const withdraws = (token: string) => () => {
  gateway.services.revoked.add(token);
  return { id: PERSON, version: 2, position: '0000000000000001', recorded: 1 };
};

describe('the request after an acknowledged command', () => {
  it.each([
    ['revokes the token', `/v1/access-tokens/${tokenId('agent-token')}/revoke`, {}],
    ['deactivates its holder', `/v1/people/${PERSON}/deactivate`, {}],
    ['takes roles from its holder', `/v1/people/${PERSON}/revoke-roles`, { roles: ['agent'] }],
  ])('that %s is judged by it', async (_what, url, body) => {
    expect(await statusFor('agent-token')).toBe(200);
    gateway.services.onCommand = withdraws('agent-token');
    expect((await gateway.admin('POST', url, body)).statusCode).toBe(200);
    expect(await statusFor('agent-token')).toBe(401);
  });

  it('is judged anew also when the answer to the command was lost', async () => {
    expect(await statusFor('agent-token')).toBe(200);
    gateway.services.onCommand = () => {
      gateway.services.revoked.add('agent-token');
      throw new Error('lost');
    };
    await gateway.admin('POST', `/v1/people/${PERSON}/deactivate`, {});
    expect(await statusFor('agent-token')).toBe(401);
  });

  it('costs nobody else a question', async () => {
    await statusFor('agent-token');
    await gateway.admin('POST', '/v1/people/0199aaaa-0000-7000-8000-00000000000b/deactivate', {});
    const asked = gateway.services.lookedUp.length;
    expect(await statusFor('agent-token')).toBe(200);
    expect(gateway.services.lookedUp).toHaveLength(asked);
  });
});

it.each([
  ['of the token', { category: 'accesstoken', subject: tokenId('agent-token'), type: 'AccessTokenRevoked' }],
  ['of its holder', { category: 'person', subject: PERSON, type: 'PersonDeactivated' }],
])('a fact %s that comes from elsewhere is heeded when the log tells it', async (_whose, fact) => {
  expect(await statusFor('agent-token')).toBe(200);
  gateway.services.revoked.add('agent-token');
  log.add(anEvent(1, fact));
  await eventually(async () => expect(await statusFor('agent-token')).toBe(401));
});

it.each([
  ['/v1/access-tokens', { label: 'successor', roles: ['admin'] }],
  [`/v1/access-tokens/${tokenId('agent-token')}/revoke`, {}],
  [`/v1/people/${PERSON}/grant-roles`, { roles: ['admin'] }],
])('nobody gets through %s by a remembered answer', async (url, body) => {
  expect(await statusFor('admin-token')).toBe(200);
  gateway.services.revoked.add('admin-token');
  expect((await gateway.admin('POST', url, body)).statusCode).toBe(401);
  expect(gateway.services.commands).toEqual([]);
  expect(await statusFor('admin-token')).toBe(401);
});

it('says once that facts from elsewhere cannot be heeded, and once that they are again', async () => {
  const lines: string[] = [];
  const logger = createLogger({ readable: false, destination: { write: (line) => void lines.push(line) } });
  const log = new StubLog();
  let reads = 0;
  const read = log.read;
  log.read = async (...args) => {
    if (++reads <= 2) throw new Error('no log');
    return read(...args);
  };
  const followed = await aGateway({ contracts: [directoryContracts], events: log, logger });
  await eventually(async () => expect(reads).toBe(3));
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'warn', err: expect.objectContaining({ message: 'no log' }) }),
  ]);
  expect(lines[0]).toContain('up to 5 s');

  log.add(anEvent(1));
  await eventually(async () => expect(lines).toHaveLength(2));
  expect(JSON.parse(lines[1]!)).toMatchObject({ level: 'info', msg: expect.stringContaining('again') });
  await followed.application.close();
});
