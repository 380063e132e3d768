export type Rgb = readonly [red: number, green: number, blue: number]
export function writeCameraFile(
  path: string,
  picture: { rgb: Rgb; width?: number; height?: number; framesPerSecond?: number },
): void
export function writeMicrophoneFile(path: string, tone: { hertz: number; level?: number }): void
