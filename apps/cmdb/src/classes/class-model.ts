import {
  BUILT_IN_CLASSES,
  type AttributeSchema,
  type CiClass,
  type CiClassEvent,
  type CiClassView,
} from '@opsledger/contracts';

/** All classes by key. */
export type ClassModel = Readonly<Record<string, CiClass>>;

export const BUILT_IN_MODEL: ClassModel = Object.fromEntries(BUILT_IN_CLASSES.map((one) => [one.key, one]));

/** Accepts every recorded fact. */
export function evolve(model: ClassModel, event: CiClassEvent): ClassModel {
  switch (event.type) {
    case 'CiClassDefined':
      return { ...model, [event.data.definition.key]: event.data.definition };
    case 'CiClassRevised': {
      const { key, version, name, schema } = event.data;
      const before = model[key];
      return before ? { ...model, [key]: { ...before, version, name: name.after, schema: schema.after } } : model;
    }
    default:
      return event satisfies never;
  }
}

export const classIn = (model: ClassModel, key: string): CiClass | undefined =>
  Object.hasOwn(model, key) ? model[key] : undefined;

/** From the root of the tree to the class itself. */
export function lineageOf(model: ClassModel, key: string): readonly CiClass[] {
  const found: CiClass[] = [];
  for (let one = classIn(model, key); one; one = one.parent === null ? undefined : classIn(model, one.parent))
    found.unshift(one);
  return found;
}

/** Keys of a class and of all below it. */
export const familyOf = (model: ClassModel, key: string): readonly string[] =>
  Object.keys(model).filter((one) => lineageOf(model, one).some((ancestor) => ancestor.key === key));

export const isKindOf = (model: ClassModel, key: string, ancestor: string): boolean =>
  lineageOf(model, key).some((one) => one.key === ancestor);

/** Attributes a class has and inherits. */
export function effectiveSchema(model: ClassModel, key: string): AttributeSchema {
  const lineage = lineageOf(model, key);
  return {
    properties: Object.assign({}, ...lineage.map(({ schema }) => schema.properties)),
    required: [...new Set(lineage.flatMap(({ schema }) => schema.required ?? []))],
  };
}

/** Parents before children. */
export function classViews(model: ClassModel): readonly CiClassView[] {
  return Object.keys(model)
    .map((key) => classView(model, key))
    .sort((one, other) => one.lineage.length - other.lineage.length || (one.key < other.key ? -1 : 1));
}

export const classView = (model: ClassModel, key: string): CiClassView => ({
  ...model[key]!,
  id: key,
  builtIn: Object.hasOwn(BUILT_IN_MODEL, key),
  lineage: lineageOf(model, key).map((one) => one.key),
  effective: effectiveSchema(model, key),
});
