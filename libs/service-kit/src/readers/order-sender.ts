import { Refusal, type SendOrder } from '@opsledger/event-sourcing';
import type { Actor, Clock } from '@opsledger/event-store';
import type { Services } from '../rpc/messages';
import { Problem } from '../rpc/problem';

/** Sends a process's orders to the services as commands, in the name of the process. */
export function orderSender(process: string, services: Services, clock: Clock): SendOrder {
  const actor: Actor = { id: `process:${process}`, name: process, kind: 'process' };
  return async ({ service, type, id, data }, { id: requestId, causationId, correlationId }) => {
    const request = { key: requestId, digest: requestId };
    const now = clock().toISOString();
    try {
      await services.command({ service, type, id, data, now, actor, correlationId, causationId, request });
    } catch (error) {
      if (isAnswer(error)) throw new Refusal(error.code, error.detail);
      throw error;
    }
  };
}

/** A no to this order. What says that the order itself is wrong is a fault of ours: it is kept and shown as failing. */
const isAnswer = (error: unknown): error is Problem =>
  error instanceof Problem && [403, 404, 409, 412, 422].includes(error.status) && error.code !== 'unknown-command';
