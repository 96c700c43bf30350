import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnvironment, serviceEnvironment } from '@opsledger/service-kit';
import { Type, type Static } from '@sinclair/typebox';

const schema = Type.Object({
  ...serviceEnvironment,
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 3000, description: 'where the suite listens' }),
  HOST: Type.Optional(Type.String({ description: 'address the suite listens on' })),
  OPSLEDGER_DATA: Type.String({ default: '.opsledger', description: 'directory of the embedded PostgreSQL' }),
  OPSLEDGER_TOKEN: Type.Optional(
    Type.String({ minLength: 16, pattern: '^\\S+$', description: 'an access token for an administrator' }),
  ),
});

/** Everything the environment says, read once. */
export type Environment = Readonly<Static<typeof schema> & { HOST: string }>;

/**
 * HOST is 127.0.0.1 unless told, so that trying the suite on a laptop opens nothing to the network;
 * in a container, where nobody could reach that, it is 0.0.0.0. OPSLEDGER_DATA becomes absolute.
 *
 * @throws InvalidEnvironment that names every variable that is wrong
 */
export function readEnvironment(variables: NodeJS.ProcessEnv, inContainer = isContainer(variables)): Environment {
  const environment = parseEnvironment(schema, variables);
  return {
    ...environment,
    HOST: environment.HOST ?? (inContainer ? '0.0.0.0' : '127.0.0.1'),
    OPSLEDGER_DATA: resolve(environment.OPSLEDGER_DATA),
  };
}

const isContainer = (variables: NodeJS.ProcessEnv): boolean =>
  Boolean(variables.KUBERNETES_SERVICE_HOST) || existsSync('/.dockerenv') || existsSync('/run/.containerenv');
