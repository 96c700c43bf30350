/**
 * The bare baseline: one Fastify route doing one INSERT through `pg`, nothing else: no authentication, no validation,
 * no events, no views. Run as a process: DATABASE_URL, PORT.
 */
import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { Pool } from 'pg';

async function main(): Promise<void> {
  const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: Number(process.env['POOL'] ?? 32) });
  await pool.query(
    'create table if not exists bare_incidents (id uuid primary key, body jsonb not null, at timestamptz not null default now())',
  );
  const app = fastify({ logger: false });
  app.post('/incidents', async (request, reply) => {
    const id = randomUUID();
    await pool.query('insert into bare_incidents (id, body) values ($1, $2)', [id, request.body]);
    reply.code(201);
    return { id };
  });
  await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
  process.stdout.write('ready\n');
}

void main();
