import { makeAccessToken, publicPayload, type CommandContract, type Route } from '@opsledger/contracts';
import { newRecordId } from '@opsledger/event-sourcing';
import { Problem, type CommandMessage, type CommandReceipt } from '@opsledger/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayOptions } from '../gateway-options';
import { expectedVersion, idempotency, occurredAt, tracing } from '../requests/headers';
import { payloadCheck } from '../requests/payload';
import type { Handle } from './guard';
import { methodAndPath } from './route-path';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Carries a request to the service that decides it, and its receipt back. */
export function commandRoute(
  contract: CommandContract,
  { services, clock }: Pick<GatewayOptions, 'services' | 'clock'>,
): Handle {
  const { service, name: type, category, creates, singleton, secret } = contract;
  const check = payloadCheck(type, publicPayload(contract), 'strict');
  const collection = methodAndPath(contract.route!).path;
  const namesRecord = collection.includes(':id');

  return async (request, reply, session) => {
    const data = (request.body === undefined ? {} : request.body) as Record<string, unknown>;
    check(data);
    const keyed = idempotency(request);
    const made = secret && makeAccessToken(newRecordId(category, session.actor, keyed?.key));
    const message: CommandMessage = {
      service,
      type,
      category,
      id: made?.id ?? singleton ?? recordId(request),
      data: made ? { ...data, [secret.hash]: made.tokenHash } : data,
      now: occurredAt(request, session, clock),
      actor: session.actor,
      roles: session.roles,
      expectedVersion: expectedVersion(request),
      request: keyed,
      ...tracing(request),
    };
    const receipt = await services.command(message);
    const shown = made && receipt.recorded > 0 && !receipt.repeated ? { [secret.answer]: made.token } : undefined;
    const created = creates === true || (creates !== undefined && !namesRecord && isFirst(receipt));
    return answer(reply, receipt, created ? `${collection}/${receipt.id}` : undefined, shown);
  };
}

/**
 * Where a command is reached. Importers choose ids of their own, so that importing again finds what is there: beside
 * `POST /v1/people` there is then `PUT /v1/people/:id`.
 */
export function routesOfCommand({ creates, secret, route }: CommandContract): readonly Route[] {
  if (!route) return [];
  const importable = creates === 'or-extends' && !secret && route.startsWith('POST ') && !route.includes(':id');
  return importable ? [route, `PUT ${methodAndPath(route).path as `/v1/${string}`}/:id`] : [route];
}

const isFirst = ({ version, recorded }: CommandReceipt): boolean => recorded > 0 && version === recorded;

function recordId(request: FastifyRequest): string | undefined {
  const { id } = request.params as { id?: string };
  if (id === undefined) return undefined;
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
  const { id, number, version, position, recorded, imported, repeated } = receipt;
  void reply
    .code(location ? 201 : 200)
    .header('content-type', 'application/json; charset=utf-8')
    .header('etag', `"${version}"`)
    .header('opsledger-position', position);
  if (location) void reply.header('location', location);
  if (repeated) void reply.header('idempotency-replayed', 'true');
  return reply.send(JSON.stringify({ id, number, version, position, recorded, imported, ...shown }));
}
