import { dirname, join, normalize } from 'node:path';
import type { Figures } from './served.fixture';

export interface PageFacts {
  readonly exists: (path: string) => boolean;
  readonly textOf: (path: string) => string;
  readonly variables: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
  readonly routes: ReadonlySet<string>;
  readonly figures: Figures;
}

/** What a page names that is not there: other pages, files, variables, topics, routes, figures. */
export function pageFaults(path: string, text: string, facts: PageFacts): string[] {
  const { variables, topics, routes, figures, exists } = facts;
  const all = (pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, found]) => found!))];
  const without = (names: readonly string[], isThere: (name: string) => boolean, what: string) =>
    names.filter((name) => !isThere(name)).map((name) => `${path}: there is no ${what} ${name}`);
  return [
    ...all(/\]\((?!https?:)([^)]+)\)/g).flatMap((link) => linkFaults(path, link, facts)),
    ...without(all(/\b((?:deploy|docs|libs|apps|tools)\/[\w./-]*\w)/g).filter(isOurs), exists, 'file'),
    ...without(all(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`/g), (name) => variables.has(name), 'variable'),
    ...without(all(/\b(itsm\.[a-z-]+\.[a-z-]+)\b/g), (name) => topics.has(name), 'topic'),
    ...without(all(/\b((?:GET|POST) \/v1\/[\w/:{}-]+)/g), (name) => routes.has(name), 'route'),
    ...without(all(/\b((?:opsledger|nodejs)_[a-z0-9]+_[a-z0-9_]+)\b/g), (name) => figures.has(name), 'figure'),
  ];
}

/** Written by whoever deploys; built. */
const isOurs = (file: string): boolean => !/secrets\.env$|\/dist\b/.test(file);

function linkFaults(page: string, link: string, { exists, textOf }: PageFacts): string[] {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : normalize(join(dirname(page), file));
  if (!exists(target)) return [`${page}: there is no page ${target}`];
  const anchors = [...textOf(target).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
  return !anchor || anchors.includes(anchor) ? [] : [`${page}: ${target} has no part ${anchor}`];
}
