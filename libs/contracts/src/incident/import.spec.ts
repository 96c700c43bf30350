import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { ImportIncident, importedIncidentId } from './import';

const validate = addFormats(new Ajv({ allErrors: true, strict: false, discriminator: true })).compile(
  ImportIncident.payload,
);
const fact = (type: string, data: object) => ({
  key: '1:state',
  row: 1,
  at: '2016-02-29T01:16:00.000Z',
  by: { id: 'p-1', name: 'Opened by 8' },
  type,
  data,
});
const payload = (...facts: object[]) => ({ source: 'servicenow', number: 'INC0000045', batch: 'b-1', facts });

test('a fact is checked by the schema of its type, without keys', () => {
  expect(validate(payload(fact('IncidentAcknowledged', { automatic: true })))).toBe(true);
  expect(validate(payload(fact('IncidentWorkStarted', {})))).toBe(true);
  expect(validate(payload(fact('IncidentAcknowledged', {})))).toBe(false);
  expect(validate.errors?.map(({ instancePath }) => instancePath)).toContain('/facts/0/data');
  expect(validate(payload(fact('IncidentAcknowledged', { automatic: true, keys: {} })))).toBe(false);
});

test('a fact no source can state is refused', () => {
  expect(validate(payload(fact('IncidentImportWithdrawn', { batch: 'b-1', reason: null })))).toBe(false);
  expect(validate(payload())).toBe(false);
});

test('one record has one id, another source or number another', () => {
  const id = '4cdc2b79-82d4-590b-8200-492253d66eac';
  expect(importedIncidentId('servicenow', 'INC0000045')).toBe(id);
  expect(importedIncidentId('jira', 'INC0000045')).not.toBe(id);
  expect(importedIncidentId('servicenow', 'INC0000046')).not.toBe(id);
});
