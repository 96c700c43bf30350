/**
 * What an error says for people, such as `connect ECONNREFUSED 127.0.0.1:5432`; its code where it has no words: Node
 * reports a failed connect to several addresses as one error without a message.
 */
export function reasonOf(error: unknown): string {
  const { message, code } = Object(error) as Partial<NodeJS.ErrnoException>;
  return message || code || String(error);
}
