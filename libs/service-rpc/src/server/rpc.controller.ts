import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  HOSTED_SERVICES,
  INFRASTRUCTURE,
  Operations,
  Problem,
  ToldPublishers,
  toProblem,
  type CommandMessage,
  type Infrastructure,
  type InProcessServices,
  type QueryMessage,
  type ServiceRuntime,
} from '@opsledger/service-kit';
import { CALLS, tellProblem, type Answer, type Hello } from '../wire';
import { Gate } from './gate';

/** Hands what comes over the network to the services of this process; every answer is one, problems included. */
@Controller()
export class RpcController {
  private readonly operations: Operations;

  constructor(
    @Inject(HOSTED_SERVICES) private readonly hosted: InProcessServices<ServiceRuntime>,
    @Inject(INFRASTRUCTURE) private readonly infrastructure: Infrastructure,
    @Inject(Gate) private readonly gate: Gate,
  ) {
    this.operations = new Operations(
      hosted,
      infrastructure.db,
      infrastructure.logger,
      new ToldPublishers(infrastructure),
    );
  }

  @MessagePattern(CALLS.hello)
  hello(): Promise<Answer<Hello>> {
    return this.answer(async () => ({ services: this.hosted.all.map(({ name }) => name) }));
  }

  @MessagePattern(CALLS.command)
  command(@Payload() message: CommandMessage): Promise<Answer> {
    return this.answer(() => this.hosted.command(message));
  }

  @MessagePattern(CALLS.query)
  query(@Payload() message: QueryMessage): Promise<Answer> {
    return this.answer(() => this.hosted.query(message));
  }

  @MessagePattern(CALLS.readers)
  readers(): Promise<Answer> {
    return this.answer(async () => (await this.operations.readers()).items);
  }

  /** Answers when it has begun: it may take hours. Its progress is told with the readers. */
  @MessagePattern(CALLS.rebuild)
  rebuild(@Payload() { name }: { name: string }): Promise<Answer> {
    return this.answer(() => this.operations.beginRebuild(name));
  }

  @MessagePattern(CALLS.parked)
  parked(@Payload() { reader, limit }: { reader?: string; limit?: number }): Promise<Answer> {
    return this.answer(async () => (await this.operations.parked(reader, limit)).items);
  }

  @MessagePattern(CALLS.retryParked)
  retryParked(@Payload() { name }: { name: string }): Promise<Answer> {
    return this.answer(() => this.operations.retryParked(name));
  }

  private answer<Result>(work: () => Promise<Result>): Promise<Answer<Result>> {
    return this.gate.through(async () => {
      try {
        return { result: await work() };
      } catch (error) {
        return { problem: tellProblem(this.problemOf(error)) };
      }
    });
  }

  /** Services tell problems themselves; anything else is a fault of ours, and tells nothing of the inside. */
  private problemOf(error: unknown): Problem {
    const problem = toProblem(error, {}, 'query');
    if (problem.status === 500 && !(error instanceof Problem))
      this.infrastructure.logger.error({ err: error }, 'a call from another process failed');
    return problem;
  }
}
