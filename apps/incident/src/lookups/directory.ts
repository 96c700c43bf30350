import { GetPerson, type CheckMembership, type ParamsOf, type Reference, type ResultOf } from '@opsledger/contracts';
import { Problem, serviceActor, type Services } from '@opsledger/service-kit';

const ASKING = serviceActor('incident');

/** Asks the directory whether a team takes work, and whether a person is a member of it then. */
export const membership = (
  services: Services,
  params: ParamsOf<typeof CheckMembership>,
): Promise<ResultOf<typeof CheckMembership>> =>
  services.query({ service: 'directory', type: 'CheckMembership', params, actor: ASKING }) as Promise<
    ResultOf<typeof CheckMembership>
  >;

export const teamNamed = async (services: Services, teamId: string, at: string): Promise<Reference | null> =>
  (await membership(services, { teamId, at })).team;

/**
 * A person as the directory calls them, deactivated ones too; null for nobody. As they were named where no directory can
 * say.
 */
export async function personNamed(services: Services, named: Reference): Promise<Reference | null> {
  const { service, name: type } = GetPerson;
  try {
    const answer = await services.query({ service, type, params: { id: named.id }, actor: ASKING });
    const { id, name } = answer as ResultOf<typeof GetPerson>;
    return { id, name };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'service-not-here') return named;
    // Not a UUID, or of nobody.
    if (error.status === 400 || error.status === 404) return null;
    throw error;
  }
}
