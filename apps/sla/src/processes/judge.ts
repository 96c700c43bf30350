import { JudgeClocks } from '@opsledger/contracts';
import type { Order } from '@opsledger/event-sourcing';

/** An order to find out what has happened to a record's clocks. */
export const judge = (id: string, record: 'incident', notBefore?: string): Order => ({
  service: JudgeClocks.service,
  type: JudgeClocks.name,
  id,
  data: { record, ...(notBefore !== undefined && { notBefore }) },
});

export const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();
