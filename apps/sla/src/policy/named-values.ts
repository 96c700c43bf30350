import {
  CHANNELS,
  HOLD_REASONS,
  INCIDENT_STATES,
  MAJOR_STATES,
  PRIORITIES,
  type Condition,
  type ConditionField,
  type FieldCondition,
} from '@opsledger/contracts';
import type { PolicyFault } from './policy-faults';

/** Fields that have one of a few values, whatever the installation. */
const VALUES: Readonly<Partial<Record<ConditionField, readonly string[]>>> = {
  state: INCIDENT_STATES,
  priority: PRIORITIES,
  holdReason: HOLD_REASONS,
  acknowledged: ['yes', 'no'],
  channel: CHANNELS,
  major: MAJOR_STATES,
};

/** A condition and where it stands: a JSON pointer. */
type Placed<C extends Condition = Condition> = readonly [path: string, condition: C];

function fieldsOf([path, condition]: Placed): readonly Placed<FieldCondition>[] {
  if ('field' in condition) return [[path, condition]];
  if ('not' in condition) return fieldsOf([`${path}/not`, condition.not]);
  const [kind, parts] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
  return parts.flatMap((part, index) => fieldsOf([`${path}/${kind}/${index}`, part]));
}

/** Values that no incident can have, each a fault: a condition that asks for one is never met, or always. */
export const valueFaults = (conditions: readonly Placed[]): readonly PolicyFault[] =>
  conditions.flatMap(fieldsOf).flatMap(([path, { field, in: asked }]) => {
    const values = VALUES[field];
    const unknown = values ? asked.filter((value) => value !== null && !values.includes(value)) : [];
    return unknown.map((value) => ({
      path: `${path}/in`,
      message: `No incident has the ${field} ${value}`,
      remedy: `Write one of ${values!.join(', ')}.`,
    }));
  });

/** Ids of the teams that conditions ask for, each once. */
export const teamsNamed = (conditions: readonly Placed[]): readonly string[] => [
  ...new Set(
    conditions
      .flatMap(fieldsOf)
      .flatMap(([, { field, in: asked }]) => (field === 'team' ? asked.filter((id) => id !== null) : [])),
  ),
];

/** Where conditions ask for one of these teams, which are not there. */
export const teamFaults = (conditions: readonly Placed[], unknown: readonly string[]): readonly PolicyFault[] =>
  conditions.flatMap(fieldsOf).flatMap(([path, { field, in: asked }]) =>
    asked
      .filter((id) => field === 'team' && id !== null && unknown.includes(id))
      .map((id) => ({
        path: `${path}/in`,
        message: `There is no team ${id}`,
        remedy: 'Name one by an id that GET /v1/teams lists.',
      })),
  );
