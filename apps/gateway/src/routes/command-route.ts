import { Id, makeAccessToken, type CommandContract } from '@opsledger/contracts';
import { Problem, type CommandMessage, type CommandReceipt } from '@opsledger/service-kit';
import { Type } from '@sinclair/typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireRole, type Session } from '../authentication/session';
import type { GatewayOptions } from '../gateway-options';
import { expectedVersion, idempotency, occurredAt, tracing } from '../requests/headers';
import { payloadCheck } from '../requests/payload';
import { methodAndPath } from './route-path';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Carries a request to the service that decides it, and its receipt back. */
export function commandRoute(contract: CommandContract, { services, clock }: GatewayOptions) {
  const { service, name: type, category, creates, singleton, secret, roles } = contract;
  const check = payloadCheck(type, publicPayload(contract), 'strict');
  const collection = methodAndPath(contract.route!).path;
  const namesRecord = collection.includes(':id');

  return async (request: FastifyRequest, reply: FastifyReply, session: Session): Promise<FastifyReply> => {
    requireRole(session, roles);
    const data = (request.body ?? {}) as Record<string, unknown>;
    check(data);
    const made = secret && makeAccessToken();
    const { id: chosen, ...named } = namesOwnId(contract) ? (data as { id?: string }) : { id: undefined, ...data };
    const message: CommandMessage = {
      service,
      type,
      category,
      id: made?.id ?? singleton ?? (namesRecord ? recordId(request) : chosen?.toLowerCase()),
      data: made ? { ...data, [secret.hash]: made.tokenHash } : named,
      now: occurredAt(request, session, clock),
      actor: session.actor,
      roles: session.roles,
      expectedVersion: expectedVersion(request),
      request: idempotency(request),
      ...tracing(request),
    };
    const receipt = await services.command(message);
    const shown = made && !receipt.repeated ? { [secret.answer]: made.token } : undefined;
    const created = creates === true || (creates !== undefined && !namesRecord && isFirst(receipt));
    return answer(reply, receipt, created ? `${collection}/${receipt.id}` : undefined, shown);
  };
}

/** Importers choose ids of their own, so that importing again finds what is there. */
const namesOwnId = ({ creates, secret, route }: CommandContract): boolean =>
  creates === 'or-extends' && secret === undefined && route !== undefined && !route.includes(':id');

/** The payload as clients send it: without what the edge fills in itself, with the id they may choose. */
export function publicPayload(contract: CommandContract): CommandContract['payload'] {
  const { payload, secret } = contract;
  if (secret) return Type.Omit(payload, [secret.hash], { additionalProperties: false }) as CommandContract['payload'];
  if (!namesOwnId(contract)) return payload;
  const id = Type.Optional(
    Id({ description: 'Chosen by an importer; a record that is there already is left as it is.' }),
  );
  return Type.Object({ id, ...payload.properties }, { additionalProperties: false });
}

const isFirst = ({ version, recorded }: CommandReceipt): boolean => recorded > 0 && version === recorded;

function recordId(request: FastifyRequest): string {
  const { id } = request.params as { id: string };
  const lower = id.toLowerCase();
  if (!UUID.test(lower))
    throw new Problem(
      404,
      'not-found',
      'Record not found',
      `${id.slice(0, 100)} is not the id of a record. Commands take the id (a UUID) that the record's answer gives, not its number.`,
    );
  return lower;
}

function answer(reply: FastifyReply, receipt: CommandReceipt, location?: string, shown?: object): FastifyReply {
  const { id, number, version, position, recorded, repeated } = receipt;
  void reply
    .code(location ? 201 : 200)
    .header('content-type', 'application/json; charset=utf-8')
    .header('etag', `"${version}"`)
    .header('opsledger-position', position);
  if (location) void reply.header('location', location);
  if (repeated) void reply.header('idempotency-replayed', 'true');
  return reply.send(JSON.stringify({ id, number, version, position, recorded, ...shown }));
}
