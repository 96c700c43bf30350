import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Opsledger API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/v1/openapi.json', dom_id: '#reference', deepLinking: true, persistAuthorization: false,
  displayRequestDuration: true, docExpansion: 'list', defaultModelsExpandDepth: -1, tryItOutEnabled: true, filter: true });
`;

/** Everything comes from this server: the page works without the internet, and scripts from elsewhere do not run. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The browsable reference under `/docs`. */
export async function serveDocs(scope: FastifyInstance): Promise<void> {
  const page = (type: string, text: string) => ({
    handler: async (
      _request: unknown,
      reply: { header(name: string, value: string): { send(body: string): unknown } },
    ) => reply.header('content-type', `${type}; charset=utf-8`).send(text),
  });
  scope.addHook('onSend', async (_request, reply) => void reply.header('content-security-policy', POLICY));
  // Whoever opens the address in a browser wants to see something.
  scope.get('/', async (_request, reply) => reply.redirect('/docs'));
  scope.get('/docs', page('text/html', PAGE));
  scope.get('/docs/start.js', page('text/javascript', START));
  await scope.register(fastifyStatic, {
    root: dirname(require.resolve('swagger-ui-dist/package.json')),
    prefix: '/docs/assets/',
    allowedPath: (path) => /^\/swagger-ui(-bundle\.js|\.css)$/.test(path),
    index: false,
  });
}
