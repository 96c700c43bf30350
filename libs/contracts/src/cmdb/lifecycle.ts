/** Stages in the life of a configuration item: where it is between plan and disposal, not whether it works. */
export const CI_STAGES = [
  'planned',
  'ordered',
  'in_stock',
  'installed',
  'in_use',
  'in_repair',
  'retired',
  'disposed',
] as const;
export type CiStage = (typeof CI_STAGES)[number];

/** From → permitted next stages. What was disposed of is gone: its successor is an item of its own. */
export const CI_STAGE_TRANSITIONS: Readonly<Record<CiStage, readonly CiStage[]>> = {
  planned: ['ordered', 'in_stock', 'installed', 'in_use', 'retired'],
  ordered: ['in_stock', 'installed', 'retired'],
  in_stock: ['installed', 'in_use', 'in_repair', 'retired', 'disposed'],
  installed: ['in_use', 'in_repair', 'in_stock', 'retired'],
  in_use: ['installed', 'in_repair', 'in_stock', 'retired'],
  in_repair: ['in_stock', 'installed', 'in_use', 'retired'],
  retired: ['in_stock', 'disposed'],
  disposed: [],
};

/** Whether it works. */
export const CI_STATUSES = ['operational', 'degraded', 'down'] as const;
export type CiStatus = (typeof CI_STATUSES)[number];

/** Stages of items that are no longer there. */
export const ENDED_STAGES: readonly CiStage[] = ['retired', 'disposed'];
/** Stages in which others may be served by an item. */
export const LIVE_STAGES: readonly CiStage[] = ['installed', 'in_use', 'in_repair'];

/** How much depends on a service. */
export const CRITICALITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Criticality = (typeof CRITICALITIES)[number];

/** What one item may be to another, read from source to target. */
export const RELATION_KINDS = [
  'depends_on',
  'runs_on',
  'hosted_on',
  'part_of',
  'connects_to',
  'uses',
  'backs_up',
] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

/**
 * Who suffers when the other end fails. `source`: the source needs its target, as an application needs the server it
 * runs on. `target`: the target needs its source, as a whole needs its parts and a database its backup.
 */
export const NEEDY_END: Readonly<Record<RelationKind, 'source' | 'target'>> = {
  depends_on: 'source',
  runs_on: 'source',
  hosted_on: 'source',
  uses: 'source',
  connects_to: 'source',
  part_of: 'target',
  backs_up: 'target',
};

/**
 * `upstream`: who is affected when the item fails. `downstream`: what it needs itself. `NEEDY_END` says which way each
 * relation leads.
 */
export const IMPACT_DIRECTIONS = ['upstream', 'downstream'] as const;
export type ImpactDirection = (typeof IMPACT_DIRECTIONS)[number];
