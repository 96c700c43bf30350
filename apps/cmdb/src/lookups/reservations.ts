import type {
  CiIdentity,
  ImportConfigurationItemStub,
  PayloadOf,
  RegisterConfigurationItem,
  SourceRow,
  SubmitReconciliation,
} from '@opsledger/contracts';
import type { Reservations } from '@opsledger/service-kit';
import { identityKey, keysOfRow, spokenBy } from '../item/match-keys';
import { ciRecords } from '../queries/ci-records';
import { reconciliationList } from '../read-models/reconciliations';
import { rowNow } from './records-now';

/**
 * What items are found by is reserved by shares of all there could be: so many that batches of a few rows seldom meet, so few
 * that one of hundreds does not fill the database's table of locks.
 */
const SHARES = 251;
const shareOf = (key: string): number =>
  Array.from(key).reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) % SHARES, 0);

const share = (key: string): string => `items, share ${shareOf(key)}`;

const shareOfIdentity = (identity: CiIdentity): string => share(spokenBy('identity', identityKey(identity)));
const sharesOfRow = (row: SourceRow): string[] => keysOfRow(row).map(share);

/** Meanwhile nobody else registers an item of this identity, and no batch is planned that brings one. */
const registerItem: Reservations = {
  view: reconciliationList.name,
  of: ({ data }) => {
    const { identities = [] } = data as PayloadOf<typeof RegisterConfigurationItem>;
    return identities.map(shareOfIdentity);
  },
};

/** Batches that could mean one item are planned one after the other: each is compared with what the one before is going to bring. */
const submit: Reservations = {
  view: reconciliationList.name,
  of: ({ data }) => {
    const { dryRun, rows } = data as PayloadOf<typeof SubmitReconciliation>;
    return dryRun ? [] : rows.flatMap(sharesOfRow);
  },
};

/** An item that is known has its name already, or is known by none: an import that is repeated waits for nothing. */
const importItem: Reservations = {
  view: reconciliationList.name,
  // What an import names has an id of its own by that name: two of one name are one record.
  together: true,
  of: async ({ id, data }, context) => {
    const { source, number } = data as PayloadOf<typeof ImportConfigurationItemStub>;
    const isKnown = id !== undefined && ciRecords.documentOf(await ciRecords.factsOf(id, context)) !== undefined;
    return isKnown ? [] : [shareOfIdentity({ source, id: number })];
  },
};

const resolve: Reservations = {
  view: reconciliationList.name,
  of: async ({ id }, { store }) => {
    const row = id === undefined ? undefined : await rowNow(id, { store });
    return row && row.status !== 'unknown' ? sharesOfRow(row.said) : [];
  },
};

/** By command. */
export const reservations: Readonly<Record<string, Reservations>> = {
  RegisterConfigurationItem: registerItem,
  ImportConfigurationItemStub: importItem,
  SubmitReconciliation: submit,
  ResolveQuarantinedRow: resolve,
};
