import { Type } from '@sinclair/typebox';
import { Instant, Line, OneOf, Payload, Prose, ROLES, Reference, commandsOf } from '../kit';

/** Addressed to the article's id; recorded beside the article, whose version they leave alone. */
const command = commandsOf('knowledge', 'articleuse');
/** With it, the command is addressed to `namedUseId` of it: processes do not know the id of an article named so. */
const named = {
  number: Type.Optional(Line(40, { description: 'Number of the article, when the incident names that.' })),
};
const byProcesses = { roles: [] } as const;

/**
 * A day is one in UTC; a second view on it records nothing. Refused for an article that is unknown or not the reader's
 * to read.
 */
export const ViewArticle = command('ViewArticle', {
  route: 'POST /v1/knowledge/:id/views',
  roles: ROLES,
  creates: 'or-extends',
  summary: 'Record that you read it',
  description: 'Counts once a day for each person. A requester who reports no incident within 24 hours was helped.',
  payload: Payload({}),
});

/** The same answer again records nothing. Refused for an article that is unknown or not the reader's to read. */
export const RateArticle = command('RateArticle', {
  route: 'POST /v1/knowledge/:id/feedback',
  roles: ROLES,
  creates: 'or-extends',
  summary: 'Say whether it helped',
  description: 'One answer for each person; a second one takes the place of the first.',
  payload: Payload({ helpful: Type.Boolean(), comment: Type.Optional(Prose(2000)) }),
});

/**
 * Sent by a process that follows incidents; nothing is recorded twice for an incident and manner, nor for an article
 * that is none of ours.
 */
export const NoteArticleUse = command('NoteArticleUse', {
  ...byProcesses,
  creates: 'or-extends',
  summary: 'Record that an incident was resolved with the article or points at it',
  payload: Payload({ ...named, incident: Reference, how: OneOf(['resolved', 'linked']) }),
});

/** Sent by a process when an incident's link was taken off; that an incident was resolved with the article stays. */
export const WithdrawArticleUse = command('WithdrawArticleUse', {
  ...byProcesses,
  creates: 'or-extends',
  summary: 'Record that an incident does not point at the article any more',
  payload: Payload({ ...named, incident: Reference }),
});

/** Sent by a timer 24 hours after `viewedAt`; nothing is recorded when the person called in an incident meanwhile. */
export const SettleArticleView = command('SettleArticleView', {
  ...byProcesses,
  creates: 'or-extends',
  summary: 'A day after a requester read it: record whether that spared an incident',
  payload: Payload({ person: Reference, viewedAt: Instant() }),
});

/** How the use of an article becomes known: from readers, from incidents, and from the time that passed. */
export const articleUseCommands = [
  ViewArticle,
  RateArticle,
  NoteArticleUse,
  WithdrawArticleUse,
  SettleArticleView,
] as const;
