import { GetProblem, type Reference, type ResultOf } from '@opsledger/contracts';
import { Problem, serviceActor, type Services } from '@opsledger/service-kit';

const ASKING = serviceActor('incident');
const NUMBER = /^PRB\d+$/i;

/** A problem by its number; null where there is none, as of numbers that another system gave. */
export async function problemNumbered(services: Services, number: string): Promise<Reference | null> {
  if (!NUMBER.test(number)) return null;
  const { service, name } = GetProblem;
  try {
    const answer = await services.query({ service, type: name, params: { id: number }, actor: ASKING });
    const problem = answer as ResultOf<typeof GetProblem>;
    return { id: problem.id, name: problem.number };
  } catch (error) {
    // Not here, or not known there. Anything else is tried again.
    if (error instanceof Problem && (error.status === 404 || error.code === 'service-not-here')) return null;
    throw error;
  }
}
