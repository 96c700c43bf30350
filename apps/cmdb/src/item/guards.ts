import type { AttributeSchema } from '@opsledger/contracts';
import { existingOr } from '@opsledger/event-sourcing';
import { attributeFaults } from '../classes/attribute-rules';
import { attributesInvalid, attributesMissing, criticalityForServices, itemNotFound } from './item.errors';
import { attributesOf, isKnown, type Fields } from './item-state';

/** What decisions need to know of an item's class. */
export interface ClassInForce {
  readonly key: string;
  readonly abstract: boolean;
  readonly service: boolean;
  readonly schema: AttributeSchema;
}

/** A decision on an item that exists and was not withdrawn. */
export const existing = existingOr(isKnown, itemNotFound);

/** What was missing before may stay so: a required attribute that came late stops nobody from saying something else. */
export function requireFit(what: string, fields: Fields, its: ClassInForce, before: Fields = {}): void {
  const { faults, missing } = attributeFaults(its.schema, attributesOf(fields));
  if (faults.length > 0) throw attributesInvalid(what, its.key, faults);
  const lost = missing.filter(
    (name) => Object.keys(before).length === 0 || Object.hasOwn(before, `attributes.${name}`),
  );
  if (lost.length > 0) throw attributesMissing(what, its.key, lost);
  if (fields.criticality && !its.service) throw criticalityForServices(what, its.key);
}
