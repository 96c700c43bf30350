/** Another process, a rebuild or a retry has changed what this reader was writing: it must read its checkpoint anew. */
export class TakenOver extends Error {
  constructor(reader: string) {
    super(`${reader} was taken over`);
    this.name = 'TakenOver';
  }
}
