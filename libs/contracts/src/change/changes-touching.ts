import { Type } from '@sinclair/typebox';
import { Instant, Line, Payload, Reference, STAFF, queriesOf } from '../kit';
import { ChangeSummary } from './change-views';

/** Asked by other services when something fails. */
export const ChangesTouching = queriesOf('change')('ChangesTouching', {
  roles: STAFF,
  summary: 'Changes of a time on some configuration items or services, the latest first',
  description:
    'By actual time, else by planned time. Drafts, what is not scheduled yet and what was canceled are left out.',
  params: Payload({
    ciIds: Type.Array(Line(200), { maxItems: 500 }),
    serviceIds: Type.Array(Line(200), { maxItems: 200 }),
    from: Instant({ description: 'Ended after this, or not yet.' }),
    to: Instant({ description: 'Began before this.' }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  }),
  result: Type.Object({
    items: Type.Array(
      Type.Object({
        change: ChangeSummary,
        start: Instant(),
        touches: Type.Array(Reference, { description: 'Those of the items and services asked for that it names.' }),
      }),
    ),
  }),
});
