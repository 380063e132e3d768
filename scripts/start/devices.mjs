import { readdirSync } from 'node:fs'
import { platform } from 'node:os'

/** Which of camera and microphone this machine lacks. Elsewhere than on Linux both are taken to be there. */
export function missingDevices() {
  if (platform() !== 'linux') return []
  return [
    ...(list('/dev').some((name) => name.startsWith('video')) ? [] : ['camera']),
    ...(list('/dev/snd').some((name) => /^pcm.*c$/.test(name)) ? [] : ['microphone']),
  ]
}

function list(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
