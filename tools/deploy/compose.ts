import { serviceAddresses } from '@opsledger/service-rpc';
import { differences } from './files';
import { imageFaults } from './images';
import type { Program } from './programs';
import { variableFaults } from './variables';

/** What is there beside the programs. */
export const BESIDE = ['postgres', 'kurrentdb', 'kafka', 'prometheus', 'grafana'];
/** Its image brings a health check of its own. */
const CHECKS_ITSELF = ['kurrentdb'];
const PUBLIC = ['gateway', 'grafana'];

export interface ComposeFacts {
  readonly programs: readonly Program[];
  /** What the image sets for every program. */
  readonly image: Readonly<Record<string, string>>;
  readonly exists: (path: string) => boolean;
  /** Of the Kafka that tests run on. */
  readonly kafka: string;
  /** Seconds that the longest call may take. */
  readonly longestCall: number;
}

/** `${NAME:-value}` becomes the value, `${NAME:?why}` a stand-in. */
export const interpolated = (text: string): string =>
  text.replaceAll(/\$\{(\w+):-([^}]*)\}/g, '$2').replaceAll(/\$\{\w+:\?[^}]*\}/g, 'a-secret-of-some-length');

export function composeFaults(compose: any, facts: ComposeFacts): string[] {
  const { services } = compose;
  const names = facts.programs.map(({ name }) => name);
  return [
    ...differences('compose', [...names, ...BESIDE], Object.keys(services)),
    ...Object.entries<any>(services).flatMap(([name, service]) => containerFaults(name, service, compose, facts)),
    ...facts.programs
      .filter(({ name }) => services[name])
      .flatMap((program) => programFaults(program, services[program.name], services, facts)),
    ...storeFaults(services, facts),
    ...connectionFaults(services, facts.programs),
  ];
}

/** What every container must have, whoever made it. */
function containerFaults(name: string, service: any, compose: any, { exists, programs }: ComposeFacts): string[] {
  const ours = programs.some((program) => program.name === name);
  const fault = (is: unknown, text: string) => (is ? [`${name}: ${text}`] : []);
  return [
    ...imageFaults(name, interpolated(service.image)),
    ...rightsFaults(name, service),
    ...networkFaults(name, service, compose),
    ...fault(service.restart !== 'unless-stopped', 'is not started again'),
    ...fault(!ours && !CHECKS_ITSELF.includes(name) && !service.healthcheck?.test, 'has no health check'),
    ...fault(service.container_name, 'has a name that keeps it from being scaled'),
    ...Object.entries<any>(service.depends_on ?? {}).flatMap(([other, { condition }]) => [
      ...fault(!compose.services[other], `waits for ${other}, which is not there`),
      ...fault(condition !== 'service_healthy', `does not wait until ${other} works`),
    ]),
    ...(service.volumes ?? []).flatMap((volume: string) => {
      const [source = ''] = volume.split(':');
      const there = source.startsWith('./') ? exists(source.slice(2)) : source in compose.volumes;
      return fault(!there, `mounts ${source}, which is not there`);
    }),
    ...Object.entries<string>(service.environment ?? {}).flatMap(([variable, value]) =>
      secretFaults(name, variable, value),
    ),
  ];
}

function rightsFaults(name: string, service: any): string[] {
  const fault = (is: unknown, text: string) => (is ? [`${name}: ${text}`] : []);
  return [
    ...fault(!/^[1-9]\d*(:\d+)?$/.test(String(service.user)), 'runs as root, or as nobody knows whom'),
    ...fault(!service.cap_drop?.includes('ALL'), 'keeps capabilities'),
    ...fault(!service.security_opt?.includes('no-new-privileges:true'), 'may gain privileges'),
    ...fault(service.privileged || service.network_mode || service.cap_add, 'has rights beyond its own'),
  ];
}

function networkFaults(name: string, service: any, compose: any): string[] {
  const fault = (is: unknown, text: string) => (is ? [`${name}: ${text}`] : []);
  const isInside = service.networks?.includes('inside') && compose.networks?.inside?.internal;
  return [
    ...fault(!isInside, 'is not in a network of its own'),
    ...fault(service.ports && !PUBLIC.includes(name), 'is published'),
    ...(service.ports ?? []).flatMap((port: string) =>
      fault(!/^127\.0\.0\.1:\d+:\d+$/.test(interpolated(port)), `is published beyond this machine: ${port}`),
    ),
  ];
}

