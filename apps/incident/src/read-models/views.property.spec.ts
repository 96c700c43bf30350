import { IncidentView, type IncidentEvent } from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { aFact } from '../incident/incident.arbitraries';
import { documentAfter, type IncidentDocument } from './incident-document';
import { incidentList } from './incident-list';
import { incidentSearch } from './incident-search';
import type { RecordedIncidentEvent } from './recorded-incident-event';

const ID = '0199a000-0000-7000-8000-000000000001';

const recorded = (event: IncidentEvent, index: number): RecordedIncidentEvent =>
  ({
    ...event,
    id: `e-${index}`,
    subject: ID,
    category: 'incident',
    streamId: streamOf('incident', ID),
    revision: index + 1,
    occurredAt: new Date(Date.UTC(2026, 2, 2, 9, index % 7)).toISOString(),
    metadata: { actor: { id: 'p', name: 'Ada', kind: 'person' } },
  }) as RecordedIncidentEvent;

const histories = fc.array(aFact, { minLength: 1, maxLength: 40 }).map((facts) => facts.map(recorded));
const validate = addFormats(new Ajv({ strict: false, allErrors: true })).compile(IncidentView);

test('whatever the facts and their order, every view takes them, and the document fits its schema', () => {
  fc.assert(
    fc.property(histories, (events) => {
      for (const { handlers } of [incidentList, incidentSearch]) {
        let row: any;
        for (const event of events) {
          const after = (handlers as any)[event.type]?.(row, event, ID);
          if (after !== undefined) row = after ?? undefined;
          if (row) expect(row.id).toBe(ID);
        }
      }
      const document = events.reduce<IncidentDocument | undefined>(documentAfter, undefined)!;
      validate(document);
      expect(validate.errors).toBeNull();
      expect(document.version).toBe(events.length);
    }),
    { numRuns: 200 },
  );
});

test('a fold mutates neither row nor event', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const snapshots: [unknown, string][] = [];
      let document: IncidentDocument | undefined;
      for (const event of events) {
        document = documentAfter(document, event);
        snapshots.push([document, JSON.stringify(document)], [event, JSON.stringify(event)]);
      }
      for (const [value, text] of snapshots) expect(JSON.stringify(value)).toBe(text);
    }),
    { numRuns: 50 },
  );
});
