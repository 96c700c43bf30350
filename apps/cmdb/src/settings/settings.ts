import {
  DEFAULT_PRECEDENCE,
  type CmdbSettingsEvent,
  type CommandOf,
  type Precedence,
  type ReviseSourcePrecedence,
} from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { same } from '../item/claims';

interface CmdbSettings {
  readonly precedence: Precedence;
  readonly precedenceVersion: number;
}

function reviseSourcePrecedence(
  { data }: CommandOf<typeof ReviseSourcePrecedence>,
  { precedence, precedenceVersion }: CmdbSettings,
): CmdbSettingsEvent[] {
  if (same(data, precedence)) return [];
  return [
    {
      type: 'SourcePrecedenceRevised',
      data: { precedence: { before: precedence, after: data }, precedenceVersion: precedenceVersion + 1 },
    },
  ];
}

/** What is decided about the configuration database as a whole; one record, versioned like any other. */
export const cmdbSettings = aggregate<CmdbSettings, CmdbSettingsEvent>({
  category: 'cmdbsettings',
  called: 'CMDB',
  initial: { precedence: DEFAULT_PRECEDENCE, precedenceVersion: 1 },
  evolve: (_, { data }) => ({ precedence: data.precedence.after, precedenceVersion: data.precedenceVersion }),
  decisions: { ReviseSourcePrecedence: reviseSourcePrecedence },
});
