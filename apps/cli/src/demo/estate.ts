import type { Criticality, RelationKind } from '@opsledger/contracts';
import { SERVICES, type DemoService, type TeamKey } from './catalogue';
import type { Random } from './random';

/** A configuration item of the demo company; items it is related to are named by key and come before it. */
export interface EstateItem {
  readonly key: string;
  readonly name: string;
  readonly class: string;
  readonly team: TeamKey;
  readonly criticality?: Criticality;
  readonly location?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly relations: readonly { readonly kind: RelationKind; readonly target: string }[];
}

const FEWEST_MACHINES = 40;
const MOST_MACHINES = 3_000;
const SITES = ['DC East', 'DC West'];

const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/switch|wireless|VPN|gateway MX/i, 'network_device'],
  [/database|ledger|replica|DWH/i, 'database'],
  [/cluster|checkout|payment|sign-on|ERP|CDN/i, 'application'],
  [/server|DC-01/i, 'server'],
];
/** Of an item that a service is made of. */
export const classOf = (name: string): string => CLASSES.find(([words]) => words.test(name))?.[1] ?? 'endpoint';

/** Services, what they are made of, and the machines below: a few hundred items for a small demo. */
export function estateOf(incidents: number, random: Random): readonly EstateItem[] {
  const machines = Math.min(MOST_MACHINES, Math.max(FEWEST_MACHINES, Math.round(incidents * 0.7)));
  const perService = Math.ceil(machines / SERVICES.length);
  return SERVICES.flatMap((service, index) => partsOf(service, index, perService, random.fork(service.name)));
}

function partsOf(service: DemoService, index: number, machines: number, random: Random): EstateItem[] {
  const { name, team, cis } = service;
  const code = name.toLowerCase().replace(/[^a-z]+/g, '-');
  const hosts = Array.from({ length: Math.ceil(machines / 8) }, (_, at): EstateItem => ({
    key: `${code}-host-${at + 1}`,
    name: `host-${index + 1}${String(at + 1).padStart(3, '0')}`,
    class: 'server',
    team: 'platform',
    location: random.pick(SITES),
    attributes: { operatingSystem: 'Linux', cpuCount: 64, memoryGb: 512 },
    relations: [],
  }));
  const guests = Array.from({ length: Math.max(1, machines - hosts.length) }, (_, at): EstateItem => ({
    key: `${code}-vm-${at + 1}`,
    name: `vm-${code}-${String(at + 1).padStart(3, '0')}`,
    class: 'virtual_machine',
    team,
    attributes: { cpuCount: random.pick([2, 4, 8]), memoryGb: random.pick([8, 16, 32]) },
    relations: [{ kind: 'hosted_on', target: random.pick(hosts).key }],
  }));
  const on = (kind: RelationKind) => ({ kind, target: random.pick(guests).key });
  const database: EstateItem = {
    key: `${code}-database`,
    name: `${name} database`,
    class: 'database',
    team: 'databases',
    attributes: { engine: 'PostgreSQL', port: 5432 },
    relations: [on('runs_on')],
  };
  const named = cis.map((ci): EstateItem => ({
    key: ci,
    name: ci,
    class: classOf(ci),
    team,
    relations: [on('depends_on')],
  }));
  const application: EstateItem = {
    key: `${code}-application`,
    name: `${name} application`,
    class: 'application',
    team,
    relations: [
      { kind: 'uses', target: database.key },
      ...guests.slice(0, 20).map(({ key }) => ({ kind: 'runs_on' as const, target: key })),
    ],
  };
  const whole: EstateItem = {
    key: name,
    name,
    class: 'business_service',
    team,
    criticality: random.pick(['medium', 'high', 'critical'] as const),
    relations: [application, ...named].map(({ key }) => ({ kind: 'depends_on' as const, target: key })),
  };
  return [...hosts, ...guests, database, ...named, application, whole];
}
