/** The replica never saw the call: asking another one cannot do anything twice. */
export class NotSent extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotSent';
  }
}

/** The call went out and no answer came: nobody knows whether it was carried out. */
export class NoAnswer extends Error {
  constructor(
    message: string,
    /** The connection is there, only no answer. */
    readonly overdue = false,
  ) {
    super(message);
    this.name = 'NoAnswer';
  }
}

/** Only one of the two knows the secret, or they know different ones: somebody has to set it right. */
export class NotAdmitted extends NotSent {
  constructor(message: string) {
    super(message);
    this.name = 'NotAdmitted';
  }
}
