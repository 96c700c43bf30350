import type { Actor } from '@opsledger/event-store';

/**
 * A service that asks another one for itself, on nobody's behalf: it sees what staff see. Not for commands, whose actor
 * is recorded: a process gives those under its own name.
 *
 * @param service as its contracts call it, e.g. `incident`
 */
export const serviceActor = (service: string): Actor => ({ id: `service:${service}`, name: service, kind: 'process' });
