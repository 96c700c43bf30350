import { ChangeSummary, Instant, Line, Payload, Reference, STAFF, queriesOf } from '@opsledger/contracts';
import { Type } from '@sinclair/typebox';

export const ChangesTouching = queriesOf('change')('ChangesTouching', {
  roles: STAFF,
  summary: '',
  params: Payload({
    ciIds: Type.Array(Line(200)),
    serviceIds: Type.Array(Line(200)),
    from: Instant(),
    to: Instant(),
    limit: Type.Optional(Type.Integer()),
  }),
  result: Type.Object({
    items: Type.Array(
      Type.Object({ change: ChangeSummary, start: Instant(), end: Instant(), touches: Type.Array(Reference) }),
    ),
  }),
});
