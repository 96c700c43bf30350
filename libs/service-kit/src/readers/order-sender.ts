import { Refusal, type Order, type SendOrder } from '@opsledger/event-sourcing';
import type { Actor, Clock } from '@opsledger/event-store';
import type { Services } from '../rpc/messages';
import { Problem } from '../rpc/problem';
import { reportOf } from './report-refusal';

/** Sends a process's orders to the services as commands, in the name of the process. */
export function orderSender(process: string, services: Services, clock: Clock): SendOrder {
  const actor: Actor = { id: `process:${process}`, name: process, kind: 'process' };
  return async (order, { id: requestId, causationId, correlationId }) => {
    const give = ({ service, type, id, data }: Order, key: string) => {
      const request = { key, digest: key };
      const now = clock().toISOString();
      return services.command({ service, type, id, data, now, actor, correlationId, causationId, request });
    };
    try {
      await give(order, requestId);
    } catch (error) {
      if (!isAnswer(error)) throw error;
      const report = reportOf(order, { code: error.code, reason: error.detail });
      // Not told yet is not answered yet: the order is sent again then, and refused again.
      if (report) await give(report, `${requestId} refused`);
      throw new Refusal(error.code, error.detail);
    }
  };
}

/** A no to this order. What says that the order itself is wrong is a fault of ours: it is kept and shown as failing. */
const isAnswer = (error: unknown): error is Problem =>
  error instanceof Problem && [403, 404, 409, 412, 422].includes(error.status) && error.code !== 'unknown-command';
