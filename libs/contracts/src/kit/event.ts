import type { Static, TObject } from '@sinclair/typebox';

/** A published fact: name, data schema, and the sentence that documents it. */
export interface EventContract<Name extends string = string, Schema extends TObject = TObject> {
  readonly kind: 'event';
  readonly service: string;
  readonly name: Name;
  /** Grows only for a break; additive change stays inside a version. */
  readonly version: number;
  readonly summary: string;
  readonly data: Schema;
}

/** The event's TypeScript type: `EventOf<typeof IncidentResolved>`. */
export type EventOf<Contract> =
  Contract extends EventContract<infer Name, infer Schema>
    ? { readonly type: Name; readonly data: Readonly<Static<Schema>> }
    : never;

/** Declares the events of one service. */
export const eventsOf =
  (service: string) =>
  <Name extends string, Schema extends TObject>(
    name: Name,
    summary: string,
    data: Schema,
  ): EventContract<Name, Schema> => ({ kind: 'event', service, name, version: 1, summary, data });

/** CloudEvents `type`: `opsledger.incident.IncidentResolved.v1`. */
export const cloudEventType = ({ service, name, version }: EventContract): string =>
  `opsledger.${service}.${name}.v${version}`;
