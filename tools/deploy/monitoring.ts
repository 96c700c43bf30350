import type { Figures } from './served.fixture';
import { differences } from './files';
import { namesIn } from './prom-ql';

/** Prometheus makes these itself. */
const MADE_BY_PROMETHEUS: Figures = new Map([['up', new Set<string>()]]);
/** Set where targets are found. */
export const TARGET_LABELS = ['job', 'instance', 'process', 'namespace', 'pod'];
/** Of histograms. */
const BUILT_IN = ['le'];

/** What a query names that no process tells. */
export function queryFaults(where: string, expression: string, figures: Figures): string[] {
  const { series, labels } = namesIn(expression);
  if (series.size === 0) return [`${where}: asks for nothing`];
  const known = [...series].map((name) => figures.get(name) ?? MADE_BY_PROMETHEUS.get(name));
  const unknown = [...series].filter((name) => !figures.has(name) && !MADE_BY_PROMETHEUS.has(name));
  const measured = known.every((found) => found !== undefined);
  const carried = new Set([...known.flatMap((found) => [...(found ?? [])]), ...TARGET_LABELS, ...BUILT_IN]);
  return [
    ...unknown.map((name) => `${where}: no process tells ${name}`),
    ...(measured ? [...labels] : [])
      .filter((label) => !carried.has(label))
      .map((label) => `${where}: nothing has the label ${label}`),
  ];
}

export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly remedy: string };
}

export const rulesIn = (alerts: any): readonly Rule[] => alerts.groups.flatMap(({ rules }: any) => rules);

export function alertFaults(alerts: any, figures: Figures, exists: (path: string) => boolean): string[] {
  const rules = rulesIn(alerts);
  return rules.flatMap(({ alert, expr, labels, annotations }) => [
    ...queryFaults(alert, expr, figures),
    ...(['warning', 'critical'].includes(labels?.severity) ? [] : [`${alert}: has no severity`]),
    ...(annotations?.summary && annotations?.remedy ? [] : [`${alert}: says not what is wrong or what to do`]),
    ...[...(annotations?.remedy ?? '').matchAll(/docs\/[\w/.-]+\.md/g)]
      .filter(([path]) => !exists(path))
      .map(([path]) => `${alert}: ${path} does not exist`),
    ...(rules.filter((other) => other.alert === alert).length > 1 ? [`${alert}: is there twice`] : []),
  ]);
}

export function dashboardFaults(name: string, dashboard: any, datasource: string, figures: Figures): string[] {
  const { panels, templating } = dashboard;
  const ids = panels.map(({ id }: any) => id);
  return [
    ...(dashboard.uid ? [] : [`${name}: has no uid`]),
    ...(new Set(ids).size === ids.length ? [] : [`${name}: two panels have the same id`]),
    ...overlaps(panels).map((title) => `${name}: ${title} lies over another panel`),
    ...panels.flatMap((panel: any) => [
      ...(panel.datasource?.uid === datasource
        ? []
        : [`${name}, ${panel.title}: there is no datasource ${panel.datasource?.uid}`]),
      ...panel.targets.flatMap(({ expr }: any) => queryFaults(`${name}, ${panel.title}`, expr, figures)),
      ...panel.targets.flatMap(({ expr }: any) =>
        [...expr.matchAll(/\$(?!__)(\w+)/g)]
          .filter(([, variable]) => !templating.list.some((one: any) => one.name === variable))
          .map(([, variable]) => `${name}, ${panel.title}: there is no variable ${variable}`),
      ),
    ]),
    ...templating.list.flatMap(({ name: variable, query }: any) => {
      const [, series = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(query.query) ?? [];
      return queryFaults(`${name}, $${variable}`, `${series}{${label}=""}`, figures);
    }),
  ];
}

function overlaps(panels: readonly any[]): string[] {
  const taken = new Set<string>();
  return panels.flatMap(({ title, gridPos: { x, y, w, h } }) => {
    const cells = Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`);
    const clash = x + w > 24 || cells.some((cell) => taken.has(cell));
    for (const cell of cells) taken.add(cell);
    return clash ? [title] : [];
  });
}

/** The scrape of the compose file: every program under its own name, at the port that the image sets. */
export function scrapeFaults(
  prometheus: any,
  programs: readonly string[],
  port: number,
  paths: ReadonlySet<string>,
): string[] {
  const job = prometheus.scrape_configs.find(({ job_name }: any) => job_name === 'opsledger');
  if (!job) return ['prometheus: there is no job opsledger'];
  const [found] = job.dns_sd_configs;
  return [
    ...differences('prometheus', programs, found.names),
    ...(found.port === port ? [] : [`prometheus: nothing listens at ${found.port}`]),
    ...(paths.has(job.metrics_path ?? '/metrics') ? [] : [`prometheus: nobody answers ${job.metrics_path}`]),
    ...(job.relabel_configs.some(({ target_label }: any) => target_label === 'process')
      ? []
      : ['prometheus: process is not set']),
  ];
}
