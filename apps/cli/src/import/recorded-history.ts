import { GetIncidentHistory } from '@opsledger/contracts';
import type { IncidentHistory, RecordedHistory } from '@opsledger/incident-history';
import type { Api } from '../client/api';
import { pathOf } from '../client/commands';
import { Refused } from '../client/errors';

/** Of an incident that the server does not know. */
export const NOTHING: RecordedHistory = { withdrawals: 0, superseded: [], items: [] };

/** What the server has of an incident; nothing where it is not known, or was withdrawn. */
export async function recordedOf(api: Api, { id }: IncidentHistory): Promise<RecordedHistory> {
  try {
    return await api.get<RecordedHistory>(pathOf(GetIncidentHistory, id));
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return NOTHING;
    throw error;
  }
}
