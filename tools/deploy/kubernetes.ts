import { serviceAddresses } from '@opsledger/service-rpc';
import { differences } from './files';
import { imageFaults } from './images';
import { policyFaults, unreachable } from './network-policies';
import type { Program } from './programs';
import { variableFaults } from './variables';

export interface KubernetesFacts {
  readonly programs: readonly Program[];
  readonly variables: ReadonlySet<string>;
  /** What the image sets for every program. */
  readonly image: Readonly<Record<string, string>>;
  /** Names that the secrets must have. */
  readonly secrets: Readonly<Record<string, readonly string[]>>;
  /** Paths that every program answers. */
  readonly paths: ReadonlySet<string>;
  /** Names of figures that autoscalers may go by. */
  readonly external: readonly string[];
  /** Seconds until callers know of a new replica. */
  readonly learning: number;
  /** Seconds that the longest call may take. */
  readonly longestCall: number;
}

/** Stand-ins for what an operator fills in. */
const SAMPLES: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://user:password@postgres:5432/opsledger',
  KURRENTDB_URL: 'kurrentdb://user:password@kurrentdb:2113?tls=true',
  OPSLEDGER_TOKEN: 'a-token-of-some-length',
  RPC_SECRET: 'a-secret-of-some-length',
};

const of = (documents: readonly any[], kind: string): any[] => documents.filter((document) => document.kind === kind);
const fits = (selector: any, labels: any): boolean =>
  Object.entries(selector).every(([label, value]) => labels[label] === value);

export function kubernetesFaults(documents: readonly any[], facts: KubernetesFacts): string[] {
  const deployments = of(documents, 'Deployment');
  const names = facts.programs.map(({ name }) => name);
  const settings = of(documents, 'ConfigMap').find(({ metadata }) => metadata.name === 'opsledger')?.data ?? {};
  return [
    ...differences(
      'deployments',
      names,
      deployments.map(({ metadata }) => metadata.name),
    ),
    ...Object.keys(settings)
      .filter((variable) => !facts.variables.has(variable))
      .map((variable) => `settings: nobody reads ${variable}`),
    ...facts.programs.flatMap((program) => {
      const deployment = deployments.find(({ metadata }) => metadata.name === program.name);
      return deployment ? deploymentFaults(program, deployment, documents, settings, facts) : [];
    }),
    ...addressFaults(settings.OPSLEDGER_SERVICES ?? '', documents, facts),
    ...policyFaults(documents),
  ];
}

function deploymentFaults(
  program: Program,
  deployment: any,
  documents: readonly any[],
  settings: any,
  facts: KubernetesFacts,
): string[] {
  const { name, kind } = program;
  const { template, selector, replicas } = deployment.spec;
  const { labels } = template.metadata;
  const fault = (is: unknown, text: string) => (is ? [`${name}: ${text}`] : []);
  const [container, ...more] = template.spec.containers;
  const autoscaler = of(documents, 'HorizontalPodAutoscaler').find(({ spec }) => spec.scaleTargetRef.name === name);
  const budget = of(documents, 'PodDisruptionBudget').find(({ spec }) => fits(spec.selector.matchLabels, labels));
  return [
    ...fault(!(deployment.spec.minReadySeconds > facts.learning), 'takes over before callers know of it'),
    ...fault(deployment.spec.strategy?.rollingUpdate?.maxUnavailable !== 0, 'goes before another has come'),
    ...fault(more.length > 0, 'has more than its one container'),
    ...fault(!fits(selector.matchLabels, labels), 'selects not its own pods'),
    ...fault(
      labels['app.kubernetes.io/name'] !== name ||
        labels['app.kubernetes.io/component'] !== kind ||
        labels['app.kubernetes.io/part-of'] !== 'opsledger',
      'is labelled as something else',
    ),
    ...fault(
      !template.spec.topologySpreadConstraints?.every(({ labelSelector }: any) =>
        fits(labelSelector.matchLabels, labels),
      ),
      'spreads other pods than its own',
    ),
    ...containerFaults(name, container, facts),
    ...podFaults(name, template.spec, facts),
    ...givenFaults(program, container, settings, facts),
    ...unreachable(documents, labels, portsOf(settings, facts)).map(
      (port) => `${name}: no policy lets it reach ${port}`,
    ),
    ...fault(!budget, 'may be drained at one blow'),
    ...fault(budget && budget.spec.maxUnavailable !== 1, 'may be drained too far'),
    ...(autoscaler ? autoscalerFaults(program, autoscaler, facts) : fault(!(replicas >= 2), 'has no second')),
    ...fault(autoscaler && replicas !== undefined, 'is scaled by two'),
    ...fault(kind === 'service' && !autoscaler, 'is not scaled'),
  ];
}

