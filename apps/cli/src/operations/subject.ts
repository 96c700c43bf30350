import { ListLinks, type ResultOf } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf } from '../client/commands';
import { CliError, EXIT, Refused } from '../client/errors';
import type { Terminal } from '../terminal/progress';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOT_FOUND = 404;

/**
 * Id of the record that is meant by an id or a number. Events are also about what has no number, such as people and
 * teams: an id that no record has is taken as it is, with a word on it.
 *
 * @throws CliError when no record has the number; wrong usage
 */
export async function subjectNamed(name: string, { api, err }: { api: Api; err: Terminal['err'] }): Promise<string> {
  try {
    const { record } = await api.get<ResultOf<typeof ListLinks>>(pathOf(ListLinks), { record: name, limit: 1 });
    return record.id;
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== NOT_FOUND) throw error;
    if (!ID.test(name)) throw new CliError(error.detail, EXIT.usage);
    err.write(`No record with a number has the id ${name}; what there is about it is printed all the same.\n`);
    return name;
  }
}
