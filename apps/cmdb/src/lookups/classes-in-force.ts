import type { ServiceContext } from '@opsledger/service-kit';
import { classIn, effectiveSchema, isKindOf, type ClassModel } from '../classes/class-model';
import type { ClassInForce } from '../item/guards';
import { currentClasses } from './current-classes';

function classInForce(model: ClassModel, key: string): ClassInForce | undefined {
  const its = classIn(model, key);
  return (
    its && {
      key,
      abstract: its.abstract,
      service: isKindOf(model, key, 'service'),
      schema: effectiveSchema(model, key),
    }
  );
}

/** All classes as decisions see them. */
export const classesByKey = (model: ClassModel): Readonly<Record<string, ClassInForce>> =>
  Object.fromEntries(Object.keys(model).map((key) => [key, classInForce(model, key)!]));

const keptClasses = new WeakMap<ClassModel, Readonly<Record<string, ClassInForce>>>();

/** All classes as decisions see them; worked out once per version of the tree. */
export async function classesInForce({ store }: Pick<ServiceContext, 'store'>) {
  const model = await currentClasses.get(store);
  let classes = keptClasses.get(model);
  if (!classes) keptClasses.set(model, (classes = classesByKey(model)));
  return classes;
}
