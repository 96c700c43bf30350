import { Refusal } from '@opsledger/event-sourcing';
import type { CommandMessage, Services } from '../rpc/messages';
import { Problem } from '../rpc/problem';
import { orderSender } from './order-sender';

const order = { service: 'incident', type: 'CloseIncident', id: 'i-1', data: { reason: 'time' } };
const identity = { id: 'r-1', causationId: 'e-1', correlationId: 'c-1', due: '2026-03-01T08:00:00.000Z' };

function aSender(answer: () => Promise<never> | Promise<void>) {
  const sent: CommandMessage[] = [];
  const services = {
    command: async (message: CommandMessage) => {
      sent.push(message);
      await answer();
    },
  } as unknown as Services;
  return { sent, send: orderSender('auto-close', services, () => new Date('2026-03-01T09:00:00Z')) };
}

it('sends an order as a command that is recognised when it is sent again', async () => {
  const { send, sent } = aSender(async () => undefined);
  await send(order, identity);
  expect(sent).toEqual([
    {
      ...order,
      now: '2026-03-01T09:00:00.000Z',
      actor: { id: 'process:auto-close', name: 'auto-close', kind: 'process' },
      correlationId: 'c-1',
      causationId: 'e-1',
      request: { key: 'r-1', digest: 'r-1' },
    },
  ]);
});

it.each([
  [404, 'not-found', true],
  [409, 'closed', true],
  [422, 'no-such-team', true],
  [400, 'invalid-request', false],
  [404, 'unknown-command', false],
  [500, 'unexpected', false],
  [503, 'overloaded', false],
])('takes %s %s for an answer: %s', async (status, code, isAnswer) => {
  const { send } = aSender(() => Promise.reject(new Problem(status, code, 'No', 'No.')));
  const failure = await send(order, identity).catch((error: unknown) => error);
  expect(failure instanceof Refusal).toBe(isAnswer);
});

describe('an order whose refusal must be heard of', () => {
  const answered = {
    ...order,
    ifRefused: { service: 'change', type: 'ReportRefused', id: 'c-1', data: { part: 'stage' } },
  };

  const refusing = (report: () => Promise<void>) => {
    const sent: CommandMessage[] = [];
    const command = async (message: CommandMessage) => {
      sent.push(message);
      if (message.type === order.type) throw new Problem(409, 'closed', 'No', 'It is closed.');
      await report();
    };
    const services = { command } as unknown as Services;
    return { sent, send: orderSender('auto-close', services, () => new Date('2026-03-01T09:00:00Z')) };
  };

  it('is reported with code and reason, under a request id of its own', async () => {
    const { send, sent } = refusing(async () => undefined);
    await expect(send(answered, identity)).rejects.toBeInstanceOf(Refusal);
    expect(sent[0]).not.toHaveProperty('ifRefused');
    expect(sent[1]).toMatchObject({
      ...answered.ifRefused,
      data: { part: 'stage', code: 'closed', reason: 'It is closed.' },
      request: { key: 'r-1 refused', digest: 'r-1 refused' },
    });
  });

  it('is not answered until the report has arrived', async () => {
    const { send } = refusing(() => Promise.reject(new Problem(503, 'overloaded', 'No', 'No.')));
    const failure = await send(answered, identity).catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(Refusal);
  });
});
