import { types, type CustomTypesConfig } from 'pg';

type Parse = (text: string) => unknown;

const parserOf = (oid: number): Parse => types.getTypeParser(oid);
const listOf =
  (parse: Parse, lists: Parse): Parse =>
  (text) =>
    (lists(text) as unknown[]).map((element) => (element === null ? null : parse(element as string)));

const asText: Parse = (text) => text;
const parseInstant = parserOf(types.builtins.TIMESTAMPTZ);
/** `infinity` is no date and stays as it is. */
const instant: Parse = (text) => {
  const parsed = parseInstant(text);
  return parsed instanceof Date ? parsed.toISOString() : text;
};
const texts = parserOf(1009);

const PARSERS: Readonly<Record<number, Parse>> = {
  [types.builtins.TIMESTAMPTZ]: instant,
  [types.builtins.DATE]: asText,
  [types.builtins.INT8]: Number,
  [types.builtins.NUMERIC]: Number,
  1185: listOf(instant, texts),
  1182: texts,
  1016: listOf(Number, texts),
  1231: listOf(Number, texts),
};

/**
 * Reads rows back as the folds wrote them, so that a fold cannot tell a row that was kept in memory from
 * one that was loaded: instants as ISO strings, dates as text, every number a number.
 */
export const ROW_TYPES: CustomTypesConfig = {
  getTypeParser: (oid, format) => PARSERS[oid] ?? types.getTypeParser(oid, format),
};
