import type { ProblemKind } from '@opsledger/service-kit';
import type { ClassRefusal } from './classes/class.errors';
import type { ItemRefusal } from './item/item.errors';
import type { QuarantineRefusal } from './quarantine/quarantined-row';
import type { ReconciliationRefusal } from './reconciliation/reconciliation';

type CmdbRefusal = ItemRefusal | ClassRefusal | ReconciliationRefusal | QuarantineRefusal;

/** Every refusal as HTTP tells it. */
export const problems: Readonly<Record<CmdbRefusal, ProblemKind>> = {
  'move-not-permitted': { status: 409, title: 'Move not permitted in this stage' },
  'attributes-invalid': { status: 422, title: 'Attributes do not fit the class' },
  'attributes-missing': { status: 422, title: 'Required attributes are missing' },
  'criticality-for-services': { status: 422, title: 'Only services have a criticality' },
  'field-governed': { status: 409, title: 'A source has the last word on this field' },
  'instant-ahead': { status: 422, title: 'Instant lies ahead' },
  'relation-target-unknown': { status: 422, title: 'No such item to be related to' },
  'relation-to-itself': { status: 422, title: 'An item is not related to itself' },
  'relation-overlaps': { status: 409, title: 'Related already in this period' },
  'relation-period-invalid': { status: 422, title: 'Relation ends before it begins' },
  'identity-taken': { status: 409, title: 'Another item has this identity' },
  'person-unknown': { status: 422, title: 'No such person' },
  'team-unknown': { status: 422, title: 'No such team' },
  'import-id-mismatch': { status: 422, title: 'Id does not follow from the number' },
  'record-not-imported': { status: 409, title: 'Item was not imported' },
  'imported-by-another-batch': { status: 409, title: 'Imported by another batch' },
  'worked-on-since-import': { status: 409, title: 'Worked on since the import' },

  'class-exists': { status: 409, title: 'There is such a class already' },
  'class-unknown': { status: 422, title: 'No such class' },
  'class-abstract': { status: 422, title: 'No item is of this class itself' },
  'class-schema-invalid': { status: 422, title: 'Attributes cannot be used' },
  'attribute-inherited': { status: 409, title: 'Attribute is described elsewhere in the tree' },
  'too-many-classes': { status: 409, title: 'Too many classes' },

  'reconciliation-empty': { status: 422, title: 'Batch is empty' },
  'reconciliation-dry': { status: 409, title: 'A dry run has nothing to undo' },
  'quarantined-row-decided': { status: 409, title: 'Somebody decided about this row already' },
  'candidate-unknown': { status: 422, title: 'No such item to choose' },
};
