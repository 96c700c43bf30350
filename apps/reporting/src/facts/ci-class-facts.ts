import { BUILT_IN_CLASSES, type CiClassEvent } from '@opsledger/contracts';
import { projection, type Recorded } from '@opsledger/event-sourcing';

/** A class that is not, or no longer, as every installation has it. */
interface CiClassFact {
  readonly class: string;
  readonly name: string;
  readonly parent: string | null;
  readonly required: readonly string[];
}

const PARENTS = new Map(BUILT_IN_CLASSES.map(({ key, parent }) => [key, parent]));

export const ciClassFacts = projection<CiClassFact, CiClassEvent>({
  name: 'reporting-ci-class-facts',
  version: 1,
  table: {
    schema: 'reporting',
    name: 'ci_class_facts',
    key: 'class',
    columns: { class: 'text', name: 'text not null', parent: 'text', required: 'text[] not null' },
    comment:
      'Classes of configuration items that were defined, or revised, here; those of every installation as they come are ' +
      'left out. From the event log.',
    columnComments: {
      class: 'Key of the class.',
      name: 'Name of the class.',
      parent: 'Class whose attributes it inherits.',
      required: 'Attributes it requires besides those it inherits.',
    },
  },
  keys: (event) => {
    const { type, data } = event as Recorded<CiClassEvent>;
    return [type === 'CiClassDefined' ? data.definition.key : data.key];
  },
  handlers: {
    CiClassDefined: (_, { data: { definition } }, key) => ({
      class: key,
      name: definition.name,
      parent: definition.parent,
      required: definition.schema.required ?? [],
    }),
    CiClassRevised: (row, { data: { name, schema } }, key) => ({
      class: key,
      name: name.after,
      parent: row ? row.parent : (PARENTS.get(key) ?? null),
      required: schema.after.required ?? [],
    }),
  },
});
