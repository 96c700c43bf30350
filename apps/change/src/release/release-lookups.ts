import type { CommandOf, LinkRelease, Reference } from '@opsledger/contracts';
import { Problem, serviceActor, type Lookup, type Services } from '@opsledger/service-kit';
import type { LinkReleaseLookups } from './commands/link-release';
import type { PlanReleaseLookups } from './commands/plan-release';

const ASKING = serviceActor('change');
const PREFIX = 'REL';

/** A change by id or number, as the service that keeps changes knows it. */
async function changeNamed(services: Services, id: string): Promise<LinkReleaseLookups['change']> {
  try {
    const found = await services.query({ service: 'change', type: 'GetChange', params: { id }, actor: ASKING });
    const change = found as { readonly id: string; readonly number: string };
    return { id: change.id, name: change.number } satisfies Reference;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return error.code === 'unknown-query' ? 'nobody-knows' : null;
  }
}

export const releaseLookups: Readonly<Record<string, Lookup>> = {
  PlanRelease: async (_, { numbers }): Promise<PlanReleaseLookups> => ({ number: await numbers.next(PREFIX) }),
  LinkRelease: async ({ data }, { services }): Promise<LinkReleaseLookups> => ({
    change: await changeNamed(services, (data as CommandOf<typeof LinkRelease>['data']).target.id),
  }),
};
