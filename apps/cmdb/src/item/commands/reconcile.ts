import type {
  Cause,
  CommandOf,
  ConfigurationItemEvent,
  Precedence,
  ReconcileConfigurationItem,
  SourceRow,
} from '@opsledger/contracts';
import { statement, stating } from '../claims';
import type { ClassInForce } from '../guards';
import { evolve } from '../evolve';
import {
  attributesInvalid,
  identityTakenMeanwhile,
  itemNotFound,
  otherNameMeanwhile,
  relationTargetMissing,
  relationToItself,
} from '../item.errors';
import {
  UNCLASSIFIED,
  attributesOf,
  fieldsOf,
  keysOf,
  onlyKnown,
  type Fields,
  type Item,
  type KnownItem,
} from '../item-state';
import { hasIdentity, identityKey, otherNameIn } from '../match-keys';
import { related } from './relate';
import { attributeFaults } from '../../classes/attribute-rules';

export interface ReconcileLookups {
  /** Of ours; used when the item has none yet. */
  readonly number: string;
  readonly precedence: Precedence;
  readonly classes: Readonly<Record<string, ClassInForce>>;
  /** Numbers of other items that have an identity of the rows, by its key. */
  readonly others: ReadonlyMap<string, string>;
  /** Ids of the items to be related to that are there. */
  readonly targets: ReadonlySet<string>;
}

type Command = CommandOf<typeof ReconcileConfigurationItem, ReconcileLookups>;

/**
 * What a row says of fields. Its class is for finding the item, and is changed by nobody once there is one; that it knows
 * no serial number takes none away: another row may be found by it.
 */
function saidIn({ source: _source, externalId: _id, class: _class, serial, ...said }: SourceRow): Fields {
  return fieldsOf({ ...said, ...(serial && { serial }) });
}

/** What a row says becomes known, or new; required attributes it lacks are told by the health figures, not refused. */
export function reconcileConfigurationItem(command: Command, state: Item): ConfigurationItemEvent[] {
  const { batch, waited, statements, relations } = command.data;
  const facts: ConfigurationItemEvent[] = [];
  let current = state;
  const record = (fact: ConfigurationItemEvent): void => {
    facts.push(fact);
    current = evolve(current, fact);
  };
  for (const { row, said } of statements) {
    const cause = { source: said.source, batch, row };
    requireValues(said, command);
    requireFree(said, current, command.lookups);
    if (current.status === 'known' && !command.data.chosen) requireNoOtherName(said, current);
    if (current.status !== 'known') record(registered(current, said, cause, command.lookups));
    else for (const fact of revised(current, said, cause, command.lookups.precedence)) record(fact);
  }
  for (const { row, source, kind, target } of relations) {
    if (current.status !== 'known') throw itemNotFound(command.id);
    if (target.id === command.id) throw relationToItself(current);
    if (!command.lookups.targets.has(target.id)) {
      // Of one that had waited the batch has come to its end before.
      if (waited) throw relationTargetMissing(current, target.name);
      // The batch tells which were left out, when it has come to its end: the others are none the worse for it.
      continue;
    }
    const period = { kind, target, from: command.now, to: null, cause: { source, batch, row } };
    for (const fact of related(current, period)) record(fact);
  }
  return facts;
}

function requireValues(said: SourceRow, { lookups }: Command): void {
  const faults = valueFaults(said, lookups.classes);
  if (faults.length > 0) throw attributesInvalid(said.name, said.class, faults);
}

/** Somebody may have registered the item after the batch was planned. */
function requireFree(said: SourceRow, item: Item, { others }: ReconcileLookups): void {
  const key = identityKey({ source: said.source, id: said.externalId });
  const other = others.get(key);
  if (other !== undefined && !hasIdentity(item, key)) throw identityTakenMeanwhile(said.source, said.externalId, other);
}

/** Of two batches planned in the same moment, one may have found the item by its name, the other by its serial number. */
function requireNoOtherName(said: SourceRow, item: KnownItem): void {
  const other = otherNameIn(said, item);
  if (other !== undefined) throw otherNameMeanwhile(item, said, other);
}

/** What is wrong with the values of a row; nothing of what it lacks. */
export function valueFaults(said: SourceRow, classes: Readonly<Record<string, ClassInForce>>): readonly string[] {
  const its = Object.hasOwn(classes, said.class) ? classes[said.class] : undefined;
  if (!its) return [`There is no class ${said.class}`];
  if (its.abstract) return [`${said.class} is a heading only`];
  if (said.criticality && !its.service) return ['only services have a criticality'];
  return attributeFaults(its.schema, onlyKnown(said.attributes ?? {})).faults;
}

function registered(before: Item, said: SourceRow, cause: Cause, { number }: ReconcileLookups): ConfigurationItemEvent {
  const fields = onlyKnown(saidIn(said));
  const known = before.status === 'withdrawn' ? before : { number, edition: 0 };
  const item = { number: known.number, class: said.class, stage: 'in_use', operation: 'operational', fields } as const;
  return {
    type: 'ConfigurationItemRegistered',
    data: {
      keys: keysOf(item),
      edition: known.edition + 1,
      description: said.description ?? null,
      attributes: attributesOf(fields),
      identities: [{ source: said.source, id: said.externalId }],
      cause,
    },
  };
}

function revised(item: KnownItem, said: SourceRow, cause: Cause, precedence: Precedence): ConfigurationItemEvent[] {
  const change = statement(item, said.source, saidIn(said), precedence);
  const identity = { source: said.source, id: said.externalId };
  const isKnown = hasIdentity(item, identityKey(identity));
  const its = item.class === UNCLASSIFIED ? said.class : item.class;
  if (isKnown && its === item.class && Object.keys(change.stated).length === 0) return [];
  const after = isKnown ? [...item.identities] : [...item.identities, identity];
  return [
    {
      type: 'ConfigurationItemRevised',
      data: {
        keys: keysOf({ ...stating(item, said.source, change), class: its }),
        edition: item.edition + 1,
        ...change,
        identities: { before: [...item.identities], after },
        cause,
      },
    },
  ];
}
