import type { Command } from '@opsledger/event-sourcing';
import { Type, type Static, type TObject } from '@sinclair/typebox';
import type { Role } from './roles';

/** `POST /v1/incidents/:id/resolve`. A creating command's path has no `:id`. */
export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /v1/${string}`;

/**
 * The command hands out a secret. It is made at the edge, which sends only its hash, so that no service and no event
 * ever holds it. On a route the gateway (1) refuses a body that brings the `hash` field, and leaves that field out of
 * the reference; (2) calls `makeAccessToken()` and sets `hash` and the command's `id` from it; (3) adds the secret to
 * the answer under `answer`, if it was recorded now: of a request that is repeated it was shown the first time.
 */
export interface EdgeSecret {
  /** Payload field that takes the hash. */
  readonly hash: string;
  /** Field of the answer that shows the secret, this once. */
  readonly answer: string;
}

/** A published command: its route, who may give it, its payload schema. */
export interface CommandContract<Name extends string = string, Schema extends TObject = TObject> {
  readonly kind: 'command';
  readonly service: string;
  readonly name: Name;
  /** Stream category of the records it is addressed to. */
  readonly category: string;
  /** Absent: other services and processes may send it, the gateway offers no route. */
  readonly route?: Route;
  /** Any of these may give it; `admin` always may. */
  readonly roles: readonly Role[];
  readonly summary: string;
  /** Shown under the summary in the reference. */
  readonly description?: string;
  /**
   * `true`: brings a new record into being, the answer is 201 with a Location; refused on an existing one.
   * `'or-extends'`: the caller names the id, and the record may or may not exist yet (imports).
   */
  readonly creates?: boolean | 'or-extends';
  /** The one record of its category (settings): the path has no `:id`, the record's id is this. */
  readonly singleton?: string;
  /** The record's id follows from what the payload (already checked) says, when the caller names none. */
  readonly idOf?: (payload: Readonly<Record<string, unknown>>) => string;
  readonly secret?: EdgeSecret;
  readonly payload: Schema;
}

/** The command as decisions see it: `CommandOf<typeof ResolveIncident>`; lookups as second argument. */
export type CommandOf<Contract, Lookups = unknown> =
  Contract extends CommandContract<infer Name, infer Schema> ? Command<Name, Readonly<Static<Schema>>, Lookups> : never;

/** What a command is given, as decisions and lookups see it: `PayloadOf<typeof RegisterPerson>`. */
export type PayloadOf<Contract> =
  Contract extends CommandContract<string, infer Schema> ? Readonly<Static<Schema>> : never;

/** The payload as clients send it: what the edge fills in itself is not theirs to send. */
export const publicPayload = ({ payload, secret }: CommandContract): TObject =>
  secret ? (Type.Omit(payload, [secret.hash], { additionalProperties: false }) as TObject) : payload;

type CommandOptions<Schema extends TObject> = Omit<
  CommandContract<string, Schema>,
  'kind' | 'service' | 'category' | 'name'
>;

/** Declares the commands of one kind of record: `commandsOf('incident')` or `commandsOf('directory', 'person')`. */
export const commandsOf =
  (service: string, category: string = service) =>
  <Name extends string, Schema extends TObject>(
    name: Name,
    options: CommandOptions<Schema>,
  ): CommandContract<Name, Schema> => ({ kind: 'command', service, category, name, ...options });
