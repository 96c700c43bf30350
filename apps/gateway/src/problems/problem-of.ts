import { Problem } from '@opsledger/service-kit';
import { BODY_LIMIT } from '../gateway-options';

interface HttpError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly status?: number;
  readonly message?: string;
}

/** What anything thrown while a request is handled means to the client. Unknown errors tell nothing of the inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, message = '' } = (error ?? {}) as HttpError;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem(413, 'body-too-large', 'Body is too large', `A body may have ${BODY_LIMIT} bytes at most.`);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem(
        415,
        'unsupported-media-type',
        'Unsupported media type',
        'Send the body as JSON, with content-type: application/json.',
      );
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Problem(400, 'wrong-content-length', 'Wrong content length', 'The body is not as long as announced.');
    case 'FST_ERR_BAD_URL':
      return new Problem(400, 'bad-address', 'Address cannot be read', 'The path is not valid percent-encoded UTF-8.');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Problem(414, 'path-too-long', 'Path is too long', 'A part of the path is longer than any id.');
    default:
      return byStatus(error as HttpError, message);
  }
}

function byStatus(error: HttpError, message: string): Problem {
  const status = error?.statusCode ?? error?.status ?? 500;
  if (status >= 400 && status < 500) return new Problem(status, 'bad-request', 'Bad request', message);
  if (status === 503) return new Problem(503, 'stopping', 'Stopping', 'This server is stopping.', { retryAfter: 2 });
  return new Problem(
    500,
    'unexpected',
    'Unexpected error',
    'Something failed that should not. Give the request id in `instance` to the operators: their log says what.',
  );
}
