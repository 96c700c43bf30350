/** What is wrong with the name of an image: its tag must say exactly which one it is. */
export function imageFaults(where: string, image: string): string[] {
  const tag = /^[^\s:@]+(?::\d+\/[^\s:@]+)?:([\w.-]+)(?:@sha256:[0-9a-f]{64})?$/.exec(image)?.[1];
  if (!tag) return [`${where}: ${image} has no tag`];
  return /\d+\.\d+/.test(tag) ? [] : [`${where}: the tag of ${image} moves`];
}
