import type { CiIdentity, QuarantinedRowView } from '@opsledger/contracts';
import { onePer } from '@opsledger/event-sourcing';
import { batchById, type LookupContext, type ServiceContext } from '@opsledger/service-kit';
import { sql, type Kysely } from 'kysely';
import { identityKey, spokenBy } from '../item/match-keys';
import { ciRecords } from '../queries/ci-records';
import { quarantineList } from '../read-models/quarantine';
import type { Statement } from '../reconciliation/plan';
import { rowsUnderWay, type Reconciliation } from '../reconciliation/reconciliation';
import { batchNow } from './records-now';

/** What a row says of an item, with the number of the batch or quarantined row that it is to be taken over from. */
export type RowUnderWay = Statement & { readonly itemId: string; readonly from: string };

/** What has its turn has it within seconds. What did not come to its end by then is stuck, or from days when its end was not recorded. */
const STUCK = sql`interval '1 hour'`;

/**
 * What is decided of items but not taken over by them yet, as one command sees it: rows of batches, and quarantined rows that
 * somebody resolved. Only what speaks of the items in question is read, and that once. Whoever asks reads the items
 * afterwards: what came to its end before is known of them.
 */
export class UnderWay {
  private readonly batches = new Map<string, Promise<Reconciliation | undefined>>();

  private constructor(
    private readonly now: string,
    private readonly context: ServiceContext,
  ) {}

  static async seenBy(now: string, context: LookupContext): Promise<UnderWay> {
    // The list of batches is the one that whoever reserves has waited for already.
    await context.caughtUp(quarantineList.name);
    return new UnderWay(now, context);
  }

  /** In the order decided: rows that speak of an item by one of the keys, and others that came with them. */
  async speakingOf(keys: readonly string[]): Promise<readonly RowUnderWay[]> {
    if (keys.length === 0) return [];
    return (await Promise.all([this.rowsOfBatches(keys), this.resolvedRows(keys)])).flat();
  }

  /** As `speakingOf`, for hundreds of commands at once, of which hardly any finds something. */
  async speakingOfIdentities(identities: readonly CiIdentity[]): Promise<readonly RowUnderWay[]> {
    const keys = identities.map((one) => spokenBy('identity', identityKey(one)));
    const spoken = await Promise.all(keys.map(isSpokenOf(this.context.db)));
    return this.speakingOf(keys.filter((_, index) => spoken[index]));
  }

  private async rowsOfBatches(keys: readonly string[]): Promise<readonly RowUnderWay[]> {
    const { rows } = await sql<{ id: string }>`
      select id from cmdb.reconciliations
      where under_way and submitted_at > ${this.now}::timestamptz - ${STUCK} and speaks_of && ${keys}
      order by submitted_at, number`.execute(this.context.db);
    const states = await Promise.all(rows.map(({ id }) => this.batch(id)));
    return states.flatMap((state) =>
      state && state.status !== 'unknown' ? rowsUnderWay(state).map((row) => ({ ...row, from: state.number })) : [],
    );
  }

  private async resolvedRows(keys: readonly string[]): Promise<readonly RowUnderWay[]> {
    const { rows } = await sql<{ view: QuarantinedRowView }>`
      select view from cmdb.quarantine
      where state = 'resolved' and decided_at > ${this.now}::timestamptz - ${STUCK} and speaks_of && ${keys}
      order by decided_at, number`.execute(this.context.db);
    const ended = await Promise.all(rows.map(({ view }) => this.hasEnded(view)));
    return rows.flatMap(({ view: { row, said, itemId, number: from } }, index) =>
      itemId === null || ended[index] ? [] : [{ row, said, itemId, from, chosen: true }],
    );
  }

  /** Taken over, or refused, or taken back with its batch. */
  private async hasEnded({ batch, row, itemId }: QuarantinedRowView): Promise<boolean> {
    const [facts, state] = await Promise.all([ciRecords.factsOf(itemId!, this.context), this.batch(batch)]);
    if (facts.some(({ data }) => 'cause' in data && data.cause?.batch === batch && data.cause.row === row)) return true;
    if (state?.status !== 'planned') return true;
    return state.rows.some((one) => one.row === row && one.action === 'reject');
  }

  private batch(id: string): Promise<Reconciliation | undefined> {
    let batch = this.batches.get(id);
    if (!batch) this.batches.set(id, (batch = batchNow(id, this.context)));
    return batch;
  }
}

/** Whether anything decided, however long ago, speaks of an item by a key. */
const isSpokenOf = onePer((db: Kysely<any>) =>
  batchById<{ readonly key: string }>(
    async (keys) =>
      (
        await sql<{ key: string }>`
          select one.key from unnest(${keys}::text[]) as one (key)
          where exists (select from cmdb.reconciliations where under_way and speaks_of @> array[one.key])
             or exists (select from cmdb.quarantine where state = 'resolved' and speaks_of @> array[one.key])`.execute(
          db,
        )
      ).rows,
    ({ key }) => key,
  ),
);
