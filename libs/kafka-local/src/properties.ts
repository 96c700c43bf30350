import type { Layout, NodeLayout } from './layout';
import { protocolOf, settingsOf, type Listeners, type Users } from './listeners';

/** Doors of a node beside its open one. */
export interface Doors {
  readonly listeners: Listeners;
  readonly ports: Readonly<Record<string, number>>;
  readonly users: Users;
}

/** server.properties of a node: small, for one machine, and nothing that waits for nothing. */
export function propertiesOf(
  node: NodeLayout,
  { nodes }: Layout,
  { listeners, ports, users }: Doors,
  overrides: Readonly<Record<string, string>> = {},
): string {
  const doors = Object.entries(listeners);
  const copies = String(Math.min(3, nodes.length));
  const inSync = String(Math.min(2, nodes.length));
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': String(node.id),
    'controller.quorum.voters': nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    listeners: [
      `PLAINTEXT://127.0.0.1:${node.port}`,
      `CONTROLLER://127.0.0.1:${node.controllerPort}`,
      ...doors.map(([name]) => `${name}://127.0.0.1:${ports[name]}`),
    ].join(','),
    'listener.security.protocol.map': [
      'CONTROLLER:PLAINTEXT',
      'PLAINTEXT:PLAINTEXT',
      ...doors.map(([name, listener]) => `${name}:${protocolOf(listener)}`),
    ].join(','),
    ...Object.fromEntries(doors.flatMap(([name, listener]) => Object.entries(settingsOf(name, listener, users)))),
    'log.dirs': `${node.directory}/data`.replaceAll('\\', '/'),
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    'offsets.topic.num.partitions': '1',
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.num.partitions': '1',
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': '1',
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync,
    'log.retention.ms': '-1',
    'log.cleaner.dedupe.buffer.size': String(4 * 1024 * 1024),
    'num.network.threads': '2',
    'num.io.threads': '2',
    'broker.session.timeout.ms': '6000',
    'broker.heartbeat.interval.ms': '1000',
    ...overrides,
  })
    .map(([name, value]) => `${name}=${value.replaceAll('\n', '\\n')}\n`)
    .join('');
}
