import { DEFAULT_RPC_LIMITS } from '@opsledger/service-rpc';
import { DEFAULT_LIMITS } from '../../apps/gateway/src/gateway-options';
import { imageEnvironment } from './dockerfile';
import { exists, spoilt, textOf, variablesOf, yamlOf } from './files';
import { kubernetesFaults, type KubernetesFacts } from './kubernetes';
import { rendered } from './kustomize';
import { queryFaults, TARGET_LABELS } from './monitoring';
import { PROGRAMS, SERVICE_NAMES, VARIABLES } from './programs';
import { whatIsServed, type Served } from './served.fixture';

const documents = rendered('deploy/kubernetes');
const secrets = variablesOf(textOf('deploy/kubernetes/secrets.env.example'));
const adapter = yamlOf('deploy/kubernetes/monitoring/prometheus-adapter.yaml');

let served: Served;
let facts: KubernetesFacts;
beforeAll(async () => {
  served = await whatIsServed();
  facts = {
    programs: PROGRAMS,
    variables: VARIABLES,
    image: imageEnvironment(textOf('Dockerfile')),
    secrets: {
      opsledger: Object.keys(secrets),
      'opsledger-admin': ['OPSLEDGER_TOKEN'],
      'opsledger-relay': ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],
    },
    paths: served.paths,
    external: adapter.rules.external.map(({ name }: any) => name.as),
    learning: DEFAULT_RPC_LIMITS.resolveEvery / 1000,
    longestCall: Math.max(DEFAULT_RPC_LIMITS.timeout, DEFAULT_LIMITS.answerWithin) / 1000,
  };
}, 60_000);

it('runs every program of the suite, each with what it reads and needs', () => {
  expect(kubernetesFaults(documents, facts)).toEqual([]);
});

