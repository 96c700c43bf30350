import type {
  CiClassEvent,
  CiClassView,
  GetCiClass,
  GetCiClassHistory,
  ListCiClasses,
  ParamsOf,
  ResultOf,
} from '@opsledger/contracts';
import { Problem, historyEntry, type QueryContext } from '@opsledger/service-kit';
import { ciClasses } from '../classes/ci-classes';
import { classIn, classView, classViews, type ClassModel } from '../classes/class-model';
import { classesStream } from '../lookups/current-classes';

const noSuchClass = (key: string): Problem =>
  new Problem(
    404,
    'class-unknown',
    'No such class',
    `There is no class ${key}. GET /v1/ci-classes lists those there are.`,
  );

async function modelAt({ store }: QueryContext, asOf: string | undefined): Promise<ClassModel> {
  const then = asOf === undefined ? undefined : new Date(asOf).toISOString();
  return (await store.readStream(classesStream))
    .filter(({ occurredAt }) => then === undefined || occurredAt <= then)
    .reduce<ClassModel>((model, event) => ciClasses.evolve(model, event as unknown as CiClassEvent), ciClasses.initial);
}

export async function listCiClasses(
  { asOf }: ParamsOf<typeof ListCiClasses>,
  context: QueryContext,
): Promise<ResultOf<typeof ListCiClasses>> {
  return { items: [...classViews(await modelAt(context, asOf))] };
}

export async function getCiClass(
  { id, asOf }: ParamsOf<typeof GetCiClass>,
  context: QueryContext,
): Promise<CiClassView> {
  const model = await modelAt(context, asOf);
  if (!classIn(model, id)) throw noSuchClass(id);
  return classView(model, id);
}

const isAbout = (data: CiClassEvent['data'], key: string): boolean =>
  ('definition' in data ? data.definition.key : data.key) === key;

export async function getCiClassHistory(
  { id }: ParamsOf<typeof GetCiClassHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetCiClassHistory>> {
  const events = await context.store.readStream(classesStream);
  const items = events.filter(({ data }) => isAbout(data as CiClassEvent['data'], id)).map(historyEntry);
  if (items.length === 0 && !classIn(ciClasses.initial, id)) throw noSuchClass(id);
  return { id, items };
}
