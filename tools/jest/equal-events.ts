import { expect } from '@jest/globals';
import type { RecordedEvent } from '@opsledger/event-store';
import { copyOf } from '../../libs/event-store/src/recorded-event';

const isEvent = (value: unknown): value is RecordedEvent =>
  typeof value === 'object' && value !== null && 'streamId' in value && 'hash' in value && 'metadata' in value;

/** Events are equal when they say the same, wherever their data is parsed. */
expect.addEqualityTesters([
  function (this: { equals(one: unknown, other: unknown): boolean }, one: unknown, other: unknown) {
    const areEvents = isEvent(one) && isEvent(other) && (isLazy(one) || isLazy(other));
    return areEvents ? this.equals(copyOf(one), copyOf(other)) : undefined;
  },
]);

const isLazy = (event: RecordedEvent): boolean => !Object.hasOwn(event, 'data');
