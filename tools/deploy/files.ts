import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

export const ROOT = join(__dirname, '..', '..');

export const exists = (path: string): boolean => existsSync(join(ROOT, path));
export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
export const yamlOf = (path: string): any => parse(textOf(path), { merge: true });
export const jsonOf = (path: string): any => JSON.parse(textOf(path));

/** All documents of a file; the first mistake of one is thrown. */
export function documentsOf(path: string): any[] {
  return parseAllDocuments(textOf(path)).map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS();
  });
}

/** `NAME=value` lines; comments are left out. */
export function variablesOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => /^[A-Z]/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** A copy to spoil: a check must notice. */
export function spoilt<T>(document: T, spoil: (copy: any) => void): T {
  const copy = structuredClone(document);
  spoil(copy);
  return copy;
}

/** Names that only one of two lists has, as faults. */
export function differences(what: string, wanted: Iterable<string>, found: Iterable<string>): string[] {
  const [want, have] = [new Set(wanted), new Set(found)];
  return [
    ...[...want].filter((name) => !have.has(name)).map((name) => `${what}: ${name} is missing`),
    ...[...have].filter((name) => !want.has(name)).map((name) => `${what}: nobody knows ${name}`),
  ];
}
