import { Problem } from '@opsledger/service-kit';
import { LRUCache } from 'lru-cache';

/** Seconds over which the rate is averaged: bursts of this many seconds' worth are let through. */
const BURST = 10;

/** A token bucket per access token; does nothing when the rate is 0. */
export class RateLimit {
  private readonly buckets = new LRUCache<string, { tokens: number; at: number }>({ max: 10_000 });

  constructor(
    private readonly perSecond: number,
    private readonly clock: () => Date,
  ) {}

  /** @throws Problem 429 that says when to come again */
  take(tokenHash: string): void {
    if (this.perSecond === 0) return;
    const at = this.clock().getTime();
    const capacity = this.perSecond * BURST;
    const bucket = this.buckets.get(tokenHash) ?? { tokens: capacity, at };
    const passed = Math.max(0, at - bucket.at) / 1000;
    bucket.tokens = Math.min(capacity, bucket.tokens + passed * this.perSecond);
    bucket.at = at;
    this.buckets.set(tokenHash, bucket);
    if (bucket.tokens < 1)
      throw new Problem(
        429,
        'too-many-requests',
        'Too many requests',
        `This token may send ${this.perSecond} requests per second.`,
        { retryAfter: Math.ceil((1 - bucket.tokens) / this.perSecond) },
      );
    bucket.tokens -= 1;
  }
}
