import { CheckMembership, GetPerson, type ParamsOf, type Reference } from '@opsledger/contracts';
import { Problem, askingAs, type Services } from '@opsledger/service-kit';

const ask = askingAs('incident');

/** Asks the directory whether a team takes work, and whether a person is a member of it then. */
export const membership = (services: Services, params: ParamsOf<typeof CheckMembership>) =>
  ask(services, CheckMembership, params);

export const teamNamed = async (services: Services, teamId: string, at: string): Promise<Reference | null> =>
  (await membership(services, { teamId, at })).team;

/**
 * A person as the directory calls them, deactivated ones too; null for nobody. As they were named where no directory can
 * say.
 */
export async function personNamed(services: Services, named: Reference): Promise<Reference | null> {
  try {
    const { id, name } = await ask(services, GetPerson, { id: named.id });
    return { id, name };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'service-not-here') return named;
    // Not a UUID, or of nobody.
    if (error.status === 400 || error.status === 404) return null;
    throw error;
  }
}
