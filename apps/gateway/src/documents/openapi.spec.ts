import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { publishedContracts } from '@opsledger/contracts';
import { aGateway } from '../fixtures/gateway.fixture';
import { PARAMETER_WORDS } from './parameter-words';

type Json = Record<string, any>;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

let document: Json;
let served: string[];
beforeAll(async () => {
  const { app, application } = await aGateway({ contracts: publishedContracts });
  document = (await app.inject('/v1/openapi.json')).json();
  served = app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .filter((line) => line.includes('/v1/'));
  await application.close();
});

const operations = (): { path: string; method: string; operation: Json }[] =>
  Object.entries(document.paths as Json).flatMap(([path, methods]) =>
    Object.entries(methods as Json).map(([method, operation]) => ({ path, method, operation: operation as Json })),
  );

const isOpen = ({ security }: Json): boolean => Array.isArray(security) && security.length === 0;

const at = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<any>((inner, key) => inner?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);

const resolved = (one: Json): Json => (one.$ref ? (at(one.$ref as string) as Json) : one);

it('describes every operation, each under a name of its own', () => {
  const names = operations().map(({ operation }) => operation.operationId as string);
  expect(names.length).toBeGreaterThan(served.length / 2);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining(['LogIncident', 'GetIncident', 'FollowEvents', 'RebuildProjection', 'GetEventSchema']),
  );
  for (const { method, operation } of operations()) {
    expect(METHODS).toContain(method);
    expect(document.tags.map(({ name }: Json) => name)).toEqual(expect.arrayContaining(operation.tags));
    expect(operation.summary).toMatch(/\S/);
    expect(operation.description).toContain(isOpen(operation) ? 'everybody' : 'admin');
  }
});

it('resolves every reference', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!);
  expect(references.length).toBeGreaterThan(100);
  for (const reference of new Set(references))
    expect({ reference, found: at(reference) !== undefined }).toEqual({ reference, found: true });
});

it('tells every problem that may be answered, also to a question that has a body', () => {
  for (const { path, operation } of operations().filter(({ operation: one }) => !isOpen(one))) {
    const problems = ['400', '401', '403', '404', '422', '429', '500', '503'];
    if (operation.requestBody) problems.push('413', '415');
    expect([path, Object.keys(operation.responses)]).toEqual([path, expect.arrayContaining(problems)]);
  }
});

it('declares exactly the parameters that stand in each path', () => {
  for (const { path, operation } of operations()) {
    const parameters = (operation.parameters as Json[]).map(resolved);
    const inPath = parameters.filter((one) => one.in === 'path');
    expect(inPath.map((one) => `{${one.name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    for (const one of parameters) {
      expect(['path', 'query', 'header']).toContain(one.in);
      expect(one.schema).toBeInstanceOf(Object);
      if (one.in === 'path') expect(one.required).toBe(true);
    }
    const keys = parameters.map((one) => `${one.in} ${one.name}`);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

it('tells of every parameter what it does, and a value it may have; of every body one that is taken', () => {
  for (const { path, operation } of operations()) {
    for (const one of (operation.parameters as Json[]).map(resolved)) {
      expect([path, one.name, one.description]).toEqual([path, one.name, expect.stringMatching(/\S/)]);
      const { enum: words, examples, type } = one.schema as Json;
      expect([path, one.name, words ?? examples ?? (type === 'boolean' && [true])]).toEqual([
        path,
        one.name,
        expect.any(Array),
      ]);
    }
    if (operation.requestBody) expect(operation.requestBody.content['application/json'].example).toBeInstanceOf(Object);
  }
});

it('has no words for parameters that there are no more', () => {
  const said = operations().flatMap(({ operation }) =>
    (operation.parameters as Json[]).map((one) => resolved(one).description as string),
  );
  expect(said).toEqual(expect.arrayContaining(Object.values(PARAMETER_WORDS)));
});

it('says what may be answered, problems with their media type', () => {
  for (const { operation } of operations()) {
    const codes = Object.keys(operation.responses as Json);
    expect(codes.some((code) => code.startsWith('2'))).toBe(true);
    expect(codes).toEqual(expect.arrayContaining(isOpen(operation) ? ['404'] : ['400', '401', '403', '503']));
    for (const code of codes) {
      const response = resolved(operation.responses[code] as Json);
      expect(response.description).toMatch(/\S/);
      if (Number(code) >= 400) expect(Object.keys(response.content as Json)).toEqual(['application/problem+json']);
    }
  }
});

it('holds schemas that JSON Schema 2020-12 understands, with all that they refer to', () => {
  const ajv = addFormats(new Ajv({ strict: false, discriminator: true }) as never) as unknown as Ajv;
  ajv.addSchema(document, 'openapi', undefined, false);
  const schemasOf = (one: Json): Json[] =>
    Object.values((one.content as Json) ?? {}).map(({ schema }) => schema as Json);
  const schemas = operations().flatMap(({ operation }) => [
    ...(operation.parameters as Json[]).map((one) => resolved(one).schema as Json),
    ...schemasOf((operation.requestBody as Json) ?? {}),
    ...Object.values(operation.responses as Json).flatMap((one) => schemasOf(resolved(one as Json))),
  ]);
  const ownRoot = (schema: Json): Json =>
    JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"openapi#'));
  const compiled = new Map(schemas.map((schema) => [JSON.stringify(schema), ajv.compile(ownRoot(schema))]));
  expect(compiled.size).toBeGreaterThan(100);
  expect([...compiled.keys()].some((schema) => schema.includes('"$ref"'))).toBe(true);

  const problem = document.paths['/v1/incidents'].post.responses['400'] as Json;
  const isProblem = compiled.get(JSON.stringify(schemasOf(resolved(problem))[0]))!;
  const told = { type: 'about:blank', title: 'Bad', status: 400, detail: 'x', code: 'x', instance: 'urn:x' };
  expect([isProblem(told), isProblem({ ...told, status: 'x' })]).toEqual([true, false]);
});

it('keeps what the edge fills in to itself, and shows what it adds', () => {
  const issue = document.paths['/v1/access-tokens'].post as Json;
  expect(JSON.stringify(issue.requestBody)).not.toContain('tokenHash');
  expect(JSON.stringify(issue.responses['201'])).toContain('"token"');
});
