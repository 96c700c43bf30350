import type { ListAvailabilityCommitments, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { availabilityCommitments } from '../read-models/definitions';
import { everyCommitment } from './definitions';

export async function listAvailabilityCommitments(
  _: ParamsOf<typeof ListAvailabilityCommitments>,
  context: QueryContext,
): Promise<ResultOf<typeof ListAvailabilityCommitments>> {
  await context.upToDate(availabilityCommitments.name);
  return { items: await everyCommitment(context) };
}
