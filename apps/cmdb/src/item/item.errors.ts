import {
  CI_STAGE_TRANSITIONS,
  STUB_REFUSALS,
  type CiStage,
  type Reference,
  type RelationKind,
  type SourceRow,
  type StubRefusal,
} from '@opsledger/contracts';
import { RecordNotFound, Refusal } from '@opsledger/event-sourcing';
import type { KnownItem, Relation } from './item-state';

/** Why an item says no. Each message names the item, how it stands and what to do instead. */
export type ItemRefusal =
  | 'move-not-permitted'
  | 'attributes-invalid'
  | 'attributes-missing'
  | 'criticality-for-services'
  | 'field-governed'
  | 'instant-ahead'
  | 'relation-target-unknown'
  | 'relation-to-itself'
  | 'relation-overlaps'
  | 'relation-period-invalid'
  | 'identity-taken'
  | 'person-unknown'
  | 'team-unknown'
  | StubRefusal;

const refusal = (code: ItemRefusal, detail: string, facts?: Record<string, unknown>): Refusal<ItemRefusal> =>
  new Refusal(code, detail, facts);

const nameOf = ({ number, fields }: KnownItem): string => `${number} (${fields.name})`;

export const itemNotFound = (id: string) => new RecordNotFound('configuration item', id);

export function moveNotPermitted({ number, stage }: KnownItem, to: CiStage) {
  const possible = CI_STAGE_TRANSITIONS[stage];
  const remedy = possible.length
    ? `Possible now: ${possible.join(', ')}.`
    : 'It stays so: register its successor as an item of its own.';
  return refusal('move-not-permitted', `${number} is ${stage}: it cannot become ${to}. ${remedy}`, {
    state: stage,
    possible,
  });
}

export const attributesInvalid = (what: string, key: string, faults: readonly string[]) =>
  refusal(
    'attributes-invalid',
    `${what} does not fit the class ${key}: ${faults.join('; ')}. GET /v1/ci-classes/${key} tells what it may have.`,
    { faults },
  );

export const attributesMissing = (what: string, key: string, missing: readonly string[]) =>
  refusal('attributes-missing', `${what} lacks what the class ${key} requires: ${missing.join(', ')}. Give them.`, {
    missing,
  });

export const criticalityForServices = (what: string, key: string) =>
  refusal('criticality-for-services', `${what} is of class ${key}: only services have a criticality. Leave it out.`);

export const fieldGoverned = (item: KnownItem, field: string, source: string) =>
  refusal(
    'field-governed',
    `${nameOf(item)}: the word of ${source} on ${field} counts for more than a person’s. Change it there, or revise the precedence.`,
    { field, source },
  );

export const instantAhead = (number: string, instant: string) =>
  refusal('instant-ahead', `${number}: ${instant} lies ahead. State what is so when it is so.`);

export const relationTargetUnknown = ({ number }: KnownItem, target: string) =>
  refusal('relation-target-unknown', `${number} cannot be related to ${target}: there is no such item. Check the id.`);

export const relationTargetMissing = ({ number }: KnownItem, target: string) =>
  refusal(
    'relation-target-unknown',
    `${number} cannot be related to ${target}: it is not there. Submit its row and the relation again.`,
  );

export const relationToItself = ({ number }: KnownItem) =>
  refusal('relation-to-itself', `${number} cannot be related to itself. Name another item.`);

export const relationPeriodInvalid = ({ number }: KnownItem, from: string, to: string) =>
  refusal('relation-period-invalid', `${number}: a relation from ${from} cannot end at ${to}. Give a later end.`);

export const relationOverlaps = ({ number }: KnownItem, kind: RelationKind, target: Reference, known: Relation) =>
  refusal(
    'relation-overlaps',
    `${number} ${kind} ${target.name} from ${known.since} to ${known.until ?? 'now'} already. State a period that does not overlap it.`,
  );

export const identityTaken = (source: string, id: string, other: string) =>
  refusal('identity-taken', `${source} ${id} is ${other} already. Revise that item instead of registering another.`);

export const identityUnderWay = (source: string, id: string, from: string) =>
  refusal(
    'identity-taken',
    `${source} ${id} is about to be brought by ${from}. Revise that item in a moment, when it is there, instead of registering another.`,
  );

export const identityTakenMeanwhile = (source: string, id: string, other: string) =>
  refusal(
    'identity-taken',
    `${source} ${id} became ${other} after the batch was planned. Submit the row again: it is compared with ${other} then.`,
  );

export const otherNameMeanwhile = ({ number }: KnownItem, { source, externalId }: SourceRow, other: string) =>
  refusal(
    'identity-taken',
    `${externalId} was found to be ${number}, but ${number} became ${other} to ${source} after the batch was planned. Submit the row again: it is compared with that then.`,
  );

export const identityTakenInRow = (row: string, { source, externalId }: SourceRow, other: string) =>
  refusal('identity-taken', `${row}: ${source} ${externalId} is ${other}. Choose ${other}, or dismiss the row.`);

export const identityUnderWayInRow = (row: string, { source, externalId }: SourceRow, from: string) =>
  refusal(
    'identity-taken',
    `${row}: ${source} ${externalId} is about to be brought by ${from}. Choose that item in a moment, when it is there, or dismiss the row.`,
  );

export const personUnknown = (personId: string) =>
  refusal('person-unknown', `There is no person ${personId}, or they are deactivated. GET /v1/people lists them.`);

export const teamUnknown = (teamId: string) =>
  refusal('team-unknown', `There is no team ${teamId}, or it was disbanded. Choose another; GET /v1/teams lists them.`);

export const stubRefused = (code: StubRefusal, name: string) => refusal(code, STUB_REFUSALS[code](name));
