import type { IncidentEvent, IncidentKeys, RecordFields } from '@opsledger/contracts';
import type { RecordedEvent } from '@opsledger/event-store';
import type { Fact } from '../clock/clock';
import { fieldsAfter } from '../records/incident-facts';

export interface RecordHistory {
  readonly id: string;
  readonly number: string;
  readonly facts: readonly Fact[];
  /** Whether the system it was imported from said its own promise was kept; null where nothing was said. */
  readonly madeThere: boolean | null;
}

/**
 * The histories of many incidents at once, from one reading of the log. Equal fields are kept once for all records, and
 * events that change none of them not at all, so that a hundred thousand incidents fit in some tens of megabytes.
 */
export class RecordHistories {
  private readonly records = new Map<string, { number: string; facts: Fact[]; madeThere: boolean | null }>();
  private readonly known = new Map<string, RecordFields>();

  get size(): number {
    return this.records.size;
  }

  add(event: RecordedEvent): void {
    if (event.type === 'IncidentImportWithdrawn') return void this.records.delete(event.subject);
    const { keys } = event.data as { keys?: IncidentKeys };
    if (!event.streamId.startsWith('incident-') || !keys) return;
    const { number } = keys;
    const record = this.records.get(event.subject) ?? { number, facts: [], madeThere: null };
    if (event.type === 'IncidentSourceSlaStated') record.madeThere = madeIn(event);
    const before = record.facts.at(-1);
    const fields = this.once(fieldsAfter(before?.fields, event as unknown as RecordedEvent<IncidentEvent> as never));
    if (fields !== before?.fields) record.facts.push({ at: Date.parse(event.occurredAt), fields });
    this.records.set(event.subject, record);
  }

  *all(): Generator<RecordHistory> {
    for (const [id, { number, facts, madeThere }] of this.records) yield { id, number, facts, madeThere };
  }

  private once(fields: RecordFields): RecordFields {
    const key = JSON.stringify(fields);
    const same = this.known.get(key);
    if (!same) this.known.set(key, fields);
    return same ?? fields;
  }
}

const madeIn = ({ data }: RecordedEvent): boolean | null =>
  (data as { readonly made: { readonly after: boolean | null } }).made.after;
