import type { Reference } from '@opsledger/contracts';
import type { ServiceContext } from '@opsledger/service-kit';
import type { KnownChange } from '../change/change-state';
import { changeRecords } from '../queries/records';
import { readChange } from './planned-changes';

interface NamedChange {
  readonly reference: Reference;
  readonly state: KnownChange;
}

/** A change by id or number, as it stands in the log. */
export async function changeNamed(name: string, context: ServiceContext): Promise<NamedChange | undefined> {
  const id = await changeRecords.idOf(name, context);
  const state = id === undefined ? undefined : await readChange(context, id);
  return id !== undefined && state ? { reference: { id, name: state.number }, state } : undefined;
}
