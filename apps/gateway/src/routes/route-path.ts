import type { Route } from '@opsledger/contracts';

export interface MethodAndPath {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fastify pattern, e.g. `/v1/incidents/:id`. */
  readonly path: string;
}

export function methodAndPath(route: Route): MethodAndPath {
  const [method, path] = route.split(' ') as [MethodAndPath['method'], string];
  return { method, path };
}

/** Names of the parameters in a path. */
export const parametersIn = (path: string): readonly string[] =>
  [...path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
