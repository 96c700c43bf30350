import { GetProblem, type Reference } from '@opsledger/contracts';
import { Problem, askingAs, type Services } from '@opsledger/service-kit';

const ask = askingAs('incident');
const NUMBER = /^PRB\d+$/i;

/** A problem by its number; null where there is none, as of numbers that another system gave. */
export async function problemNumbered(services: Services, number: string): Promise<Reference | null> {
  if (!NUMBER.test(number)) return null;
  try {
    const problem = await ask(services, GetProblem, { id: number });
    return { id: problem.id, name: problem.number };
  } catch (error) {
    // Not here, or not known there. Anything else is tried again.
    if (error instanceof Problem && (error.status === 404 || error.code === 'service-not-here')) return null;
    throw error;
  }
}
