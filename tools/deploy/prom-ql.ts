/** Words of PromQL that stand where a name could. */
const WORDS = new Set(
  'and or unless by without on ignoring group_left group_right offset bool sum min max avg count topk bottomk'.split(
    ' ',
  ),
);

export interface Query {
  /** Names of series that are asked for. */
  readonly series: ReadonlySet<string>;
  /** Labels that are selected or grouped by, with the series of the whole query. */
  readonly labels: ReadonlySet<string>;
}

/** What a query names; enough of the language for what is written here, without its grammar. */
export function namesIn(expression: string): Query {
  const labels = new Set<string>();
  const withoutStrings = expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/\$\w+/g, '5m');
  const withoutSelectors = withoutStrings.replaceAll(/\{([^}]*)\}/g, (_, inside: string) => {
    for (const [, label] of inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)) labels.add(label!);
    return '';
  });
  const withoutGroups = withoutSelectors.replaceAll(
    /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g,
    (_, inside: string) => {
      for (const label of inside.split(',').map((it) => it.trim())) if (label) labels.add(label);
      return ' ';
    },
  );
  const withoutRanges = withoutGroups.replaceAll(/\[[^\]]*\]/g, '');
  const names = [...withoutRanges.matchAll(/(?<![\w.])([a-zA-Z_:][\w:]*)\b(?!\s*\()/g)].map(([, name]) => name!);
  return { series: new Set(names.filter((name) => !WORDS.has(name))), labels };
}
