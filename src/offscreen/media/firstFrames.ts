import type { Clock } from './clock'

/** How often it is looked, in ms: shorter than a packet of sound. */
const LOOK_MS = 10
/** A device that has given nothing for this long, in ms, is waited for no longer. */
const GIVE_UP_MS = 1_500

/** Newer than the DOM library's types: https://w3c.github.io/mediacapture-extensions/#the-mediastreamtrack-interface-extensions */
interface CountedTrack {
  readonly stats: { readonly deliveredFrames: number }
}
function isCounted(track: MediaStreamTrack): track is MediaStreamTrack & CountedTrack {
  return 'stats' in track && typeof track.stats === 'object' && track.stats !== null && 'deliveredFrames' in track.stats
}

/**
 * Resolves once a device that was just opened has given its first sound or picture. It is open some hundred milliseconds
 * before: whoever puts it in the place of another at once is silent for as long. No longer than `worthWaiting` says.
 */
export async function firstFrames(
  track: MediaStreamTrack,
  clock: Pick<Clock, 'after'>,
  worthWaiting: () => boolean,
): Promise<void> {
  if (!isCounted(track)) return
  for (let waited = 0; waited < GIVE_UP_MS && worthWaiting(); waited += LOOK_MS) {
    if (track.stats.deliveredFrames > 0 || track.readyState === 'ended') return
    await new Promise<void>((resolve) => clock.after(LOOK_MS, resolve))
  }
}
