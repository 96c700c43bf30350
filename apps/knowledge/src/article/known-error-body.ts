const HEADING = '## Workaround';

/** Its headings are those of a part, so that the section can be told from what follows. */
const part = (text: string): string => text.replace(/^#{1,2}(?= )/gm, '###');

interface KnownError {
  readonly problem: { readonly name: string };
  readonly description: string | null;
  readonly workaround: string;
}

/** What an article says that a problem drafted. */
export const knownErrorBody = ({ problem, description, workaround }: KnownError): string =>
  [
    ...(description === null ? [] : ['## Symptoms', description]),
    HEADING,
    part(workaround),
    '## Cause',
    `See ${problem.name}.`,
  ]
    .join('\n\n')
    .trim();

/** The same text with another workaround; what people wrote around it stays. Without such a section it gets one. */
export function withWorkaround(body: string, workaround: string): string {
  const lines = body.split('\n');
  const from = lines.findIndex((line) => line.trim() === HEADING);
  if (from === -1) return `${body.trimEnd()}\n\n${HEADING}\n\n${part(workaround)}`;
  const next = lines.findIndex((line, index) => index > from && /^#{1,2} /.test(line));
  const after = next === -1 ? [] : ['', ...lines.slice(next)];
  return [...lines.slice(0, from + 1), '', part(workaround), ...after].join('\n');
}
