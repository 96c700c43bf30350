import type { CmdbFigure } from '@opsledger/contracts';
import { STALE_DAYS } from '../facts/ci-facts';
import { COUNTED, unauthorisedFigure } from './configuration-change-figures';
import type { Figure } from './figure';

/** Dates by which figures count items, what changed of them, and what sources found of them. */
export const CMDB_DATES = ['registered_at', 'changed_at', 'compared_at'] as const;
type Date = (typeof CMDB_DATES)[number];

type AtAnInstant = 'items' | 'incomplete' | 'orphan' | 'stale' | 'duplicate';
type Id = Exclude<CmdbFigure, AtAnInstant>;

const definitions: { readonly [One in Id]: Figure<Date> } = {
  registered: {
    id: 'registered',
    kind: 'count',
    version: 1,
    title: 'Became known',
    formula: 'Number of items that became known.',
    cohort: 'Items registered, or first seen by a source, in the period.',
    edgeCases:
      'Items an import or a reconciliation brought that was undone are left out of every figure. An item that only an ' +
      'imported record named counts when more becomes known of it.',
    by: 'registered_at',
  },
  configurationChanges: {
    id: 'configurationChanges',
    kind: 'count',
    version: 1,
    title: 'Changes seen on items',
    unit: 'changes of items',
    formula: 'Number of changes seen on items.',
    cohort: 'As for unauthorised changes: its denominator.',
    edgeCases: 'What a batch of sources says of a part of an item is one change, however many fields it concerns.',
    by: 'changed_at',
    where: COUNTED,
  },
  unauthorised: unauthorisedFigure('changed_at'),
  leftOut: {
    id: 'leftOut',
    kind: 'count',
    version: 1,
    title: 'Changes left out',
    unit: 'changes of items',
    formula: 'Number of changes seen on items that need no change record.',
    cohort: 'What changed of items in the period and is not among the changes seen.',
    edgeCases:
      'Each says why: it came with the item itself (first_appearance), the item serves nobody yet or any more ' +
      '(not_in_service), or the batch that said so was undone (taken_back).',
    by: 'changed_at',
    where: `not (${COUNTED})`,
  },
  accuracy: {
    id: 'accuracy',
    kind: 'rate',
    version: 1,
    title: 'Accuracy',
    formula: 'Items a source found as they were recorded ÷ known items it found.',
    cohort: 'Items in batches that were reconciled in the period; an item counts in each batch that has it.',
    edgeCases:
      'Dry runs, rows that bring new items, and rows in quarantine are left out. What a source says of a field for which ' +
      'another’s word counts for more makes no record wrong. Later undoing changes nothing: it was compared all the same.',
    by: 'compared_at',
    numerator: 'as_known',
    denominator: 'compared',
  },
};

/** In the order in which reports show them. */
export const cmdbFigures: readonly Figure[] = Object.values(definitions);

const COHORT = 'Items that are neither retired nor disposed of, at the end of the period, or of the row’s part of it.';
const TODAY = 'Class, environment and team are those of today.';

const share = (id: AtAnInstant, title: string, what: string, edgeCases: string) =>
  ({
    id,
    kind: 'openRate',
    version: 1,
    title,
    formula: `Items ${what} ÷ items.`,
    cohort: COHORT,
    edgeCases: `${edgeCases} ${TODAY}`,
  }) as const;

export const itemsFigure = {
  id: 'items',
  kind: 'open',
  version: 1,
  title: 'Items',
  formula: 'Number of items.',
  cohort: COHORT,
  edgeCases: `Planned and ordered ones included. ${TODAY}`,
} as const;

export const healthFigures = {
  incomplete: share(
    'incomplete',
    'Incomplete',
    'that lack a required attribute',
    'Completeness is what is left of 1. By what classes require today, and the values items had at the instant.',
  ),
  orphan: share(
    'orphan',
    'Orphaned',
    'with no relation to another',
    'Related at the instant, at either end; relations may be stated late and change past periods.',
  ),
  stale: share(
    'stale',
    'Stale',
    `with no news for ${STALE_DAYS} days`,
    'News: a change of the item, or a source that has it in a batch, also when that says nothing new.',
  ),
  duplicate: share(
    'duplicate',
    'Duplicates',
    'that seem to be another item’s double',
    'The same serial number, or the same name within a class, ignoring case; of each set, all but the first number ' +
      'count. By the names of today.',
  ),
};
