import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { publishedContracts } from '@opsledger/contracts';
import { Topics, catalogueOf } from '@opsledger/kafka';
import { suiteEnvironmentSchema } from '../../apps/suite/src/environment';
import { imageEnvironment } from './dockerfile';
import { exists, jsonOf, ROOT, spoilt, textOf, yamlOf } from './files';
import { alertFaults, dashboardFaults, queryFaults, rulesIn, scrapeFaults } from './monitoring';
import { namesIn } from './prom-ql';
import { pageFaults, type PageFacts } from './pages';
import { PROGRAMS, VARIABLES } from './programs';
import { whatIsServed, type Served } from './served.fixture';

let served: Served;
beforeAll(async () => void (served = await whatIsServed()), 60_000);

const programs = PROGRAMS.map(({ name }) => name);
const port = Number(imageEnvironment(textOf('Dockerfile')).PORT);
const alerts = yamlOf('deploy/prometheus/alerts.yml');
const prometheus = yamlOf('deploy/prometheus/prometheus.yml');
const kubernetes = yamlOf('deploy/prometheus/kubernetes.yml');
const [datasource] = yamlOf('deploy/grafana/provisioning/datasources/prometheus.yml').datasources;
const dashboards = readdirSync(join(ROOT, 'deploy/grafana/dashboards'));

it('knows what processes tell', () => {
  expect([...served.paths]).toEqual(['/health/live', '/health/ready', '/metrics']);
  expect(served.figures.get('opsledger_http_request_duration_seconds_count')).toEqual(new Set(['method', 'status']));
  expect(served.figures.get('opsledger_reader_lag_seconds')).toEqual(new Set(['reader']));
  expect(served.figures.has('opsledger_log_position')).toBe(true);
});

describe('queries', () => {
  it('are read: series, labels, and nothing else', () => {
    const { series, labels } = namesIn(
      'max(a_b) - on () group_right () histogram_quantile(0.9, sum by (le, x) (rate(c_d{y=~"$y.*", z!="up{"}[$__rate_interval]))) > bool 0 and on (w) e_f',
    );
    expect([...series]).toEqual(['a_b', 'c_d', 'e_f']);
    expect([...labels].sort()).toEqual(['le', 'w', 'x', 'y', 'z']);
  });

  it.each([
    ['a series nobody tells', 'sum(rate(opsledger_requests_total[5m]))', 'no process tells opsledger_requests_total'],
    [
      'a label it has not',
      'sum by (route) (rate(opsledger_http_request_duration_seconds_count[5m]))',
      'nothing has the label route',
    ],
    ['a label selected by', 'opsledger_reader_position{name="x"}', 'nothing has the label name'],
    ['nothing', '1 > 0', 'asks for nothing'],
  ])('that name %s are noticed', (_what, expression, fault) => {
    expect(queryFaults('query', expression, served.figures)).toEqual([`query: ${fault}`]);
  });
});

describe('alerts', () => {
  it('ask for what processes tell, and say what to do', () => {
    expect(alertFaults(alerts, served.figures, exists)).toEqual([]);
    expect(rulesIn(alerts).length).toBeGreaterThan(8);
  });

  it.each([
    ['no severity', (copy: any) => delete copy.groups[0].rules[0].labels, 'OpsledgerProcessDown: has no severity'],
    [
      'no remedy',
      (copy: any) => delete copy.groups[0].rules[0].annotations.remedy,
      'OpsledgerProcessDown: says not what is wrong or what to do',
    ],
    [
      'a page that is not there',
      (copy: any) => (copy.groups[0].rules[0].annotations.remedy = 'docs/gone.md'),
      'OpsledgerProcessDown: docs/gone.md does not exist',
    ],
    [
      'a name twice',
      (copy: any) => copy.groups[0].rules.push(copy.groups[0].rules[0]),
      'OpsledgerProcessDown: is there twice',
    ],
    [
      'an unknown series',
      (copy: any) => (copy.groups[0].rules[0].expr = 'down == 1'),
      'OpsledgerProcessDown: no process tells down',
    ],
  ])('with %s are noticed', (_what, spoil, fault) => {
    expect(alertFaults(spoilt(alerts, spoil), served.figures, exists)).toContain(fault);
  });
});

