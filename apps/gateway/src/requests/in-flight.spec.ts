import type { FastifyReply } from 'fastify';
import { InFlight } from './in-flight';

const aReply = (sent = false) => ({ sent }) as FastifyReply;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('as many as may be are worked on at once; who ends makes room for the next', () => {
  const inFlight = new InFlight({ most: 2, answerWithin: 1_000 }, () => undefined);
  const first = inFlight.begin(aReply(), true);
  const second = inFlight.begin(aReply(), true);
  const overloaded = expect.objectContaining({ status: 503, code: 'overloaded' });
  expect(() => inFlight.begin(aReply(), true)).toThrow(overloaded);
  inFlight.end(second);
  const third = inFlight.begin(aReply(), true);
  expect(() => inFlight.begin(aReply(), true)).toThrow(overloaded);
  inFlight.end(first);
  inFlight.end(third);
  inFlight.begin(aReply(), true);
  inFlight.begin(aReply(), true);
  expect(() => inFlight.begin(aReply(), true)).toThrow(overloaded);
  inFlight.stop();
});

test('who has no answer in time is given up, also in a place that others had before; who ended or was answered is not', () => {
  const given: FastifyReply[] = [];
  const inFlight = new InFlight({ most: 10, answerWithin: 1_000 }, (reply) => void given.push(reply));
  inFlight.end(inFlight.begin(aReply(), true));
  const [slow, answered, ended] = [aReply(), aReply(true), aReply()];
  inFlight.begin(slow, true);
  inFlight.begin(answered, true);
  const place = inFlight.begin(ended, true);
  inFlight.end(place);
  jest.advanceTimersByTime(3_000);
  expect(new Set(given)).toEqual(new Set([slow]));
  inFlight.stop();
});
