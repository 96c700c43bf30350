/** What a query that offers `text/calendar` answers. */
export interface CalendarAnswer {
  readonly name: string;
  readonly entries: readonly CalendarEntry[];
}

interface CalendarEntry {
  readonly id: string;
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly description?: string;
  readonly status?: string;
  readonly updatedAt: string;
  readonly version?: number;
}

/** RFC 5545: text escaped, lines of at most 75 octets, instants in UTC. */
export function icalendarOf({ name, entries }: CalendarAnswer): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Opsledger//Opsledger//EN',
    `X-WR-CALNAME:${escaped(name)}`,
  ];
  return [...lines, ...entries.flatMap(event), 'END:VCALENDAR'].map((line) => `${folded(line)}\r\n`).join('');
}

const event = (it: CalendarEntry): string[] => [
  'BEGIN:VEVENT',
  `UID:${escaped(it.id)}@opsledger`,
  `DTSTAMP:${instant(it.updatedAt)}`,
  `LAST-MODIFIED:${instant(it.updatedAt)}`,
  ...(it.version === undefined ? [] : [`SEQUENCE:${it.version}`]),
  `DTSTART:${instant(it.start)}`,
  `DTEND:${instant(it.end)}`,
  `SUMMARY:${escaped(it.title)}`,
  ...(it.description ? [`DESCRIPTION:${escaped(it.description)}`] : []),
  ...(it.status ? [`STATUS:${it.status.toUpperCase()}`] : []),
  'END:VEVENT',
];

/** `20260305T200000Z` */
const instant = (iso: string): string => new Date(iso).toISOString().replaceAll(/[-:]|\.\d+/g, '');

/** Control characters have no place in content lines. */
const escaped = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n')
    .replaceAll(/\p{Cc}/gu, '');

const MOST_OCTETS = 75;

/** Cut between characters, never inside one; what goes on begins with a space. */
function folded(line: string): string {
  let [result, octets] = ['', 0];
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MOST_OCTETS) {
      result += '\r\n ';
      octets = 1;
    }
    result += character;
    octets += size;
  }
  return result;
}
