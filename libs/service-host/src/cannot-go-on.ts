/** Why a process that runs must end, and what to do about it. The message is all they need: no stack is shown. */
export class CannotGoOn extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotGoOn';
  }
}
