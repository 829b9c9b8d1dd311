/** The line that an edit stays within, counted from 0; undefined where it touches several. */
export function editedLine(before: string, after: string): number | undefined {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  const replaced = before.slice(head, before.length - tail) + after.slice(head, after.length - tail);
  return replaced.includes('\n') ? undefined : before.slice(0, head).split('\n').length - 1;
}
