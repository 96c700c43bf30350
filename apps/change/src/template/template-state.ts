import type { TemplateContent, TemplateKeys } from '@opsledger/contracts';

export interface KnownTemplate {
  readonly status: TemplateKeys['state'];
  readonly number: string;
  readonly keys: TemplateKeys;
  readonly content: TemplateContent;
  /** Id of who wrote the present version. */
  readonly author: string | null;
}
export type Template = { readonly status: 'unknown' } | KnownTemplate;

export const isKnown = (state: Template): state is KnownTemplate => state.status !== 'unknown';
