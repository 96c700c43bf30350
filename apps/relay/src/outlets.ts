import type { DeadLetterPublisher, Publisher } from '@opsledger/event-sourcing';
import type { StateOutlet } from './states/state-publisher';

/** Where a relay tells things, whatever carries them; each opened anew for every term of leadership. */
export interface Outlets {
  readonly events: () => Promise<Publisher>;
  readonly states: () => Promise<StateOutlet>;
  readonly deadLetters: () => Promise<DeadLetterPublisher>;
}
