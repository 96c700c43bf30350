/** Ports of what is not in the folder: PostgreSQL, KurrentDB, Kafka, names. */
const STORES = [5432, 2113, 9092, 53];

const fits = (selector: any, labels: any): boolean =>
  Object.entries(selector.matchLabels ?? {}).every(([label, value]) => labels[label] === value);

/** What is wrong with who may talk to whom. */
export function policyFaults(documents: readonly any[]): string[] {
  const policies = documents.filter(({ kind }) => kind === 'NetworkPolicy');
  const pods = documents.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.template);
  const ports = new Set(pods.flatMap(({ spec }) => spec.containers[0].ports.map((port: any) => port.containerPort)));
  const closed = (direction: string) =>
    policies.some(
      ({ spec }) =>
        Object.keys(spec.podSelector).length === 0 &&
        spec.policyTypes.includes(direction) &&
        spec[direction.toLowerCase()] === undefined,
    );
  return [
    ...['Ingress', 'Egress']
      .filter((direction) => !closed(direction))
      .map((direction) => `policies: ${direction} is open by default`),
    ...policies.flatMap(({ metadata: { name }, spec }) => [
      ...(pods.some(({ metadata }) => fits(spec.podSelector, metadata.labels))
        ? []
        : [`policy ${name}: is for nobody`]),
      ...rulesOf(spec).flatMap((rule: any) => [
        ...(rule.ports ?? [])
          .filter(({ port }: any) => !ports.has(port) && !STORES.includes(port))
          .map(({ port }: any) => `policy ${name}: nobody listens at ${port}`),
        ...((rule.ports ?? []).length > 0 ? [] : [`policy ${name}: opens every port`]),
        ...(rule.from ?? rule.to ?? [])
          .filter(({ podSelector, namespaceSelector }: any) => podSelector && !namespaceSelector)
          .filter(({ podSelector }: any) => !pods.some(({ metadata }) => fits(podSelector, metadata.labels)))
          .map(() => `policy ${name}: names nobody`),
      ]),
    ]),
  ];
}

const covers = ({ port, endPort = port }: any, wanted: number): boolean => port <= wanted && wanted <= endPort;

/** Ports that a pod needs and no policy lets it reach. */
export function unreachable(documents: readonly any[], labels: any, wanted: readonly number[]): readonly number[] {
  const ports = documents
    .filter(({ kind, spec }) => kind === 'NetworkPolicy' && fits(spec.podSelector, labels))
    .flatMap(({ spec }) => spec.egress ?? [])
    .flatMap((rule: any) => rule.ports ?? []);
  return wanted.filter((port) => !ports.some((open: any) => covers(open, port)));
}

const rulesOf = (spec: any): any[] => [...(spec.ingress ?? []), ...(spec.egress ?? [])];
