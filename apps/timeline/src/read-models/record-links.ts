import { isRecordId, type LinkedRecordKind, type Reference } from '@opsledger/contracts';
import { projection, type RowHandler } from '@opsledger/event-sourcing';
import { nameOf, targetOf, type Named } from '../links/record-kinds';

export interface LinkPeriod {
  readonly since: string;
  readonly until: string | null;
  /** Of the record that states it, when it did: what that record has taken back since stands no longer. */
  readonly revision: number;
}

/** A link between two records with all the times it stood. */
export interface RecordLinkRow {
  readonly link: string;
  readonly kind: string;
  readonly from_id: string;
  readonly from_name: string;
  readonly from_record: LinkedRecordKind;
  readonly to_id: string;
  readonly to_name: string;
  /** Null: a record of another system. */
  readonly to_record: LinkedRecordKind | null;
  readonly periods: readonly LinkPeriod[];
}

interface Linking {
  readonly type: string;
  readonly data: {
    readonly keys: Named;
    readonly kind: string;
    readonly target: Reference;
  };
}

/** Every service states its links in the same words, on the record that points at the other. */
const STATED: Readonly<Record<string, LinkedRecordKind>> = {
  Incident: 'incident',
  Problem: 'problem',
  Change: 'change',
  Release: 'release',
  Deployment: 'deployment',
  Article: 'article',
};

const linked =
  (record: LinkedRecordKind): RowHandler<RecordLinkRow, Linking> =>
  (row, { subject, occurredAt, revision, data: { keys, kind, target } }, link) => ({
    link,
    kind,
    from_id: subject,
    from_name: nameOf(keys),
    from_record: record,
    to_id: target.id,
    to_name: target.name,
    to_record: isRecordId(target.id) ? targetOf(record, kind) : null,
    periods: [
      ...(row?.periods ?? []).filter(({ until }) => until !== null),
      { since: occurredAt, until: null, revision },
    ],
  });

const unlinked: RowHandler<RecordLinkRow, Linking> = (row, { occurredAt }) =>
  row && { ...row, periods: row.periods.map((period) => ({ ...period, until: period.until ?? occurredAt })) };

export const recordLinks = projection<RecordLinkRow, Linking>({
  name: 'timeline-links',
  version: 2,
  keys: ({ subject, data: { kind, target } }) => [`${subject} ${kind} ${target.id}`],
  table: {
    schema: 'timeline',
    name: 'links',
    key: 'link',
    columns: {
      link: 'text collate "C"',
      kind: 'text not null',
      from_id: 'text collate "C" not null',
      from_name: 'text not null',
      from_record: 'text not null',
      to_id: 'text collate "C" not null',
      to_name: 'text not null',
      to_record: 'text',
      periods: 'json not null',
    },
    indexes: ['(from_id, link)', '(to_id, link)', '(from_name)'],
    comment: 'Links between records of all services, as the record that points at the other states them.',
    columnComments: {
      to_record: 'Kind of record it leads to; null for a record of another system',
      periods:
        'When the link stood: since, until (null: still), with the revision of the record that says so; see timeline.withdrawals',
    },
  },
  handlers: Object.fromEntries(
    Object.entries(STATED).flatMap(([name, record]) => [
      [`${name}Linked`, linked(record)],
      [`${name}Unlinked`, unlinked],
    ]),
  ),
});