describe.each(dashboards)('dashboard %s', (file) => {
  const dashboard = jsonOf(`deploy/grafana/dashboards/${file}`);

  it('asks for what processes tell', () => {
    expect(dashboardFaults(file, dashboard, datasource.uid, served.figures)).toEqual([]);
    expect(dashboard.panels.length).toBeGreaterThan(5);
  });

  it.each([
    [
      'an unknown series',
      (copy: any) => (copy.panels[0].targets[0].expr = 'nothing_total'),
      /no process tells nothing_total/,
    ],
    ['another datasource', (copy: any) => (copy.panels[0].datasource.uid = 'loki'), /there is no datasource loki/],
    [
      'an unknown variable',
      (copy: any) => (copy.panels[0].targets[0].expr = 'up{process="$which"}'),
      /there is no variable which/,
    ],
    [
      'panels over each other',
      (copy: any) => (copy.panels[1].gridPos = copy.panels[0].gridPos),
      /lies over another panel/,
    ],
    [
      'a variable of an unknown series',
      (copy: any) => (copy.templating.list[0].query.query = 'label_values(gone, reader)'),
      /no process tells gone/,
    ],
  ])('with %s is noticed', (_what, spoil, fault) => {
    expect(dashboardFaults(file, spoilt(dashboard, spoil), datasource.uid, served.figures)).toContainEqual(
      expect.stringMatching(fault),
    );
  });
});

describe('Prometheus beside the containers', () => {
  it('finds every program', () => {
    expect(scrapeFaults(prometheus, programs, port, served.paths)).toEqual([]);
    expect(prometheus.rule_files.map((file: string) => exists(`deploy/prometheus/${file}`))).toEqual([true]);
  });

  it.each([
    [
      'a program left out',
      (copy: any) => copy.scrape_configs[0].dns_sd_configs[0].names.pop(),
      'prometheus: relay is missing',
    ],
    [
      'a program that is none',
      (copy: any) => copy.scrape_configs[0].dns_sd_configs[0].names.push('x'),
      'prometheus: nobody knows x',
    ],
    [
      'another port',
      (copy: any) => (copy.scrape_configs[0].dns_sd_configs[0].port = 9090),
      'prometheus: nothing listens at 9090',
    ],
    ['another path', (copy: any) => (copy.scrape_configs[0].metrics_path = '/m'), 'prometheus: nobody answers /m'],
  ])('with %s is noticed', (_what, spoil, fault) => {
    expect(scrapeFaults(spoilt(prometheus, spoil), programs, port, served.paths)).toContain(fault);
  });
});

describe('pages and alerts', () => {
  const topics = new Topics(catalogueOf(publishedContracts));
  const compose = textOf('docker-compose.yml');
  const facts = (): PageFacts => ({
    exists,
    textOf,
    variables: new Set([
      ...VARIABLES,
      ...Object.keys(suiteEnvironmentSchema.properties),
      ...Object.keys(imageEnvironment(textOf('Dockerfile'))),
      ...[...compose.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!),
      'OPSLEDGER_URL',
    ]),
    topics: new Set([...topics.allEvents, ...topics.allStates, ...topics.allDeadLetters]),
    routes: served.routes,
    figures: served.figures,
  });

  it.each([
    'docs/how-to/deploy-with-docker.md',
    'docs/how-to/deploy-on-kubernetes.md',
    'docs/how-to/scale.md',
    'docs/how-to/secure-kafka.md',
    'docs/how-to/back-up-and-restore.md',
    'docs/how-to/upgrade-without-downtime.md',
    'deploy/prometheus/alerts.yml',
  ])('%s names what there is', (page) => {
    expect(pageFaults(page, textOf(page), facts())).toEqual([]);
  });

  it.each([
    ['[a page](gone.md)', 'there is no page docs/how-to/gone.md'],
    ['[a part](scale.md#gone)', 'docs/how-to/scale.md has no part gone'],
    ['see `deploy/gone.yml`', 'there is no file deploy/gone.yml'],
    ['set `KAFKA_BROKER=x`', 'there is no variable KAFKA_BROKER'],
    ['the topic itsm.billing.events', 'there is no topic itsm.billing.events'],
    ['`POST /v1/projections`', 'there is no route POST /v1/projections'],
    ['`opsledger_gone_total`', 'there is no figure opsledger_gone_total'],
  ])('notices %s', (text, fault) => {
    expect(pageFaults('docs/how-to/page.md', text, facts())).toEqual([`docs/how-to/page.md: ${fault}`]);
  });
});

it('sets the same labels in a cluster', () => {
  const [job] = kubernetes.scrape_configs;
  const set = job.relabel_configs.flatMap(({ target_label }: any) => (target_label ? [target_label] : []));
  expect(set).toEqual(['process', 'namespace', 'pod']);
  expect(job.job_name).toBe(prometheus.scrape_configs[0].job_name);
});
