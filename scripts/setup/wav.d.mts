export const WAV_RATE: number
export function writeWav(
  path: string,
  seconds: number,
  sampleAt: (time: number, channel: number) => number,
  channels?: number,
): void
export function writeWhole(path: string, write: (file: number) => void): void
