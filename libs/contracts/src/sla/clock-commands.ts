import { Type } from '@sinclair/typebox';
import { Instant, OneOf, Payload, commandsOf } from '../kit';
import { CLOCKED_RECORDS } from './clock';

const clocks = commandsOf('sla', 'slaclocks');

/** Given by processes alone: whatever there is to record follows from the log and the present. */
export const JudgeClocks = clocks('JudgeClocks', {
  roles: [],
  creates: 'or-extends',
  summary: 'Record what has happened to the clocks of a record and is not recorded yet',
  payload: Payload({
    record: OneOf(CLOCKED_RECORDS),
    notBefore: Type.Optional(
      Instant({ description: 'The present is at least this, whatever the clock of the one who carries it out says.' }),
    ),
  }),
});

/** Without a route: no person states anything about a clock. */
export const slaClockCommands = [JudgeClocks] as const;
