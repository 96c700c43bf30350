import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { Route } from './command';
import type { Role } from './roles';

/** A published question. Path and query-string parameters arrive as one flat object, coerced to `params`. */
export interface QueryContract<
  Name extends string = string,
  Params extends TObject = TObject,
  Result extends TSchema = TSchema,
> {
  readonly kind: 'query';
  readonly service: string;
  readonly name: Name;
  /** Absent: only other services may ask it. */
  readonly route?: Route;
  readonly roles: readonly Role[];
  readonly summary: string;
  readonly description?: string;
  readonly params: Params;
  readonly result: Result;
  /** The result is one record with a `version`: the answer carries it as ETag. */
  readonly versioned?: boolean;
  /** `text/csv` is offered beside JSON when the result is a list of flat rows under `rows`. */
  readonly csv?: boolean;
  /** `text/calendar` is offered beside JSON when the result has a `name` and dated entries under `entries`. */
  readonly calendar?: boolean;
}

/** What a query is asked with, after coercion and defaults: `ParamsOf<typeof ListLinks>`. */
export type ParamsOf<Contract> =
  Contract extends QueryContract<string, infer Params, TSchema> ? Readonly<Static<Params>> : never;
/** What a query answers, as JSON carries it (instants are text): `ResultOf<typeof ListLinks>`. */
export type ResultOf<Contract> = Contract extends QueryContract<string, TObject, infer Result> ? Static<Result> : never;

type QueryOptions<Params extends TObject, Result extends TSchema> = Omit<
  QueryContract<string, Params, Result>,
  'kind' | 'service' | 'name'
>;

/** Declares the queries of one service. */
export const queriesOf =
  (service: string) =>
  <Name extends string, Params extends TObject, Result extends TSchema>(
    name: Name,
    options: QueryOptions<Params, Result>,
  ): QueryContract<Name, Params, Result> => ({ kind: 'query', service, name, ...options });