type Spoil = (find: (kind: string, name: string) => any, copy: any[]) => void;
const pod = (find: Parameters<Spoil>[0], name = 'sla') => find('Deployment', name).spec.template.spec;
const box = (find: Parameters<Spoil>[0], name = 'sla') => pod(find, name).containers[0];
const cases: readonly (readonly [string, Spoil, unknown])[] = [
  [
    'a program left out',
    (_, copy) =>
      copy.splice(
        copy.findIndex((it) => it.kind === 'Deployment' && it.metadata.name === 'relay'),
        1,
      ),
    'deployments: relay is missing',
  ],
  [
    'a deployment of nobody',
    (_, copy) =>
      copy.push({
        kind: 'Deployment',
        metadata: { name: 'x' },
        spec: copy.find((it) => it.kind === 'Deployment').spec,
      }),
    'deployments: nobody knows x',
  ],
  ['a tag that moves', (find) => (box(find).image = 'opsledger:latest'), 'sla: the tag of opsledger:latest moves'],
  ['another program in it', (find) => (box(find).workingDir = '/opsledger/apps/cmdb'), 'sla: does not run itself'],
  [
    'a wrong port',
    (find) => (box(find).ports.find((it: any) => it.name === 'http').containerPort = 80),
    'sla: nothing listens at 80',
  ],
  [
    'a haste',
    (find) => delete find('Deployment', 'sla').spec.minReadySeconds,
    'sla: takes over before callers know of it',
  ],
  [
    'a gap',
    (find) => (find('Deployment', 'sla').spec.strategy.rollingUpdate.maxUnavailable = 1),
    'sla: goes before another has come',
  ],
  ['no probe', (find) => delete box(find).startupProbe, 'sla: has no startupProbe'],
  [
    'a path nobody answers',
    (find) => (box(find).readinessProbe.httpGet.path = '/healthz'),
    'sla: nobody answers /healthz',
  ],
  ['a probe elsewhere', (find) => (box(find).livenessProbe.httpGet.port = 'rpc'), 'sla: livenessProbe asks rpc'],
  [
    'life that hangs on others',
    (find) => (box(find).livenessProbe.httpGet.path = '/health/ready'),
    'sla: is killed for what others lack',
  ],
  ['no resources', (find) => delete box(find).resources.requests.cpu, 'sla: asks for no resources'],
  [
    'too little memory',
    (find) => (box(find).resources.limits.memory = '512Mi'),
    'sla: has less memory than its heap may take',
  ],
  ['root', (find) => (pod(find).securityContext.runAsUser = 0), 'sla: runs as root'],
  [
    'an image to write to',
    (find) => delete box(find).securityContext.readOnlyRootFilesystem,
    'sla: may write to its image',
  ],
  ['privileges', (find) => (box(find).securityContext.allowPrivilegeEscalation = true), 'sla: may gain privileges'],
  ['capabilities', (find) => (box(find).securityContext.capabilities.drop = ['NET_RAW']), 'sla: keeps capabilities'],
  ['a key to the cluster', (find) => delete pod(find).automountServiceAccountToken, 'sla: holds a key to the cluster'],
  [
    'variables of service links',
    (find) => delete pod(find).enableServiceLinks,
    'sla: is given variables of other services',
  ],
  ['a short grace', (find) => (pod(find).terminationGracePeriodSeconds = 30), 'sla: is killed before its work is done'],
  [
    'labels of another',
    (find) => (find('Deployment', 'sla').spec.template.metadata.labels['app.kubernetes.io/name'] = 'cmdb'),
    'sla: selects not its own pods',
  ],
  [
    'no budget',
    (_, copy) =>
      copy.splice(
        copy.findIndex((it) => it.kind === 'PodDisruptionBudget' && it.metadata.name === 'sla'),
        1,
      ),
    'sla: may be drained at one blow',
  ],
  [
    'a budget for others',
    (find) => (find('PodDisruptionBudget', 'sla').spec.selector.matchLabels['app.kubernetes.io/name'] = 'x'),
    'sla: may be drained at one blow',
  ],
  [
    'a setting nobody reads',
    (find) => (find('ConfigMap', 'opsledger').data.KAFKA_BROKER = 'x'),
    'settings: nobody reads KAFKA_BROKER',
  ],
  [
    'a setting that is refused',
    (find) => (find('ConfigMap', 'opsledger').data.DATABASE_POOL_SIZE = '1'),
    expect.stringMatching(/^sla: DATABASE_POOL_SIZE must/),
  ],
  [
    'a variable left out',
    (find) => delete find('ConfigMap', 'opsledger').data.KAFKA_BROKERS,
    'relay: needs KAFKA_BROKERS',
  ],
  ['settings left out', (find) => box(find).envFrom.pop(), 'sla, envFrom: secret opsledger is missing'],
  [
    'a variable of its own that nobody reads',
    (find) => box(find, 'directory').env.push({ name: 'X_Y', value: '1' }),
    'directory: does not read X_Y',
  ],
  [
    'a secret that is none',
    (find) => (box(find, 'directory').env[0].valueFrom.secretKeyRef.key = 'X'),
    'directory: no secret has OPSLEDGER_TOKEN',
  ],
  ['one replica', (find) => (find('HorizontalPodAutoscaler', 'sla').spec.minReplicas = 1), 'sla: has no second'],
  ['one relay', (find) => (find('Deployment', 'relay').spec.replicas = 1), 'relay: has no second'],
  ['two who scale', (find) => (find('Deployment', 'sla').spec.replicas = 2), 'sla: is scaled by two'],
  [
    'the lag of another',
    (find) =>
      (find('HorizontalPodAutoscaler', 'sla').spec.metrics[1].external.metric.selector.matchLabels.process = 'cmdb'),
    'sla: is scaled by the lag of another',
  ],
  [
    'a figure nobody tells',
    (find) => (find('HorizontalPodAutoscaler', 'sla').spec.metrics[1].external.metric.name = 'x'),
    'sla: nobody tells autoscalers of x',
  ],
  [
    'an autoscaler of nothing',
    (find) => (find('HorizontalPodAutoscaler', 'sla').spec.scaleTargetRef.name = 'x'),
    'sla: is not scaled',
  ],
  [
    'a service left out',
    (find) => (find('ConfigMap', 'opsledger').data.OPSLEDGER_SERVICES = 'sla=sla:4000'),
    'OPSLEDGER_SERVICES: incident is missing',
  ],
  [
    'a wrong address',
    (find) => (find('Service', 'sla').spec.ports[0].port = 80),
    'sla: is not where OPSLEDGER_SERVICES says',
  ],
  [
    'one address for all',
    (find) => delete find('Service', 'sla').spec.clusterIP,
    'sla: hides its replicas behind one address',
  ],
  [
    'replicas that vanish',
    (find) => delete find('Service', 'sla').spec.publishNotReadyAddresses,
    'sla: takes calls away from a replica that finishes them',
  ],
  [
    'a service for others',
    (find) => (find('Service', 'sla').spec.selector['app.kubernetes.io/name'] = 'cmdb'),
    'sla: its service selects other pods',
  ],
  [
    'a port that pods lack',
    (find) => (find('Service', 'sla').spec.ports[0].targetPort = 'grpc'),
    'sla: its pods have no port grpc',
  ],
  [
    'doors open by default',
    (_, copy) =>
      copy.splice(
        copy.findIndex((it) => it.metadata.name === 'deny-by-default'),
        1,
      ),
    'policies: Ingress is open by default',
  ],
  [
    'a policy for nobody',
    (find) => (find('NetworkPolicy', 'gateway-is-public').spec.podSelector.matchLabels = { x: 'y' }),
    'policy gateway-is-public: is for nobody',
  ],
  [
    'a policy that names nobody',
    (find) =>
      (find('NetworkPolicy', 'services-are-called').spec.ingress[0].from[0].podSelector.matchLabels = { x: 'y' }),
    'policy services-are-called: names nobody',
  ],
  [
    'a policy for a port of nobody',
    (find) => (find('NetworkPolicy', 'services-are-called').spec.ingress[0].ports[0].port = 4001),
    'policy services-are-called: nobody listens at 4001',
  ],
  [
    'brokers that no policy knows',
    (find) => (find('ConfigMap', 'opsledger').data.KAFKA_BROKERS = 'kafka:19092'),
    'sla: no policy lets it reach 19092',
  ],
  [
    'a policy for all ports',
    (find) => delete find('NetworkPolicy', 'services-are-called').spec.ingress[0].ports,
    'policy services-are-called: opens every port',
  ],
];