function containerFaults(name: string, container: any, { image, paths }: KubernetesFacts): string[] {
  const fault = (is: unknown, text: string) => (is ? [`${name}: ${text}`] : []);
  const { securityContext: security = {}, resources = {} } = container;
  const http = container.ports.find((port: any) => port.name === 'http')?.containerPort;
  const probes = ['startupProbe', 'readinessProbe', 'livenessProbe'];
  const [heap] = /(?<=--max-old-space-size=)\d+/.exec(image.NODE_OPTIONS ?? '') ?? ['0'];
  return [
    ...imageFaults(name, container.image),
    ...fault(container.workingDir !== `/opsledger/apps/${name}`, 'does not run itself'),
    ...fault(http !== Number(image.PORT), `nothing listens at ${http}`),
    ...probes.flatMap((probe) => {
      const get = container[probe]?.httpGet;
      if (!get) return [`${name}: has no ${probe}`];
      return [
        ...fault(!paths.has(get.path), `nobody answers ${get.path}`),
        ...fault(get.port !== 'http', `${probe} asks ${get.port}`),
      ];
    }),
    ...fault(container.livenessProbe?.httpGet.path !== '/health/live', 'is killed for what others lack'),
    ...fault(container.readinessProbe?.httpGet.path !== '/health/ready', 'is asked before it can answer'),
    ...fault(!resources.requests?.cpu || !resources.requests?.memory, 'asks for no resources'),
    ...fault(mebibytes(resources.limits?.memory) < Number(heap) + 256, 'has less memory than its heap may take'),
    ...fault(security.allowPrivilegeEscalation !== false || security.privileged, 'may gain privileges'),
    ...fault(security.readOnlyRootFilesystem !== true, 'may write to its image'),
    ...fault(!security.capabilities?.drop?.includes('ALL'), 'keeps capabilities'),
  ];
}

const mebibytes = (text = '0'): number => parseFloat(text) * (text.endsWith('Gi') ? 1024 : 1);

function podFaults(name: string, pod: any, { longestCall }: KubernetesFacts): string[] {
  const fault = (is: unknown, text: string) => (is ? [`${name}: ${text}`] : []);
  const { securityContext: security = {} } = pod;
  return [
    ...fault(security.runAsNonRoot !== true || !(security.runAsUser > 0), 'runs as root'),
    ...fault(security.seccompProfile?.type !== 'RuntimeDefault', 'may call whatever the kernel offers'),
    ...fault(pod.automountServiceAccountToken !== false, 'holds a key to the cluster'),
    ...fault(pod.enableServiceLinks !== false, 'is given variables of other services'),
    ...fault(!(pod.terminationGracePeriodSeconds > longestCall + 5), 'is killed before its work is done'),
  ];
}

/** Of other services, of names, PostgreSQL and KurrentDB, and of the brokers. */
const portsOf = ({ KAFKA_BROKERS = '' }: any, { image }: KubernetesFacts): readonly number[] => [
  Number(image.RPC_PORT),
  ...[53, 5432, 2113],
  ...[...KAFKA_BROKERS.matchAll(/:(\d+)/g)].map(([, port]: any) => Number(port)),
];

