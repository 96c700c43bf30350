import type { FastifyInstance } from 'fastify';
import type { MethodAndPath } from './route-path';

/** Writes down every route that is opened from now on, for telling a wrong method from a wrong path. */
export function rememberRoutes(app: FastifyInstance, routes: MethodAndPath[]): void {
  app.addHook('onRoute', ({ method, url }) => {
    if (url.includes('*')) return;
    for (const one of [method].flat()) routes.push({ method: one as MethodAndPath['method'], path: url });
  });
}
