import type { ListSlaCalendars, ListSlaPolicies, ResultOf, SlaPolicy } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { CliError, EXIT } from '../client/errors';
import { progressOf, type Terminal } from '../terminal/progress';
import { agreementIn, type Agreement } from './beside-source';
import type { Simulated } from './simulate-slas';

interface FitOptions {
  readonly target: string;
  readonly durations: readonly string[];
}

/** One promise that was tried, and how well it goes with what the source says. */
export interface Tried {
  readonly priority: string;
  readonly duration: string;
  readonly calendar: string;
  readonly pauses: boolean;
  readonly agreement: Agreement;
}

type Target = SlaPolicy['targets'][number];

/** Tries one promise for all, in every combination of duration, calendar and pauses; the best of each priority first. */
export async function fitSlas(api: Api, terminal: Terminal, { target, durations }: FitOptions): Promise<Tried[]> {
  const { items: calendars } = await api.get<ResultOf<typeof ListSlaCalendars>>('/v1/sla/calendars');
  const like = await targetNamed(api, target);
  const grid = calendars.flatMap(({ id, name }) =>
    durations.flatMap((duration) => variantsOf(like).map((variant) => ({ id, name, duration, variant }))),
  );
  const progress = progressOf(terminal, 'Trying promises', grid.length);
  const tried: Tried[] = [];
  try {
    for (const { id, name, duration, variant } of grid) {
      const definition = { name: 'fit', kind: 'SLA', calendar: id, targets: [{ ...variant, duration }] };
      const proposal = { by: 'priority', target, policies: [{ definition }] };
      const { groups } = await api.post<Simulated>('/v1/sla/simulations', proposal);
      for (const { group, after } of groups)
        tried.push({
          priority: group ?? '–',
          duration,
          calendar: name,
          pauses: variant.pauseWhen !== undefined,
          agreement: agreementIn(after.source),
        });
      progress.advance();
    }
  } finally {
    progress.done();
  }
  return bestFirst(tried);
}

/** What starts, stops and pauses it is taken from a policy that is there. */
async function targetNamed(api: Api, name: string): Promise<Target> {
  const { items } = await api.get<ResultOf<typeof ListSlaPolicies>>('/v1/sla/policies');
  const targets = items.flatMap(({ versions }) => versions.at(-1)?.definition.targets ?? []);
  const found = targets.find((target) => target.name === name);
  if (found) return found;
  const names = [...new Set(targets.map((target) => target.name))].join(', ');
  throw new CliError(`No policy has a target ${name}. There are: ${names}.`, EXIT.usage);
}

function variantsOf({ pauseWhen, ...target }: Target): readonly Target[] {
  return pauseWhen === undefined ? [target] : [{ ...target, pauseWhen }, target];
}

function bestFirst(tried: readonly Tried[]): Tried[] {
  const worth = ({ agreement: { balanced, share } }: Tried) => (balanced ?? 0) * 1_000 + (share ?? 0);
  return [...tried].sort((one, other) => one.priority.localeCompare(other.priority) || worth(other) - worth(one));
}
