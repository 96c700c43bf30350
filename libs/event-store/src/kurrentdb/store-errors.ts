import { StoreUnavailable, UnacceptableEvent } from '../errors';

/** gRPC's status codes that mean more than "not now". */
const CODE = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  unauthenticated: 16,
};

interface ServiceError extends Error {
  readonly code: number;
  readonly metadata?: { getMap(): Record<string, string | Buffer> };
}

/** Something on the server stands in the way that trying again does not mend. */
export class UnusableLog extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableLog';
  }
}

/** What the port promises instead of gRPC's errors. Whatever is not understood may pass: it is unavailable. */
export function asStoreError(error: unknown): Error {
  if (isOurs(error)) return error;
  if (!isServiceError(error)) return unavailable(error);
  switch (exceptionOf(error)) {
    case 'maximum-append-size-exceeded':
      return new UnacceptableEvent(
        `the KurrentDB server takes ${fieldOf(error, 'maximum-append-size') || 'fewer'} bytes an append at most: raise its MaxAppendSize`,
      );
    case 'stream-deleted':
      return new UnusableLog('A stream of the log was deleted on the KurrentDB server: restore it from a backup.');
    case 'access-denied':
      return refused(error);
  }
  switch (error.code) {
    case CODE.unauthenticated:
    case CODE.permissionDenied:
      return refused(error);
    case CODE.invalidArgument:
      return new UnacceptableEvent(`the KurrentDB server refuses it: ${error.message}`);
    case CODE.resourceExhausted:
      return /larger than max/i.test(error.message)
        ? new UnacceptableEvent('it is larger than the KurrentDB server takes in one message')
        : unavailable(error);
    case CODE.deadlineExceeded:
      return new StoreUnavailable('The KurrentDB server did not answer in time.', { cause: error });
    default:
      return unavailable(error);
  }
}

/** The node asked is not the leader of its cluster: it did nothing. */
export const isNotLeader = (error: unknown): boolean => isServiceError(error) && exceptionOf(error) === 'not-leader';

/** No answer in time: whether an append was carried out is not known. */
export const isDeadline = (error: unknown): boolean => isServiceError(error) && error.code === CODE.deadlineExceeded;

/** The stream is at another revision than the append expected, so that nothing was written. */
export const isWrongVersion = (error: unknown): boolean =>
  isServiceError(error) && exceptionOf(error) === 'wrong-expected-version';

const isOurs = (error: unknown): error is Error =>
  error instanceof StoreUnavailable || error instanceof UnacceptableEvent || error instanceof UnusableLog;

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && typeof (error as Partial<ServiceError>).code === 'number';

/** The server's own name for what happened, where it has one. */
const exceptionOf = (error: ServiceError): string => fieldOf(error, 'exception');

const fieldOf = ({ metadata }: ServiceError, name: string): string => String(metadata?.getMap()[name] ?? '');

const refused = (cause: Error): StoreUnavailable =>
  new StoreUnavailable(
    'The KurrentDB server refuses our credentials, or they may not read $all and write: check KURRENTDB_URL and the rights of its user.',
    { cause },
  );

const unavailable = (cause: unknown): StoreUnavailable =>
  new StoreUnavailable(`The KurrentDB server cannot be reached: ${messageOf(cause)}.`, { cause });

/** gRPC's own words end in notes for its developers. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { details = error.message } = error as { details?: string };
  return details.replace(/[. ]*Resolution note:.*$/s, '') || error.name;
}
