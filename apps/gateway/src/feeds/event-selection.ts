import { cloudEventType, type EventContract, type ServiceContracts } from '@opsledger/contracts';
import type { RecordedEvent } from '@opsledger/event-store';
import { Problem, nearest } from '@opsledger/service-kit';

/** The facts that there are, by name. */
export type EventContracts = ReadonlyMap<string, EventContract>;

export const eventContracts = (services: readonly ServiceContracts[]): EventContracts =>
  new Map(services.flatMap(({ events }) => events.map((one) => [one.name, one])));

/** Which events a reader wants. */
export interface Selection {
  /** Names of facts; absent: all. */
  readonly types?: ReadonlySet<string>;
  readonly subject?: string;
}

export const isSelected = ({ type, subject }: RecordedEvent, wanted: Selection): boolean =>
  (wanted.subject === undefined || wanted.subject === subject) && (wanted.types?.has(type) ?? true);

/**
 * `IncidentLogged,opsledger.incident.IncidentClosed.v1` → the names of those facts.
 *
 * @throws Problem 400 for one there is not: a feed that stays silent for a slip of the pen would never be noticed
 */
export function namesOf(types: string, contracts: EventContracts): ReadonlySet<string> {
  const byCloudEventType = new Map([...contracts.values()].map((one) => [cloudEventType(one), one.name]));
  const asked = types
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '');
  return new Set(
    asked.map((type) => {
      const name = contracts.has(type) ? type : byCloudEventType.get(type);
      if (name === undefined) throw unknownType(type, contracts);
      return name;
    }),
  );
}

function unknownType(type: string, contracts: EventContracts): Problem {
  const meant = nearest(type, [...contracts.keys()]);
  const [known] = contracts.values();
  const written = known ? `. Name facts as ${known.name} or ${cloudEventType(known)}, with commas between.` : '';
  const message = `${type.slice(0, 100)} is no event type${meant ? `; did you mean ${meant}?` : written}`;
  return new Problem(400, 'invalid-parameters', 'Unknown event type', `types: ${message}`, {
    violations: [{ path: '/types', message }],
  });
}
