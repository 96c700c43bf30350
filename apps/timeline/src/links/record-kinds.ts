import type { LinkedRecordKind } from '@opsledger/contracts';

/** How a kind of record is asked for its facts, and how people recognise it. */
export interface RecordKindSource {
  readonly record: LinkedRecordKind;
  readonly service: string;
  /** Query of that service that answers `{ id, items }` and the record's name for an id or a number. */
  readonly history: string;
  /** Beginning of its numbers; deployments have none of ours. */
  readonly prefix: string | null;
}

export const RECORD_KINDS: readonly RecordKindSource[] = [
  { record: 'incident', service: 'incident', history: 'GetIncidentHistory', prefix: 'INC' },
  { record: 'problem', service: 'problem', history: 'GetProblemHistory', prefix: 'PRB' },
  { record: 'change', service: 'change', history: 'GetChangeHistory', prefix: 'CHG' },
  { record: 'release', service: 'change', history: 'GetReleaseHistory', prefix: 'REL' },
  { record: 'deployment', service: 'change', history: 'GetDeploymentHistory', prefix: null },
  { record: 'configuration-item', service: 'cmdb', history: 'GetConfigurationItemHistory', prefix: 'CI' },
  { record: 'article', service: 'knowledge', history: 'GetArticleHistory', prefix: 'KB' },
];

export const sourceOf = (record: LinkedRecordKind): RecordKindSource | undefined =>
  RECORD_KINDS.find((kind) => kind.record === record);

/** By its number; a deployment by what its pipeline calls it. */
export type Named = { readonly number: string } | { readonly source: string; readonly externalId: string };

export const nameOf = (named: Named): string =>
  'number' in named ? named.number : `${named.source} ${named.externalId}`;

/** The kind whose numbers begin like this name. */
export const kindNumbered = (name: string): RecordKindSource | undefined =>
  RECORD_KINDS.find(({ prefix }) => prefix !== null && new RegExp(`^${prefix}\\d{5,}$`, 'i').test(name));

/** What a link of a kind leads to; kinds that are missing lead to a record of the same kind. */
const TARGETS: Readonly<Record<string, LinkedRecordKind>> = {
  affected_ci: 'configuration-item',
  about_ci: 'configuration-item',
  incident: 'incident',
  problem: 'problem',
  fixes_problem: 'problem',
  caused_by_change: 'change',
  fixed_by_change: 'change',
  change: 'change',
  release: 'release',
  knowledge: 'article',
};

export const targetOf = (from: LinkedRecordKind, link: string): LinkedRecordKind =>
  Object.hasOwn(TARGETS, link) ? TARGETS[link]! : from;

/** Shown, and not followed further unless they are the subject: half of all records hang on some of them. */
export const ENDS: readonly LinkedRecordKind[] = ['configuration-item', 'article'];
