import { schemaPath, type Route, type ServiceContracts } from '@opsledger/contracts';
import { routesOfCommand } from '../routes/command-route';
import type { HandWrittenRoute } from '../routes/hand-written-route';
import { methodAndPath } from '../routes/route-path';
import { COMPONENTS, type Json } from './components';
import { SCHEMA_OPERATION, commandOperation, handWrittenOperation, queryOperation } from './operations';

/** OpenAPI 3.1, generated from the contracts: what is served is what is checked. */
export function openApi(services: readonly ServiceContracts[], written: readonly HandWrittenRoute[]): Json {
  const paths: Record<string, Json> = {};
  const add = (route: Route, operation: (path: string) => Json) => {
    const { method, path } = methodAndPath(route);
    const template = path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[template] ??= {})[method.toLowerCase()] = operation(path);
  };
  for (const { title, commands, queries } of services) {
    for (const one of queries) if (one.route) add(one.route, (path) => queryOperation(one, title, path));
    for (const one of commands)
      for (const route of routesOfCommand(one)) add(route, (path) => commandOperation(one, title, path));
  }
  for (const one of written) add(one.route, (path) => handWrittenOperation(one, path));
  paths[schemaPath('{type}')] = { get: SCHEMA_OPERATION };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Opsledger',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'IT service management on an event log. Every command answers with the position of its effect; every record can be asked for as of any instant.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: [...services.map(({ title }) => ({ name: title })), { name: 'Operations' }],
    paths,
    components: COMPONENTS,
  };
}
