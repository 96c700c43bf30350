import type { Position } from '@opsledger/event-store';
import type { Pool } from 'pg';
import type { Checkpoint } from './checkpoints';
import { onePer } from './one-per';

interface Move {
  readonly at: Checkpoint;
  readonly position: Position;
  readonly resolve: (moved: boolean) => void;
  readonly reject: (error: unknown) => void;
}

type Moved = Pick<Checkpoint, 'id' | 'epoch'>;

/** Of one checkpoint, a deposed reader and the one in its place may move at once. */
const keyOf = ({ id, epoch }: Moved): string => `${id} ${epoch}`;

/** How long a move waits for those of other readers, in milliseconds. */
const GATHER_MS = 10;

/** As `MOVE` in checkpoints.ts, for many readers: of each the checkpoint, its epoch and the position to move it to. */
const MOVE_ALL = `
  update opsledger.checkpoints c set position = m.position, updated_at = now()
  from unnest($1::bigint[], $2::bigint[], $3::text[]) as m (id, epoch, position)
  where c.id = m.id and c.epoch = m.epoch and set_config('synchronous_commit', 'off', true) = 'off'
  returning c.id, c.epoch`;

/**
 * Moves checkpoints of readers that had nothing to write. A process has dozens of them, and most have nothing to do with most
 * events: moved one at a time, they would cost as many statements as the work of all the others.
 */
export class CheckpointMoves {
  static readonly of = onePer((pool: Pool) => new CheckpointMoves(pool));

  private waiting: Move[] = [];

  private constructor(private readonly pool: Pool) {}

  /** Resolves when the position is stored: `false` when somebody else has taken over, and nothing was. */
  move(at: Checkpoint, position: Position): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ at, position, resolve, reject });
      if (this.waiting.length === 1) setTimeout(() => void this.send(), GATHER_MS);
    });
  }

  private async send(): Promise<void> {
    const moves = this.waiting;
    this.waiting = [];
    try {
      const { rows } = await this.pool.query<Moved>({
        name: 'move all',
        text: MOVE_ALL,
        values: [moves.map(({ at }) => at.id), moves.map(({ at }) => at.epoch), moves.map(({ position }) => position)],
      });
      const moved = new Set(rows.map(keyOf));
      for (const { at, resolve } of moves) resolve(moved.has(keyOf(at)));
    } catch (error) {
      for (const { reject } of moves) reject(error);
    }
  }
}
