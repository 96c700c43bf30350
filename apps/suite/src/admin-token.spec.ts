import { accessTokenId, hashAccessToken } from '@opsledger/contracts';
import { START } from '@opsledger/event-store';
import type { CommandMessage } from '@opsledger/service-kit';
import { provideAdminToken } from './admin-token';

function suiteWith(head: string) {
  const sent: CommandMessage[] = [];
  const services = {
    command: async (message: CommandMessage) => {
      sent.push(message);
      return { id: message.id ?? '', version: 1, position: START, recorded: 1 };
    },
    query: () => Promise.reject(new Error('nothing is asked')),
  };
  const store = { head: async () => head } as never;
  return { sent, parts: { store, services, clock: () => new Date('2026-03-02T09:00:00Z') } };
}

test('an empty log: a token is made, and only its hash is sent', async () => {
  const { sent, parts } = suiteWith(START);
  const token = await provideAdminToken(parts, undefined);
  const tokenHash = hashAccessToken(token!);
  expect(sent).toMatchObject([
    {
      service: 'directory',
      type: 'IssueAccessToken',
      id: accessTokenId(tokenHash),
      data: { tokenHash, roles: ['admin'] },
    },
  ]);
  expect(JSON.stringify(sent)).not.toContain(token);
});

test('a log with facts: nothing is made', async () => {
  const { sent, parts } = suiteWith('0000000000000001');
  expect(await provideAdminToken(parts, undefined)).toBeUndefined();
  expect(sent).toEqual([]);
});

test.each([START, '0000000000000001'])(
  'the operator’s own token is made known at every start (head %s)',
  async (head) => {
    const { sent, parts } = suiteWith(head);
    expect(await provideAdminToken(parts, 'opsl_of-the-operator')).toBeUndefined();
    expect(sent).toMatchObject([{ data: { tokenHash: hashAccessToken('opsl_of-the-operator') } }]);
    expect(JSON.stringify(sent)).not.toContain('opsl_of-the-operator');
  },
);
