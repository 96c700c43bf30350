import * as fc from 'fast-check';
import { anUpdate, historyFrom } from '../servicenow/servicenow.rows';
import { afterImport, storyOf } from './imports.fixture';

const oneOf = (...words: string[]) => fc.constantFrom(...words);
const update = fc.record({
  incident_state: oneOf('Active', 'Awaiting Vendor', 'Awaiting User Info'),
  assignment_group: oneOf('Group 1', 'Group 2', '?'),
  assigned_to: oneOf('Ada', 'Eve', '?'),
  priority: oneOf('1 - Critical', '3 - Moderate'),
  category: oneOf('Category 1', 'Category 2'),
  problem_id: oneOf('Problem 1', 'Problem 2', '?'),
});
const gapped = fc
  .array(fc.tuple(update, fc.boolean()), { minLength: 2, maxLength: 7 })
  .filter((rows) => rows.some(([, isThere]) => isThere))
  .map((rows) => rows.map(([changes, isThere], index) => ({ row: anUpdate(index, changes), isThere })));

const both = async (rows: readonly { row: ReturnType<typeof anUpdate>; isThere: boolean }[]) => ({
  part: await historyFrom(...rows.filter(({ isThere }) => isThere).map(({ row }) => row)),
  whole: await historyFrom(...rows.map(({ row }) => row)),
});

test('a log with gaps, then the whole one, tell what the whole one tells alone', async () => {
  await fc.assert(
    fc.asyncProperty(gapped, async (rows) => {
      const { part, whole } = await both(rows);
      expect(storyOf(afterImport(afterImport([], part), whole))).toEqual(storyOf(afterImport([], whole)));
    }),
  );
});

test('the whole log, then one with gaps, tell what the whole one tells alone', async () => {
  await fc.assert(
    fc.asyncProperty(gapped, async (rows) => {
      const { part, whole } = await both(rows);
      expect(storyOf(afterImport(afterImport([], whole), part))).toEqual(storyOf(afterImport([], whole)));
    }),
  );
});
