import type { CommandMessage, QueryMessage, Recipient } from '@opsledger/service-kit';

/** Another service as far as a spec needs it: what it answers by query name; what it was ordered is kept. */
export interface AnsweringService extends Recipient {
  readonly orders: readonly CommandMessage[];
}

/**
 * @param answers by query name; a query that is not there fails, as it would if the contract did not know it
 */
export function answering(
  name: string,
  answers: Readonly<Record<string, (params: any, message: QueryMessage) => unknown>>,
): AnsweringService {
  const orders: CommandMessage[] = [];
  return {
    name,
    orders,
    command: async (message) => {
      orders.push(message);
      const position = '0'.repeat(16);
      return { id: message.id ?? '', version: 1, position, recorded: 1 };
    },
    query: async (message) => {
      const answer = answers[message.type];
      if (!answer) throw new Error(`${name} answers no ${message.type} in this spec.`);
      return answer(message.params, message);
    },
  };
}