/** What a container is given: the settings, the secrets, what the image sets and what is its own. */
function givenFaults(
  program: Program,
  container: any,
  settings: any,
  { secrets, image, variables }: KubernetesFacts,
): string[] {
  const { name, schema } = program;
  const maps = container.envFrom.map(
    ({ configMapRef, secretRef }: any) => configMapRef?.name ?? `secret ${secretRef.name}`,
  );
  const own = (container.env ?? []).map(({ name: variable, value, valueFrom }: any) => [
    variable,
    value ?? SAMPLES[variable],
    valueFrom?.secretKeyRef,
  ]);
  const fromSecrets = (secrets.opsledger ?? []).filter((variable) => SAMPLES[variable]);
  const given = {
    ...Object.fromEntries(Object.entries(image).filter(([variable]) => variable in schema.properties)),
    ...settings,
    ...Object.fromEntries(fromSecrets.map((variable) => [variable, SAMPLES[variable]!])),
    ...Object.fromEntries(own),
  };
  return [
    ...differences(`${name}, envFrom`, ['opsledger', 'secret opsledger'], maps),
    ...own
      .filter(([, , ref]: any) => ref && !secrets[ref.name]?.includes(ref.key))
      .map(([variable]: any) => `${name}: no secret has ${variable}`),
    ...variableFaults(
      program,
      given,
      new Set([...variables].filter((variable) => variable in settings || fromSecrets.includes(variable))),
    ),
  ];
}

function autoscalerFaults({ name, kind }: Program, { spec }: any, { external }: KubernetesFacts): string[] {
  const fault = (is: unknown, text: string) => (is ? [`${name}: ${text}`] : []);
  const metrics = spec.metrics.filter(({ type }: any) => type === 'External').map((metric: any) => metric.external);
  return [
    ...fault(spec.scaleTargetRef.kind !== 'Deployment', 'scales no deployment'),
    ...fault(spec.minReplicas < 2, 'has no second'),
    ...fault(!(spec.maxReplicas > spec.minReplicas), 'has no room to grow'),
    ...fault(!spec.metrics.some(({ resource }: any) => resource?.name === 'cpu'), 'is not scaled by load'),
    ...fault(kind === 'service' && metrics.length === 0, 'is not scaled by lag'),
    ...metrics.flatMap(({ metric }: any) => [
      ...fault(!external.includes(metric.name), `nobody tells autoscalers of ${metric.name}`),
      ...fault(metric.selector.matchLabels.process !== name, 'is scaled by the lag of another'),
    ]),
    ...fault(!spec.behavior?.scaleDown, 'shrinks at once'),
  ];
}

function addressFaults(text: string, documents: readonly any[], { programs, image }: KubernetesFacts): string[] {
  const pods = of(documents, 'Deployment').map(({ spec }) => spec.template);
  const wanted = programs.filter(({ kind }) => kind === 'service').map(({ name }) => name);
  const addresses = serviceAddresses(text);
  const services = of(documents, 'Service');
  return [
    ...differences('OPSLEDGER_SERVICES', wanted, addresses.keys()),
    ...differences(
      'services',
      [...wanted, 'gateway'],
      services.map(({ metadata }) => metadata.name),
    ),
    ...services.flatMap(({ metadata: { name }, spec }) => {
      const template = pods.find(({ metadata }) => fits(spec.selector, metadata.labels));
      const [port] = spec.ports;
      const target = template?.spec.containers[0].ports.find((one: any) => one.name === port.targetPort)?.containerPort;
      if (template?.metadata.labels['app.kubernetes.io/name'] !== name)
        return [`${name}: its service selects other pods`];
      if (!target) return [`${name}: its pods have no port ${port.targetPort}`];
      if (name === 'gateway') return [];
      return [
        ...(spec.clusterIP === 'None' ? [] : [`${name}: hides its replicas behind one address`]),
        ...(spec.publishNotReadyAddresses ? [] : [`${name}: takes calls away from a replica that finishes them`]),
        ...(addresses.get(name)?.every((one) => one.host === name && one.port === port.port) &&
        target === Number(image.RPC_PORT)
          ? []
          : [`${name}: is not where OPSLEDGER_SERVICES says`]),
      ];
    }),
  ];
}