/** Secrets come from outside, and have no value of their own. */
function secretFaults(name: string, variable: string, value: string): string[] {
  if (/(PASSWORD|TOKEN|SECRET)$/.test(variable) && !/^\$\{\w+:\?[^}]*\}$/.test(value))
    return [`${name}: ${variable} has a value that everybody knows`];
  if (/\/\/[^/:@]*:(?!\$\{\w+:\?)[^/@]*@/.test(value))
    return [`${name}: ${variable} holds a password that everybody knows`];
  return [];
}

function programFaults(program: Program, service: any, services: any, facts: ComposeFacts): string[] {
  const { name } = program;
  const fault = (is: unknown, text: string) => (is ? [`${name}: ${text}`] : []);
  const given = Object.fromEntries(
    Object.entries<string>(service.environment ?? {}).map(([variable, value]) => [variable, interpolated(value)]),
  );
  const fromImage = Object.fromEntries(Object.entries(facts.image).filter(([it]) => it in program.schema.properties));
  return [
    ...variableFaults(program, { ...fromImage, ...given }),
    ...fault(service.working_dir !== `/opsledger/apps/${name}`, 'does not run itself'),
    ...fault(service.read_only !== true || !service.tmpfs, 'may write to its image'),
    ...fault(!service.init, 'has nobody who reaps'),
    ...fault(!service.mem_limit, 'may take all memory'),
    ...fault(!(parseInt(service.stop_grace_period, 10) > facts.longestCall), 'is killed before its work is done'),
    ...addressFaults(name, given.OPSLEDGER_SERVICES ?? '', services, facts),
    ...fault(given.EVENT_STORE === 'kurrentdb' && !service.depends_on?.kurrentdb, 'does not wait for its log'),
    ...fault(given.KAFKA_BROKERS && !service.depends_on?.kafka, 'does not wait for Kafka'),
  ];
}

function addressFaults(name: string, text: string, services: any, { programs, image }: ComposeFacts): string[] {
  const addresses = serviceAddresses(text);
  const wanted = programs.filter(({ kind }) => kind === 'service').map((program) => program.name);
  return [
    ...differences(`${name}, OPSLEDGER_SERVICES`, wanted, addresses.keys()),
    ...[...addresses].flatMap(([service, list]) =>
      list
        .filter(({ host, port }) => host !== service || !services[host] || port !== Number(image.RPC_PORT))
        .map(({ host, port }) => `${name}: ${service} is not at ${host}:${port}`),
    ),
  ];
}

function storeFaults({ kafka, relay, postgres, gateway }: any, facts: ComposeFacts): string[] {
  const faults: string[] = [];
  if (kafka?.image !== `apache/kafka:${facts.kafka}`) faults.push(`kafka: is not the ${facts.kafka} that tests run on`);
  if (
    kafka &&
    !`PLAINTEXT://${relay?.environment.KAFKA_BROKERS}`.startsWith(kafka.environment.KAFKA_ADVERTISED_LISTENERS)
  )
    faults.push('relay: Kafka is not where it says');
  const [, user, host, port, database] =
    /\/\/(\w+):.*@([\w-]+):(\d+)\/(\w+)$/.exec(gateway?.environment.DATABASE_URL) ?? [];
  const { POSTGRES_USER, POSTGRES_DB } = postgres?.environment ?? {};
  if (host !== 'postgres' || port !== '5432' || user !== POSTGRES_USER || database !== POSTGRES_DB)
    faults.push('postgres: is not what DATABASE_URL names');
  return faults;
}

/** One of each, and some to spare for more replicas. */
function connectionFaults(services: any, programs: readonly Program[]): string[] {
  const most = Number(/max_connections=(\d+)/.exec(services.postgres?.command)?.[1] ?? 100);
  const needed = programs.reduce(
    (sum, { name, connections }) => sum + connections(Number(services[name]?.environment?.DATABASE_POOL_SIZE ?? 20)),
    0,
  );
  return needed * 1.25 <= most ? [] : [`postgres: ${most} connections are too few for ${needed}`];
}
