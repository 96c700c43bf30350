import { Type } from '@sinclair/typebox';
import { Instant, Line, OneOf } from '../kit';

const { Optional } = Type;

export const roles = ['analyst', 'agent', 'problem-manager', 'change-manager', 'service-owner'] as const;

export const PERIOD_LENGTHS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type PeriodLength = (typeof PERIOD_LENGTHS)[number];

/** One word, or several separated by commas. */
export const SomeOf = (words: readonly string[], description: string) =>
  Type.String({ pattern: `^(${words.join('|')})(,(${words.join('|')}))*$`, description });

export const Moment = (description: string) =>
  Type.Union([Type.String({ format: 'date' }), Type.String({ format: 'date-time' })], { description });

export const zone = Optional(
  Line(64, { default: 'UTC', description: 'IANA time zone of dates and periods.', examples: ['Europe/Berlin'] }),
);
export const period = {
  from: Optional(Moment('Included. A date means its beginning in `zone`. Default: 30 days before `to`.')),
  to: Optional(Moment('Not included. Default: the beginning of today in `zone`.')),
  zone,
};
export const asOf = Optional(
  Instant({
    description: 'As it was known at this instant: facts recorded later do not count. Default: as known now.',
  }),
);

export const Period = Type.Object({
  from: Instant(),
  to: Instant(),
  zone: Type.String(),
  defaulted: Type.Array(OneOf(['from', 'to', 'zone']), { description: 'Which of these were not given.' }),
});
