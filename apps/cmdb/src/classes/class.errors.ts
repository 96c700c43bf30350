import { Refusal } from '@opsledger/event-sourcing';

export type ClassRefusal =
  | 'class-exists'
  | 'class-unknown'
  | 'class-abstract'
  | 'class-schema-invalid'
  | 'attribute-inherited'
  | 'too-many-classes';

const refusal = (code: ClassRefusal, detail: string): Refusal<ClassRefusal> => new Refusal(code, detail);

export const classExists = (key: string) =>
  refusal('class-exists', `There is a class ${key} already. Revise it, or choose another key.`);
export const classUnknown = (key: string) =>
  refusal('class-unknown', `There is no class ${key}. GET /v1/ci-classes lists those there are.`);
export const classAbstract = (key: string) =>
  refusal('class-abstract', `${key} is a heading only. Choose a class below it; GET /v1/ci-classes lists them.`);
export const classSchemaInvalid = (key: string, fault: string) =>
  refusal('class-schema-invalid', `The attributes of ${key} cannot be used: ${fault}`);
export const attributeInherited = (key: string, name: string, other: string) =>
  refusal(
    'attribute-inherited',
    `${key} cannot describe ${name}: ${other} in the same line of the tree does already. Use another name.`,
  );
export const tooManyClasses = (limit: number) =>
  refusal('too-many-classes', `There are ${limit} classes already, the most there may be. Revise one instead.`);
