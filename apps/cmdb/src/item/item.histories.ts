import type { CiKeys, ConfigurationItemEvent, Reference, RelationKind } from '@opsledger/contracts';
import type { ClassInForce } from './guards';

/** Histories and what lookups answer, for specs. */
export const NUMBER = 'CI0000042';
export const NOW = '2026-03-02T09:00:00.000Z';
export const DATABASE: Reference = { id: '00000000-0000-4000-8000-0000000000db', name: 'db1' };

export const keys = (changed: Partial<CiKeys> = {}): CiKeys => ({
  ...{ number: NUMBER, name: 'web1', class: 'server', stage: 'in_use', status: 'operational' },
  ...{ criticality: null, environment: null, location: null, serial: null, owner: null },
  ...{ ownerTeam: null, supportTeam: null },
  ...changed,
});

export const registered = (
  attributes: Readonly<Record<string, unknown>> = {},
  changed: Partial<CiKeys> = {},
): ConfigurationItemEvent => ({
  type: 'ConfigurationItemRegistered',
  data: { keys: keys(changed), edition: 1, description: null, attributes, identities: [], cause: null },
});

export const related = (
  since: string,
  kind: RelationKind = 'depends_on',
  target = DATABASE,
): ConfigurationItemEvent => ({
  ...{ type: 'ConfigurationItemRelated', data: { keys: keys(), kind, target, since, cause: null } },
});

export const unrelated = (since: string, until: string): ConfigurationItemEvent => ({
  type: 'ConfigurationItemUnrelated',
  data: { keys: keys(), kind: 'depends_on', target: DATABASE, since, until, cause: null },
});

/** Servers have a number of processors and may have a note. */
export const SERVER: ClassInForce = {
  ...{ key: 'server', abstract: false, service: false },
  schema: {
    properties: { cpuCount: { type: 'integer', minimum: 1 }, note: { type: 'string' } },
    required: ['cpuCount'],
  },
};
