import { NO_AFTERMATH, type Aftermath } from './aftermath';
import type { Cast } from './cast';
import { SERVICES, type DemoService } from './catalogue';
import { majorIncident } from './major-incident';
import { ordinaryIncident } from './ordinary-incident';
import { randomOf, type Random } from './random';
import { reportTimes } from './rhythm';
import type { Story } from './story';
import { DAY, HOUR } from './times';

/** What makes a demo that demo. */
export interface DemoPlan {
  readonly seed: string;
  readonly incidents: number;
  /** The end of its year: nothing is told that would happen later. */
  readonly until: number;
}

export const yearBefore = (until: number): number => until - 365 * DAY;

/** Every so many incidents one is a major one. */
const ORDINARY_PER_MAJOR = 220;
/** Reports that a major incident brings with it. */
const WAVE = 6;

/**
 * The stories of a year's incidents, in order of their beginning, one at a time. The same plan gives the same
 * stories; each draws its chance on its own, so that one does not change another.
 */
export function* storiesOf(plan: DemoPlan, cast: Cast, aftermath: Aftermath = NO_AFTERMATH): Generator<Story> {
  const random = randomOf(`${plan.seed}/year`);
  const majors = Math.floor(plan.incidents / ORDINARY_PER_MAJOR);
  const outages = reportTimes(majors, yearBefore(plan.until), plan.until, random.fork('outages')).map((at) => ({
    at,
    service: random.pick(SERVICES.filter(({ channels }) => channels.some(([channel]) => channel === 'monitoring'))),
  }));
  const times = reportTimes(plan.incidents - majors, yearBefore(plan.until), plan.until, random.fork('reports'));
  const origins = aftermath.originsOf(times);
  const ordinary = times.map((at, index) => {
    const service = serviceAt(at, outages, random);
    const origin = origins.get(index);
    return { at, service: origin?.service ?? service, origin };
  });
  const beginnings = [
    ...ordinary.map(({ at, service, origin }) => ({
      at,
      tell: (random: Random) => ordinaryIncident({ cast, aftermath, service, origin }, at, random),
    })),
    ...outages.map(({ at, service }) => ({ at, tell: (random: Random) => majorIncident(cast, service, at, random) })),
  ].sort((a, b) => a.at - b.at);
  for (const [index, { tell }] of beginnings.entries()) {
    const key = `incident-${index + 1}`;
    const line = tell(randomOf(`${plan.seed}/${key}`));
    yield { key, steps: line.until(plan.until) };
  }
}

interface Outage {
  readonly at: number;
  readonly service: DemoService;
}

/** Which service a report is about: in the hours of an outage, mostly that one. */
function serviceAt(at: number, outages: readonly Outage[], random: ReturnType<typeof randomOf>): DemoService {
  const outage = outages.find((one) => at >= one.at && at < one.at + 2 * HOUR);
  if (outage && random.chance(WAVE / 10)) return outage.service;
  return random.weighted(
    SERVICES.map((service) => [service, service.troubles.reduce((sum, { weight }) => sum + weight, 0)] as const),
  );
}

/** A step's key: sent again under it, a command has no second effect. */
export const stepKey = ({ seed, incidents }: DemoPlan, { key }: Story, index: number): string =>
  `demo/${seed}/${incidents}/${key}/${index}`;
