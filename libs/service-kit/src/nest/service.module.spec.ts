import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { anInfrastructure } from '../fixtures/infrastructure.fixture';
import { command, noteContracts, noteService } from '../fixtures/notes.fixture';
import { InfrastructureModule } from './infrastructure.module';
import { ServiceModule, runtimeOf } from './service.module';

@Module({})
class Application {
  static of(...imports: DynamicModule[]): DynamicModule {
    return { module: Application, imports };
  }
}

const definition = noteService({ GetNote: async () => 'note', ListNotes: async () => [] });

function anApplication() {
  const { infrastructure, hosted, diary, logged, readers } = anInfrastructure();
  const close = async (): Promise<void> => void diary.push('close');
  const second = { ...definition, name: 'other' };
  const application = NestFactory.createApplicationContext(
    Application.of(
      ServiceModule.forService(definition, noteContracts),
      ServiceModule.forService(second, { ...noteContracts, service: 'other' }),
      InfrastructureModule.forRoot({ infrastructure, hosted, close }),
    ),
    { logger: false, abortOnError: false },
  );
  return { application, infrastructure, hosted, diary, logged, readers };
}

it('hosts services, reachable by name and by injection', async () => {
  const { application, infrastructure, hosted } = anApplication();
  const context = await application;
  expect(hosted.all.map(({ name }) => name)).toEqual(['notes', 'other']);
  expect(context.get(runtimeOf('notes'), { strict: false })).toBe(hosted.all[0]);
  await expect(infrastructure.services.command(command('WriteNote', { text: 'a' }))).resolves.toMatchObject({
    version: 1,
  });
  const elsewhere = infrastructure.services.query({
    service: 'nowhere',
    type: 'x',
    params: {},
    actor: command('', {}).actor,
  });
  await expect(elsewhere).rejects.toMatchObject({ status: 503, code: 'service-not-here' });
  await context.close();
});

it('starts all projections before any process, stops in the opposite order, and closes last', async () => {
  const { application, diary } = anApplication();
  const context = await application;
  const [list, reminder] = ['note-list', 'note-reminder'];
  expect(diary.splice(0)).toEqual([`start ${list}`, `start ${list}`, `start ${reminder}`, `start ${reminder}`]);
  await context.close();
  const stops = diary.filter((entry) => entry.startsWith('stop'));
  expect(stops.slice(0, 2)).toEqual([`stop ${reminder}`, `stop ${reminder}`]);
  expect(stops.slice(2)).toContain(`stop ${list}`);
  expect(diary.at(-1)).toBe('close');
});

it.each(['note-list', 'note-reminder'])('says which service did not stop, when %s fails, and closes', async (name) => {
  const { application, diary, logged, readers } = anApplication();
  const context = await application;
  readers.get(name)!.stop = () => Promise.reject(new Error(`${name} hangs on`));
  await context.close();
  expect(logged).toContainEqual(
    expect.objectContaining({
      service: 'other',
      msg: expect.stringContaining('did not stop'),
      err: expect.objectContaining({ message: `${name} hangs on` }),
    }),
  );
  expect(diary.at(-1)).toBe('close');
});

it('refuses two services of one name', async () => {
  const { infrastructure, hosted } = anInfrastructure();
  const twice = NestFactory.createApplicationContext(
    Application.of(
      InfrastructureModule.forRoot({ infrastructure, hosted }),
      ServiceModule.forService(definition, noteContracts),
      {
        module: class Again {},
        imports: [ServiceModule.forService({ ...definition }, { ...noteContracts, title: 'x' })],
      },
    ),
    { logger: false, abortOnError: false },
  );
  await expect(twice).rejects.toThrow('registered already');
});