it.each(cases)('notices %s', (_what, spoil, fault) => {
  const copy = spoilt(documents, (all: any[]) =>
    spoil((kind, name) => all.find((it) => it.kind === kind && it.metadata.name === name), all),
  );
  expect(kubernetesFaults(copy, facts)).toContainEqual(fault);
});

it('has secrets with names that programs read, and no values', () => {
  expect(Object.keys(secrets).filter((name) => !VARIABLES.has(name))).toEqual([]);
  expect(Object.values(secrets).filter((value) => value !== '')).toEqual([]);
  expect(textOf('.gitignore').split('\n')).toContain('deploy/kubernetes/secrets.env');
});

it('gives autoscalers a figure that the services tell, with labels that are set', () => {
  const [rule] = adapter.rules.external;
  expect(queryFaults('adapter', rule.seriesQuery, served.figures)).toEqual([]);
  const query = rule.metricsQuery.replace('<<.Series>>', rule.name.as).replace('<<.LabelMatchers>>', 'process="sla"');
  expect(queryFaults('adapter', query, served.figures)).toEqual([]);
  expect(TARGET_LABELS).toContain(Object.keys(rule.resources.overrides)[0]);
});

it('is found by the Prometheus of a cluster', () => {
  const [
    {
      kubernetes_sd_configs: [found],
      relabel_configs: relabels,
    },
  ] = yamlOf('deploy/prometheus/kubernetes.yml').scrape_configs;
  expect(found.namespaces.names).toEqual([documents.find(({ kind }) => kind === 'Namespace').metadata.name]);
  const labels = documents.find(({ kind }) => kind === 'Deployment').spec.template.metadata.labels;
  const used = relabels
    .flatMap(({ source_labels }: any) => source_labels)
    .flatMap((label: string) => /^__meta_kubernetes_pod_label_(.+)$/.exec(label)?.[1] ?? []);
  const known = Object.keys(labels).map((label) => label.replaceAll(/[^\w]/g, '_'));
  expect(used.filter((label: string) => !known.includes(label))).toEqual([]);
  expect(used).toHaveLength(2);
});

it('says how many connections to PostgreSQL it may come to', () => {
  const pool = Number(documents.find(({ kind }) => kind === 'ConfigMap').data.DATABASE_POOL_SIZE);
  const most = (name: string): number =>
    documents.find((it) => it.kind === 'HorizontalPodAutoscaler' && it.metadata.name === name)?.spec.maxReplicas ??
    documents.find((it) => it.kind === 'Deployment' && it.metadata.name === name).spec.replicas;
  // One more of each while it is rolled out.
  const connections = PROGRAMS.reduce((sum, program) => sum + (most(program.name) + 1) * program.connections(pool), 0);
  expect(exists('docs/how-to/scale.md') && textOf('docs/how-to/scale.md')).toContain(`${connections} connections`);
  expect(SERVICE_NAMES.length).toBeGreaterThan(8);
});
