import { freePorts } from './ports';

/** Ways to log in by SASL that brokers offer here; PLAIN sends the password as it is. */
export const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
export type Mechanism = (typeof MECHANISMS)[number];

/** A door for clients beside the open one that the nodes themselves use. */
export interface Listener {
  /** What it shows to clients, and from whom certificates of theirs must be. All PEM; absent: it does not speak TLS. */
  readonly tls?: {
    readonly certificate: string;
    readonly key: string;
    readonly clients?: { readonly trusted: string; readonly certificate: 'requested' | 'required' };
  };
  /** How users may log in; absent: they need not. */
  readonly mechanisms?: readonly Mechanism[];
}

/** Further doors by their names, which are capital letters. */
export type Listeners = Readonly<Record<string, Listener>>;

/** Names and passwords of those who may log in. */
export type Users = Readonly<Record<string, string>>;

/** Ports of these listeners, by name. */
export async function portsOf(listeners: Listeners): Promise<Readonly<Record<string, number>>> {
  const names = Object.keys(listeners);
  const ports = await freePorts(names.length);
  return Object.fromEntries(names.map((name, index) => [name, ports[index]!]));
}

/** The part of `listener.security.protocol.map` that a listener needs. */
export const protocolOf = ({ tls, mechanisms }: Listener): string =>
  mechanisms ? (tls ? 'SASL_SSL' : 'SASL_PLAINTEXT') : tls ? 'SSL' : 'PLAINTEXT';

/** Settings that belong to one listener. */
export function settingsOf(name: string, { tls, mechanisms }: Listener, users: Users): Record<string, string> {
  const settings: Record<string, string> = {
    ...(tls && {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': tls.key,
      'ssl.keystore.certificate.chain': tls.certificate,
      'ssl.client.auth': tls.clients?.certificate ?? 'none',
    }),
    ...(tls?.clients && { 'ssl.truststore.type': 'PEM', 'ssl.truststore.certificates': tls.clients.trusted }),
    ...(mechanisms && { 'sasl.enabled.mechanisms': mechanisms.join(',') }),
    ...Object.fromEntries(
      (mechanisms ?? []).map((mechanism) => [`${mechanism.toLowerCase()}.sasl.jaas.config`, login(mechanism, users)]),
    ),
  };
  const prefix = `listener.name.${name.toLowerCase()}.`;
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [prefix + key, value]));
}

/** Users of SCRAM are kept by the cluster itself; those of PLAIN stand in its settings. */
function login(mechanism: Mechanism, users: Users): string {
  if (mechanism !== 'PLAIN') return 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  const known = Object.entries(users).map(([name, password]) => ` user_${name}="${password}"`);
  return `org.apache.kafka.common.security.plain.PlainLoginModule required${known.join('')};`;
}

/** Arguments that tell a cluster of its users of SCRAM when its files are made. */
export function scramArguments(listeners: Listeners, users: Users): readonly string[] {
  const mechanisms = new Set(Object.values(listeners).flatMap((listener) => listener.mechanisms ?? []));
  mechanisms.delete('PLAIN');
  return [...mechanisms].flatMap((mechanism) =>
    Object.entries(users).flatMap(([name, password]) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
}
