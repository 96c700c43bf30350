import { Type, type Static } from '@sinclair/typebox';
import { Line } from './fields';

/** A record of another service, by id and by the name it had when the fact was recorded. */
export const Reference = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 200 }), name: Line(300) },
  { additionalProperties: false },
);
export type Reference = Static<typeof Reference>;

/** A value that may be absent, said out loud. */
export const Maybe = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Union([schema, Type.Null()]);

/** What a field was and what it became, so that "became X" can be asked. */
export const Changed = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Object({ before: schema, after: schema }, { additionalProperties: false });
