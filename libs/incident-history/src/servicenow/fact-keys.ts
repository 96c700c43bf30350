import type { FactType } from '../history';

/** Stands for an update's name in the keys of what is known from the beginning on. */
export const LOGGING = 'logged';

/** What tells a fact apart from all others of its incident. Part of its id for ever, or importing again would double it. */
export const factKey = (update: string, type: FactType, slot?: string): string =>
  [update, type === 'IncidentLogged' ? undefined : type, slot].filter(Boolean).join('/');
