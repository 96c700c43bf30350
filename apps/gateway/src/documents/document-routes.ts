import { cloudEventType, schemaPath, type EventContract, type ServiceContracts } from '@opsledger/contracts';
import { Problem } from '@opsledger/service-kit';
import type { FastifyInstance } from 'fastify';

/** What the API is, for programs: the OpenAPI document, and the schema of every event. */
export function serveDocuments(app: FastifyInstance, contracts: readonly ServiceContracts[], openApi: object): void {
  const text = JSON.stringify(openApi);
  const schemas = new Map(contracts.flatMap(({ events }) => events.map((one) => [cloudEventType(one), schemaOf(one)])));
  app.get('/v1/openapi.json', async (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(text),
  );
  app.get<{ Params: { type: string } }>(schemaPath(':type'), async ({ params: { type } }, reply) => {
    const schema = schemas.get(type);
    if (!schema) throw new Problem(404, 'not-found', 'No such schema', `There is no event type ${type.slice(0, 100)}.`);
    return reply.header('content-type', 'application/schema+json').send(schema);
  });
}

const schemaOf = ({ name, summary, data }: EventContract): string =>
  JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    description: summary,
    ...data,
  });
