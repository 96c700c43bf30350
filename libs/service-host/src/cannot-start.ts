/** Something the person who starts the process can put right. The message is all they need: no stack is shown. */
export class CannotStart extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotStart';
  }
}
