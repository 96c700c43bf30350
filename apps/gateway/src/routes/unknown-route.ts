import { Problem, distance } from '@opsledger/service-kit';
import type { MethodAndPath } from './route-path';

/** Tells a wrong method from a wrong path, and names the routes that were probably meant. */
export function unknownRoute(method: string, url: string, routes: readonly MethodAndPath[]): Problem {
  const path = url.split('?')[0]!.slice(0, 300);
  const allowed = [...new Set(routes.filter((route) => matches(route.path, path)).map((route) => route.method))].sort();
  if (allowed.length > 0)
    return new Problem(
      405,
      'method-not-allowed',
      'Method not allowed',
      `${path} takes ${allowed.join(', ')}, not ${method}.`,
      { allow: allowed.join(', ') },
    );
  const meant = nearestPaths(path, [...new Set(routes.map((route) => route.path))]);
  const advice =
    meant.length > 0 ? `Did you mean ${meant.join(' or ')}?` : 'The reference under /docs lists every route.';
  return new Problem(404, 'unknown-route', 'No such route', `There is nothing at ${path}. ${advice}`);
}

const partsOf = (path: string): readonly string[] => path.replace(/\/+$/, '').split('/');
const isOpen = (part: string): boolean => part.startsWith(':');

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [partsOf(pattern), partsOf(path)];
  return wanted.length === given.length && wanted.every((part, index) => isOpen(part) || part === given[index]);
}

/** A slip or two away, compared part by part: whatever stands where an id belongs costs nothing. */
function nearestPaths(path: string, patterns: readonly string[]): readonly string[] {
  const given = partsOf(path).map((part) => part.slice(0, 40).toLowerCase());
  const near = patterns
    .filter((pattern) => partsOf(pattern).length === given.length)
    .map((pattern) => ({ pattern, far: farFrom(given, partsOf(pattern)) }))
    .filter(({ pattern, far }) => far <= literalLength(pattern) / 3)
    .sort((one, other) => one.far - other.far);
  return near
    .filter(({ far }) => far === near[0]!.far)
    .map(({ pattern }) => pattern)
    .slice(0, 3);
}

const farFrom = (given: readonly string[], pattern: readonly string[]): number =>
  pattern.reduce((sum, part, index) => sum + (isOpen(part) ? 0 : distance(given[index]!, part.toLowerCase())), 0);

const literalLength = (pattern: string): number =>
  partsOf(pattern)
    .filter((part) => !isOpen(part))
    .join('').length;
