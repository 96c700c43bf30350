/** The part of pino that runners use. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const ignore = (): void => undefined;

/** A log that keeps nothing. */
export const SILENT: Log = { info: ignore, warn: ignore, error: ignore };
