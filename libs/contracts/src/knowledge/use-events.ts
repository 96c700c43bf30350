import { Type } from '@sinclair/typebox';
import { CalendarDate, Changed, Instant, Maybe, OneOf, Prose, Reference, eventsOf, type EventOf } from '../kit';
import { ArticleKeys } from './events';

/** Facts about how an article is used have a stream of their own: being read changes nothing of the article. */
const event = eventsOf('knowledge');

const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: ArticleKeys, ...fields });

/** Who read it: somebody who asks for help, or staff. */
export const ARTICLE_READERS = ['requester', 'staff'] as const;
export type ReaderKind = (typeof ARTICLE_READERS)[number];

/** Recorded when a reader says so; `day` is one in UTC. Views of staff spare no incident and are counted apart. */
export const ArticleViewed = event(
  'ArticleViewed',
  'A person read the article; at most once a day.',
  fact({ person: Reference, reader: OneOf(ARTICLE_READERS), day: CalendarDate() }),
);

/** Recorded by a timer a day after the view; what deflection is counted from. */
export const ArticleDeflected = event(
  'ArticleDeflected',
  'A requester read the article and reported no incident within 24 hours.',
  fact({ person: Reference, viewedAt: Instant() }),
);

/**
 * Recorded by a process that follows incidents: `resolved` when their resolution names the article, `linked` when
 * people link it.
 */
export const ArticleUsed = event(
  'ArticleUsed',
  'An incident was resolved with the article, or points at it. Once per incident and manner.',
  fact({ incident: Reference, how: OneOf(['resolved', 'linked']) }),
);

/** Takes back `linked` alone: a resolution is never unsaid. */
export const ArticleUseWithdrawn = event(
  'ArticleUseWithdrawn',
  'The incident does not point at the article any more.',
  fact({ incident: Reference }),
);

/** Recorded when a reader answers, or answers otherwise; before the first answer `helpful` is null. */
export const ArticleRated = event(
  'ArticleRated',
  'A person said whether it helped; one answer each, which may change.',
  fact({ person: Reference, helpful: Changed(Maybe(Type.Boolean())), comment: Changed(Maybe(Prose(2000))) }),
);

/** What is recorded of how an article is used: beside the article, whose version it leaves alone. */
export const articleUseEvents = [
  ArticleViewed,
  ArticleDeflected,
  ArticleUsed,
  ArticleUseWithdrawn,
  ArticleRated,
] as const;

/** Every fact about the use of one article. */
export type ArticleUseEvent = EventOf<(typeof articleUseEvents)[number]>;
