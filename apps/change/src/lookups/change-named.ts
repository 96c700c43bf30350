import type { Reference } from '@opsledger/contracts';
import { stateAt } from '@opsledger/event-sourcing';
import { streamOf } from '@opsledger/event-store';
import type { ServiceContext } from '@opsledger/service-kit';
import { change } from '../change/change';
import { isKnown, type KnownChange } from '../change/change-state';
import { changeRecords } from '../queries/records';

interface NamedChange {
  readonly reference: Reference;
  readonly state: KnownChange;
}

/** A change as it stands in the log. */
export async function readChange({ store }: ServiceContext, id: string): Promise<KnownChange | undefined> {
  const state = (await stateAt(change, store, streamOf(change.category, id)))?.state;
  return state && isKnown(state) ? state : undefined;
}

/** The same by id or number. */
export async function changeNamed(name: string, context: ServiceContext): Promise<NamedChange | undefined> {
  const id = await changeRecords.idOf(name, context);
  const state = id === undefined ? undefined : await readChange(context, id);
  return id !== undefined && state ? { reference: { id, name: state.number }, state } : undefined;
}
