import { DEFAULT_RPC_LIMITS } from '@opsledger/service-rpc';
import { DEFAULT_LIMITS } from '../../apps/gateway/src/gateway-options';
import { composeFaults, type ComposeFacts } from './compose';
import { imageEnvironment } from './dockerfile';
import { exists, spoilt, textOf, variablesOf, yamlOf } from './files';
import { PROGRAMS } from './programs';

const text = textOf('docker-compose.yml');
const compose = yamlOf('docker-compose.yml');
const facts: ComposeFacts = {
  programs: PROGRAMS,
  image: imageEnvironment(textOf('Dockerfile')),
  exists,
  kafka: /<kafka\.version>([\d.]+)</.exec(textOf('deploy/kafka-local/pom.xml'))![1]!,
  longestCall: Math.max(DEFAULT_RPC_LIMITS.timeout, DEFAULT_LIMITS.answerWithin) / 1000,
};

it('runs every program of the suite, each with what it reads and needs', () => {
  expect(composeFaults(compose, facts)).toEqual([]);
});

type Spoil = (services: any, copy: any) => void;
const cases: readonly (readonly [string, Spoil, string])[] = [
  ['a program left out', (services) => delete services.sla, 'compose: sla is missing'],
  ['a container nobody knows', (services) => (services.billing = services.sla), 'compose: nobody knows billing'],
  ['an image without a tag', (services) => (services.kafka.image = 'apache/kafka'), 'kafka: apache/kafka has no tag'],
  [
    'a tag that moves',
    (services) => (services.kafka.image = 'apache/kafka:latest'),
    'kafka: the tag of apache/kafka:latest moves',
  ],
  [
    'another Kafka than is tested',
    (services) => (services.kafka.image = 'apache/kafka:3.9.1'),
    `kafka: is not the ${facts.kafka} that tests run on`,
  ],
  ['root', (services) => (services.postgres.user = '0:0'), 'postgres: runs as root, or as nobody knows whom'],
  ['nobody said who', (services) => delete services.kurrentdb.user, 'kurrentdb: runs as root, or as nobody knows whom'],
  ['capabilities', (services) => (services.sla.cap_drop = []), 'sla: keeps capabilities'],
  ['privileges', (services) => (services.sla.privileged = true), 'sla: has rights beyond its own'],
  ['a store published', (services) => (services.kafka.ports = ['127.0.0.1:9092:9092']), 'kafka: is published'],
  [
    'a door open to all',
    (services) => (services.gateway.ports = ['3000:8080']),
    'gateway: is published beyond this machine: 3000:8080',
  ],
  ['no health check', (services) => delete services.kafka.healthcheck, 'kafka: has no health check'],
  [
    'no waiting',
    (services) => (services.sla.depends_on.postgres.condition = 'service_started'),
    'sla: does not wait until postgres works',
  ],
  [
    'waiting for nobody',
    (services) => (services.sla.depends_on = { redis: { condition: 'service_healthy' } }),
    'sla: waits for redis, which is not there',
  ],
  [
    'a mount of nothing',
    (services) => (services.prometheus.volumes = ['./deploy/gone:/x']),
    'prometheus: mounts ./deploy/gone, which is not there',
  ],
  ['a volume of nothing', (_, copy) => delete copy.volumes.kafka, 'kafka: mounts kafka, which is not there'],
  ['a way out', (_, copy) => delete copy.networks.inside.internal, 'kafka: is not in a network of its own'],
  [
    'a known password',
    (services) => (services.postgres.environment.POSTGRES_PASSWORD = 'secret'),
    'postgres: POSTGRES_PASSWORD has a value that everybody knows',
  ],
  [
    'a default password',
    (services) => (services.grafana.environment.GF_SECURITY_ADMIN_PASSWORD = '${X:-admin}'),
    'grafana: GF_SECURITY_ADMIN_PASSWORD has a value that everybody knows',
  ],
  [
    'a password in a URL',
    (services) => (services.sla.environment.DATABASE_URL = 'postgres://opsledger:secret@postgres:5432/opsledger'),
    'sla: DATABASE_URL holds a password that everybody knows',
  ],
  [
    'a variable nobody reads',
    (services) => (services.sla.environment.KAFKA_BROKER = 'kafka:9092'),
    'sla: does not read KAFKA_BROKER',
  ],
  ['a variable left out', (services) => delete services.sla.environment.DATABASE_URL, 'sla: needs DATABASE_URL'],
  [
    'a value that is refused',
    (services) => (services.sla.environment.LOG_LEVEL = 'chatty'),
    expect.stringMatching(/^sla: LOG_LEVEL must/),
  ],
  [
    'a service that nobody finds',
    (services) => (services.relay.environment.OPSLEDGER_SERVICES = 'sla=sla:4000'),
    'relay, OPSLEDGER_SERVICES: incident is missing',
  ],
  [
    'a wrong address',
    (services) => (services.sla.environment.OPSLEDGER_SERVICES = 'sla=sla:4001'),
    'sla: sla is not at sla:4001',
  ],
  [
    'another program in it',
    (services) => (services.sla.working_dir = '/opsledger/apps/cmdb'),
    'sla: does not run itself',
  ],
  ['an image to write to', (services) => (services.sla.read_only = false), 'sla: may write to its image'],
  ['a short grace', (services) => (services.sla.stop_grace_period = '10s'), 'sla: is killed before its work is done'],
  [
    'Kafka elsewhere',
    (services) => (services.relay.environment.KAFKA_BROKERS = 'kafka:9999'),
    'relay: Kafka is not where it says',
  ],
  [
    'another database',
    (services) => (services.postgres.environment.POSTGRES_DB = 'other'),
    'postgres: is not what DATABASE_URL names',
  ],
  [
    'too few connections',
    (services) => (services.postgres.command = 'postgres'),
    expect.stringMatching(/^postgres: 100 connections are too few for/),
  ],
];

it.each(cases)('notices %s', (_what, spoil, fault) => {
  expect(
    composeFaults(
      spoilt(compose, (copy) => spoil(copy.services, copy)),
      facts,
    ),
  ).toContainEqual(fault);
});

it('asks by name for what has no default, and the example lists just that', () => {
  const required = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
  const example = variablesOf(textOf('deploy/docker/env.example'));
  expect(new Set(Object.keys(example))).toEqual(required);
  expect(Object.values(example).filter((value) => value !== '')).toEqual([]);
  const optional = [...textOf('deploy/docker/env.example').matchAll(/^#([A-Z_]+)=(.*)$/gm)];
  for (const [, name, value] of optional) expect(text).toContain(`\${${name}:-${value}}`);
  expect(textOf('.gitignore').split('\n')).toContain('.env');
});

it('gives Grafana the dashboards where its provisioning looks for them', () => {
  const { options } = yamlOf('deploy/grafana/provisioning/dashboards/opsledger.yml').providers[0];
  expect(compose.services.grafana.volumes).toContain(`./deploy/grafana/dashboards:${options.path}:ro`);
  const { url } = yamlOf('deploy/grafana/provisioning/datasources/prometheus.yml').datasources[0];
  expect(url).toBe('http://prometheus:9090');
});
