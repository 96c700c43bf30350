import { ImportIncident } from '@opsledger/contracts';
import { atMost } from '@opsledger/incident-history';
import Ajv from 'ajv';
import { CliError, EXIT } from '../client/errors';

const { batch } = ImportIncident.payload.properties;
const isBatchName = new Ajv().compile(batch);

/** @throws CliError for a name that the server would not take with any incident; wrong usage */
export function requireBatchName(name: string): void {
  if (isBatchName(name)) return;
  throw new CliError(
    `"${atMost(60, name)}" cannot name an import: a name has ${batch.minLength} to ${batch.maxLength} characters, ` +
      'and they are not all blank.',
    EXIT.usage,
  );
}
