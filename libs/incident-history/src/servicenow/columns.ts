/** Columns the importer understands, under the names ServiceNow's event log gives them. */
export const COLUMNS = [
  'number',
  'incident_state',
  'hold_reason',
  'active',
  'reassignment_count',
  'reopen_count',
  'sys_mod_count',
  'made_sla',
  'caller_id',
  'opened_by',
  'opened_at',
  'sys_created_by',
  'sys_created_at',
  'sys_updated_by',
  'sys_updated_at',
  'contact_type',
  'location',
  'category',
  'subcategory',
  'u_symptom',
  'short_description',
  'description',
  'cmdb_ci',
  'business_service',
  'impact',
  'urgency',
  'priority',
  'assignment_group',
  'assigned_to',
  'problem_id',
  'rfc',
  'caused_by',
  'parent_incident',
  'closed_code',
  'close_notes',
  'resolved_by',
  'resolved_at',
  'closed_at',
] as const;
export type Column = (typeof COLUMNS)[number];

const REQUIRED: readonly Column[] = ['number', 'incident_state', 'sys_updated_at'];

/** What the same columns are called in table exports and on forms. */
const ALIASES: Readonly<Record<string, Column>> = {
  state: 'incident_state',
  on_hold_reason: 'hold_reason',
  caller: 'caller_id',
  opened: 'opened_at',
  created: 'sys_created_at',
  created_by: 'sys_created_by',
  sys_created_on: 'sys_created_at',
  updated: 'sys_updated_at',
  updated_by: 'sys_updated_by',
  sys_updated_on: 'sys_updated_at',
  updates: 'sys_mod_count',
  channel: 'contact_type',
  symptom: 'u_symptom',
  configuration_item: 'cmdb_ci',
  service: 'business_service',
  problem: 'problem_id',
  change_request: 'rfc',
  caused_by_change: 'caused_by',
  parent: 'parent_incident',
  close_code: 'closed_code',
  resolution_code: 'closed_code',
  resolution_notes: 'close_notes',
  resolved: 'resolved_at',
  closed: 'closed_at',
};

/** The file is not an update log, as far as its header tells. */
export class MissingColumns extends Error {
  constructor(readonly missing: readonly string[]) {
    super(
      `The file has no column ${missing.map((name) => `"${name}"`).join(', ')}. ` +
        'If it has one under another name, say so in the mapping file: {"columns": {"<name in the file>": "<name here>"}}.',
    );
    this.name = 'MissingColumns';
  }
}

const MEANINGS: ReadonlyMap<string, Column> = new Map([
  ...COLUMNS.map((column) => [column, column] as const),
  ...Object.entries(ALIASES),
]);

/** Where each column is in the file, and how the file calls it. */
export interface Layout {
  readonly header: readonly string[];
  readonly at: Readonly<Partial<Record<Column, number>>>;
  /** Columns of the file that nothing is made of. */
  readonly ignored: readonly string[];
  /** Columns of the file that mean the same: which was taken, and what was left out for it. */
  readonly rivals: readonly Rivals[];
}

interface Rivals {
  readonly column: Column;
  readonly taken: number;
  readonly isMapped: boolean;
  readonly left: readonly number[];
}

/** What makes two names of a column the same: case, blanks and punctuation do not matter. */
export const plainName = (name: string): string =>
  name
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');

/**
 * Finds the columns by their names. Of several that mean the same, one that was renamed so is taken, else the first.
 *
 * @throws MissingColumns without number, state or time of update
 */
export function layoutOf(header: readonly string[], renames: Readonly<Record<string, string>>): Layout {
  const renamed = new Map(Object.entries(renames).map(([theirs, ours]) => [plainName(theirs), ours as Column]));
  const found = new Map<Column, number[]>();
  const ignored: string[] = [];
  header.forEach((name, index) => {
    const column = renamed.get(plainName(name)) ?? MEANINGS.get(plainName(name));
    if (column) found.set(column, [...(found.get(column) ?? []), index]);
    else ignored.push(name);
  });
  const missing = REQUIRED.filter((column) => !found.has(column));
  if (missing.length > 0) throw new MissingColumns(missing);

  const isMapped = (index: number): boolean => renamed.has(plainName(header[index]!));
  const chosen = [...found].map(([column, places]): Rivals => {
    const taken = places.find(isMapped) ?? places[0]!;
    return { column, taken, isMapped: isMapped(taken), left: places.filter((place) => place !== taken) };
  });
  const at = Object.fromEntries(chosen.map(({ column, taken }) => [column, taken]));
  return { header, at, ignored, rivals: chosen.filter(({ left }) => left.length > 0) };
}

/** The columns that a file has. */
export const columnsOf = ({ at }: Layout): ReadonlySet<Column> => new Set(Object.keys(at) as Column[]);
