import type { Position } from '@opsledger/event-store';
import type { Pool } from 'pg';
import { CheckpointMoves } from '../postgres/checkpoint-moves';
import type { Checkpoint } from '../postgres/checkpoints';
import { TakenOver } from './taken-over';

/** How late the stored checkpoint may be when only irrelevant events came. */
const FLUSH_MS = 250;

/** How far a feed has come: known in memory at once, stored with its effects, or a little later where there are none. */
export class Progress {
  private reached: Position;
  private stored: Position;
  private storedAt = performance.now();

  constructor(
    private readonly pool: Pool,
    readonly checkpoint: Checkpoint,
    private readonly reader: string,
  ) {
    this.reached = this.stored = checkpoint.position;
  }

  /** Every event up to here has had its effect. */
  get position(): Position {
    return this.reached;
  }

  /**
   * Effects up to here were written together with the checkpoint.
   *
   * @throws TakenOver when they were not, as `fenced` tells: somebody else has the checkpoint now
   */
  committed(position: Position, fenced: boolean): void {
    if (!fenced) throw new TakenOver(this.reader);
    this.reached = this.stored = position;
    this.storedAt = performance.now();
  }

  /**
   * Up to here there was nothing to write.
   *
   * @throws TakenOver when somebody else has the checkpoint now
   */
  async passed(position: Position): Promise<void> {
    this.reached = position;
    await this.flushIfLate();
  }

  /** All readers of a process at the same times, so that their checkpoints move together. */
  async flushIfLate(): Promise<void> {
    if (turnOf(performance.now()) > turnOf(this.storedAt)) await this.flush();
  }

  /** @throws TakenOver when somebody else has the checkpoint now */
  async flush(): Promise<void> {
    if (this.stored !== this.reached)
      this.committed(this.reached, await CheckpointMoves.of(this.pool).move(this.checkpoint, this.reached));
  }
}

const turnOf = (now: number): number => Math.floor(now / FLUSH_MS);
