import { Type, type Static } from '@sinclair/typebox';
import { ClassKey } from '../cmdb/classes';
import { Maybe, OneOf, Payload, Reference, listParams, queriesOf } from '../kit';
import {
  RecordsOf,
  ReportOf,
  ReportRowOf,
  addedToFigure,
  asOf,
  counting,
  filterBy,
  filterByOne,
  groupedBy,
  period,
  roles,
} from './report-params';

const query = queriesOf('reporting');
const { Optional } = Type;
const Text = Type.String();

/** Figures of the configuration report, in the order in which it shows them; those of an instant come last. */
export const CMDB_FIGURES = [
  'registered',
  'configurationChanges',
  'unauthorised',
  'leftOut',
  'accuracy',
  'items',
  'incomplete',
  'orphan',
  'stale',
  'duplicate',
] as const;
export type CmdbFigure = (typeof CMDB_FIGURES)[number];

/** What of an item changed. */
export const CI_CHANGED_PARTS = ['attributes', 'stage', 'status', 'relations'] as const;
export type CiChangedPart = (typeof CI_CHANGED_PARTS)[number];

/**
 * Why a change seen on an item counts as authorised (`named_change`, `open_change`), as unauthorised, or not at all:
 * it came with the item itself, nobody is served by the item, or the batch that said so was undone.
 */
export const CI_CHANGE_VERDICTS = [
  'named_change',
  'open_change',
  'unauthorised',
  'first_appearance',
  'not_in_service',
  'taken_back',
] as const;
export type CiChangeVerdict = (typeof CI_CHANGE_VERDICTS)[number];

const DIMENSIONS = ['class', 'environment', 'team', 'source', 'part'] as const;
const filters = {
  class: Optional(ClassKey),
  environment: filterBy('Environment', 60),
  teamId: filterBy('Id of the team that supports the item'),
  source: filterBy('Of changes and comparisons: the source that said so', 100),
  part: filterByOne(CI_CHANGED_PARTS, 'Of changes: what of the item changed'),
};

const CmdbReportRow = ReportRowOf({
  class: Optional(Maybe(Text)),
  environment: Optional(Maybe(Text)),
  teamId: Optional(Maybe(Text)),
  team: Optional(Maybe(Text)),
  source: Optional(Maybe(Text)),
  part: Optional(Maybe(Text)),
});

/**
 * Health is of items neither retired nor disposed of; accuracy is per batch and item, dry runs left out. Items that an
 * undone batch or import brought count nowhere; what an undone batch changed is among the changes left out, and stays
 * in accuracy.
 */
export const ReportCmdb = query('ReportCmdb', {
  route: 'GET /v1/reports/cmdb',
  roles: [...roles, 'config-manager'],
  csv: true,
  summary: 'Figures of the configuration database for a period',
  description:
    'Items that became known; changes seen on items, and those with no open change; how often sources found items as they ' +
    'were recorded; at the end of each period the items there are, and how many are incomplete, orphaned, stale or ' +
    'duplicates. Every figure is defined in `definitions`, with its version and the records behind it.',
  params: Payload({ ...period, by: groupedBy(DIMENSIONS), asOf, ...filters }),
  result: ReportOf(CmdbReportRow),
});

/**
 * One line behind a figure; `missing` is told of items, `part`, `fields`, `by`, `verdict` and `change` of changes,
 * `source` of changes and comparisons; null of others.
 */
export const ReportedConfiguration = Type.Object({
  record: OneOf(['item', 'change', 'comparison'], {
    description: 'An item, a change seen on it, or what a batch of a source found of the items of a class.',
  }),
  id: Text,
  number: Type.String({ description: 'Of the item; of a comparison, of the reconciliation.' }),
  item: Maybe(Reference),
  class: Text,
  environment: Maybe(Text),
  team: Maybe(Text),
  missing: Maybe(Type.Array(Text, { description: 'Required attributes the item lacks at the end of the period.' })),
  part: Maybe(OneOf(CI_CHANGED_PARTS)),
  fields: Maybe(Type.Array(Text, { description: 'What changed.' })),
  source: Maybe(Text),
  by: Maybe(Reference),
  verdict: Maybe(OneOf(CI_CHANGE_VERDICTS)),
  change: Maybe(
    Type.Object(
      { id: Text, name: Text },
      { description: 'The change it was done for; of an unauthorised one, what was named although it was not open.' },
    ),
  ),
  ...addedToFigure,
});
export type ReportedConfiguration = Static<typeof ReportedConfiguration>;

/**
 * Oldest first, by the instant that counts for the figure; for health, what is so at the end of the period, stale
 * after 60 days.
 */
export const ListReportedConfiguration = query('ListReportedConfiguration', {
  route: 'GET /v1/reports/cmdb/records',
  roles: [...roles, 'config-manager'],
  summary: 'The items, changes of items or comparisons behind a figure',
  params: Payload({ ...listParams, figure: OneOf(CMDB_FIGURES), counting, ...period, asOf, ...filters }),
  result: RecordsOf(ReportedConfiguration),
});

/** The configuration report, and the items, changes or comparisons behind each of its figures. */
export const cmdbReportQueries = [ReportCmdb, ListReportedConfiguration] as const;
