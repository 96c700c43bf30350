import { RegisterConfigurationItem, RelateConfigurationItem, type Reference } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { inParallel } from '../client/in-parallel';
import { progressOf, type Terminal } from '../terminal/progress';
import { TEAMS } from './catalogue';
import type { Cast } from './cast';
import { estateOf, type EstateItem } from './estate';
import { randomOf } from './random';
import { DAY, iso } from './times';
import { yearBefore, type DemoPlan } from './year';

const IN_FLIGHT = 24;
/** Every item is there before the year begins. */
const DAYS_BEFORE = 400;

/** What an item is called in the records of the system, and how many commands it took to make them known. */
interface SetUpEstate {
  readonly item: (key: string) => Reference;
  readonly items: number;
}

/** Makes the demo's configuration items known, then what they are to each other. */
export async function setUpEstate(
  plan: DemoPlan,
  teamId: Cast['teamId'],
  { api, terminal }: { readonly api: Api; readonly terminal: Terminal },
): Promise<SetUpEstate> {
  const estate = estateOf(plan.incidents, randomOf(`${plan.seed}/estate`));
  const at = iso(yearBefore(plan.until) - DAYS_BEFORE * DAY);
  const ids = new Map<string, string>();
  const progress = progressOf(terminal, 'Registering items', estate.length * 2);
  const give = (path: string, key: string, data: object): Promise<Receipt> =>
    api.post(path, data, {
      'idempotency-key': `demo/${plan.seed}/${plan.incidents}/item/${key}`,
      'opsledger-occurred-at': at,
    });
  const register = async (item: EstateItem): Promise<void> => {
    const { key, relations: _relations, team, ...said } = item;
    const supportTeam = { id: teamId(team), name: TEAMS.find((one) => one.key === team)!.name };
    const { id } = await give(pathOf(RegisterConfigurationItem), key, { ...said, supportTeam });
    ids.set(key, id);
    progress.advance();
  };
  const relate = async ({ key, relations }: EstateItem): Promise<void> => {
    for (const { kind, target } of relations)
      await give(pathOf(RelateConfigurationItem, ids.get(key)), `${key}/${kind}/${target}`, {
        kind,
        targetId: ids.get(target)!,
      });
    progress.advance();
  };
  try {
    await inParallel(estate, IN_FLIGHT, register);
    await inParallel(estate, IN_FLIGHT, relate);
  } finally {
    progress.done();
  }
  const names = new Map(estate.map(({ key, name }) => [key, name]));
  return { item: (key) => ({ id: ids.get(key)!, name: names.get(key)! }), items: estate.length };
}
