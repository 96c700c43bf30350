import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaEnvironment, type KafkaEnvironment } from '@opsledger/kafka';
import { Authority, type Certificate, type Listeners, type LocalKafka } from '@opsledger/kafka-local';
import { parseEnvironment } from '@opsledger/service-kit';
import { Type } from '@sinclair/typebox';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes, type AclEntry } from 'kafkajs';

const authority = new Authority('Private authority');
export const foreigner = new Authority('Unknown authority');
const broker = authority.issue('broker', ['127.0.0.1']);

/** Who may do everything: whoever comes through the open door, and two who show who they are. */
const ADMIN = 'admin';
export const OPERATOR = authority.issue('operator');

export const PASSWORDS = { [ADMIN]: 'known by heart', 'opsledger-relay': 'r-secret', 'opsledger-services': 's-secret' };
type User = keyof typeof PASSWORDS;

export const LISTENERS: Listeners = {
  LOGIN: { tls: broker, mechanisms: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] },
  MUTUAL: { tls: { ...broker, clients: { trusted: authority.certificate, certificate: 'required' } } },
  ELSEWHERE: { tls: authority.issue('broker', ['kafka.elsewhere']) },
  OPEN_LOGIN: { mechanisms: ['SCRAM-SHA-512'] },
};

export const SETTINGS = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': `User:ANONYMOUS;User:${ADMIN};User:CN=operator`,
};

export type Variables = Readonly<Record<string, string | undefined>>;

/** Files of certificates, and what the environment says to get through each door. */
export class Ways {
  private readonly directory = mkdtempSync(join(tmpdir(), 'opsledger-secured-'));
  readonly ca = this.write('ca.pem', authority.certificate);

  constructor(private readonly kafka: () => LocalKafka) {}

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }

  write(name: string, text: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, text);
    return path;
  }

  login(user: User = ADMIN, mechanism = 'scram-sha-512'): Variables {
    return {
      KAFKA_BROKERS: this.kafka().listeners.LOGIN,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA: this.ca,
      KAFKA_SASL_MECHANISM: mechanism,
      KAFKA_SASL_USERNAME: user,
      KAFKA_SASL_PASSWORD: PASSWORDS[user],
    };
  }

  loginInTheOpen(mechanism?: string): Variables {
    const variables = this.login(ADMIN, mechanism);
    return { ...variables, KAFKA_BROKERS: this.kafka().listeners.OPEN_LOGIN, KAFKA_TLS: '', KAFKA_TLS_CA: '' };
  }

  /** By TLS, and nothing else, at another door, or at the open one. */
  at(listener?: string): Variables {
    const { brokers, listeners } = this.kafka();
    return { KAFKA_BROKERS: listener ? listeners[listener] : brokers, KAFKA_TLS: 'true', KAFKA_TLS_CA: this.ca };
  }

  showing({ certificate, key }: Certificate): Variables {
    return {
      KAFKA_BROKERS: this.kafka().listeners.MUTUAL,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA: this.ca,
      KAFKA_TLS_CERT: this.write('shown.pem', certificate),
      KAFKA_TLS_KEY: this.write('shown.key', key),
    };
  }
}

export const environmentOf = (variables: Variables): KafkaEnvironment =>
  parseEnvironment(Type.Object(kafkaEnvironment), { KAFKA_PARTITIONS: '1', ...variables });

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'how-to', 'secure-kafka.md'), 'utf8');

const OPERATIONS: Readonly<Record<string, AclOperationTypes>> = {
  Create: AclOperationTypes.CREATE,
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
};
const RESOURCES = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  'transactional-id': AclResourceTypes.TRANSACTIONAL_ID,
};

/** The rights that the page grants, one list for each of its lines. */
export function rightsOfThePage(): readonly (readonly AclEntry[])[] {
  const services = /^for service in (.*); do$/m.exec(page)![1]!.split(' ');
  const lines = [...page.matchAll(/^ *acl (--allow-principal .*)$/gm)].map(([, line]) => line!);
  return lines.map((line) =>
    (line.includes('$service') ? services : ['']).flatMap((service) => entriesOf(line.replace('$service', service))),
  );
}

function entriesOf(line: string): AclEntry[] {
  const options = [...line.matchAll(/--([a-z-]+) (\S+)/g)].map(([, name, value]) => [name!, value!] as const);
  const valueOf = (name: string) => options.find(([so]) => so === name)?.[1];
  const [resource, resourceName] = options.find(([name]) => name in RESOURCES)!;
  return options
    .filter(([name]) => name === 'operation')
    .map(([, operation]) => ({
      principal: valueOf('allow-principal')!,
      host: '*',
      operation: OPERATIONS[operation]!,
      permissionType: AclPermissionTypes.ALLOW,
      resourceType: RESOURCES[resource as keyof typeof RESOURCES],
      resourceName,
      resourcePatternType:
        valueOf('resource-pattern-type') === 'prefixed' ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    }));
}
