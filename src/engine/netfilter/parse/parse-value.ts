/** `0x4000` or `0x4000/0x4000` as unsigned 32-bit numbers. */
export function parseMark(text: string | undefined): { value: number; mask: number } | undefined {
  const parts = /^(0[xX][0-9a-fA-F]+|\d+)(?:\/(0[xX][0-9a-fA-F]+|\d+))?$/.exec(text ?? '');
  if (!parts) return undefined;
  const value = Number(parts[1]);
  const mask = parts[2] === undefined ? 0xffffffff : Number(parts[2]);
  return value <= 0xffffffff && mask <= 0xffffffff ? { value, mask } : undefined;
}
