import { GetTeam } from '@opsledger/contracts';
import { Problem, askingAs, type Services } from '@opsledger/service-kit';

const ask = askingAs('sla');

/** Those of some teams that were never there; one that was dissolved was. None where no directory can say. */
export async function unknownTeams(services: Services, ids: readonly string[]): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const id of ids) if (!(await isKnown(services, id))) unknown.push(id);
  return unknown;
}

async function isKnown(services: Services, id: string): Promise<boolean> {
  try {
    await ask(services, GetTeam, { id });
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'service-not-here') return true;
    if (error.status === 404 || error.status === 400) return false;
    throw error;
  }
}
