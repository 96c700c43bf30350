import { Problem } from '@opsledger/service-kit';
import { nearest } from '../requests/nearest';
import type { MethodAndPath } from './route-path';

/** Tells a wrong method from a wrong path, and names the route that was probably meant. */
export function unknownRoute(method: string, url: string, routes: readonly MethodAndPath[]): Problem {
  const path = url.split('?')[0]!.slice(0, 300);
  const allowed = [...new Set(routes.filter((route) => matches(route.path, path)).map((route) => route.method))];
  if (allowed.length > 0)
    return new Problem(
      405,
      'method-not-allowed',
      'Method not allowed',
      `${path} takes ${allowed.join(', ')}, not ${method}.`,
      {
        allow: allowed.join(', '),
      },
    );
  const meant = nearest(path, [...new Set(routes.map((route) => route.path))]);
  const advice = meant ? `Did you mean ${meant}?` : 'The reference under /docs lists every route.';
  return new Problem(404, 'unknown-route', 'No such route', `There is nothing at ${path}. ${advice}`);
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith(':') || part === given[index]);
}
