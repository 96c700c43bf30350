import type { AttributeSchema, CiClassEvent, CommandOf, DefineCiClass, ReviseCiClass } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { schemaFault } from './attribute-rules';
import { attributeInherited, classExists, classSchemaInvalid, classUnknown, tooManyClasses } from './class.errors';
import { BUILT_IN_MODEL, classIn, evolve, familyOf, lineageOf, type ClassModel } from './class-model';

const MOST_CLASSES = 500;

function defineCiClass({ data }: CommandOf<typeof DefineCiClass>, model: ClassModel): CiClassEvent[] {
  const { key, name, parent, schema = { properties: {} } } = data;
  if (classIn(model, key)) throw classExists(key);
  if (!classIn(model, parent)) throw classUnknown(parent);
  if (Object.keys(model).length >= MOST_CLASSES) throw tooManyClasses(MOST_CLASSES);
  const definition = { key, name, parent, abstract: false, schema, version: 1 };
  requireUsable({ ...model, [key]: definition }, key, schema);
  return [{ type: 'CiClassDefined', data: { definition } }];
}

function reviseCiClass({ data }: CommandOf<typeof ReviseCiClass>, model: ClassModel): CiClassEvent[] {
  const before = classIn(model, data.key);
  if (!before) throw classUnknown(data.key);
  const after = { ...before, name: data.name ?? before.name, schema: data.schema ?? before.schema };
  if (JSON.stringify(after) === JSON.stringify(before)) return [];
  requireUsable({ ...model, [data.key]: after }, data.key, after.schema);
  return [
    {
      type: 'CiClassRevised',
      data: {
        key: data.key,
        version: before.version + 1,
        name: { before: before.name, after: after.name },
        schema: { before: before.schema, after: after.schema },
      },
    },
  ];
}

function requireUsable(model: ClassModel, key: string, schema: AttributeSchema): void {
  const fault = schemaFault(schema);
  if (fault) throw classSchemaInvalid(key, fault);
  const related = new Set([...lineageOf(model, key).map((one) => one.key), ...familyOf(model, key)]);
  for (const other of related)
    for (const name of Object.keys(schema.properties))
      if (other !== key && Object.hasOwn(model[other]!.schema.properties, name))
        throw attributeInherited(key, name, other);
}

/** The classes of configuration items: one record for all, because they form one tree. */
export const ciClasses = aggregate<ClassModel, CiClassEvent>({
  category: 'ciclasses',
  called: 'CI',
  initial: BUILT_IN_MODEL,
  evolve,
  decisions: { DefineCiClass: defineCiClass, ReviseCiClass: reviseCiClass },
});
