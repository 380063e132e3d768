import type { Page } from 'playwright-core'
import { entriesOf, numberOf, rtcStats } from './rtcStats.ts'

/** Counters that only grow, as the browser names them. */
interface Totals {
  readonly concealed: number
  readonly silentConcealed: number
  readonly received: number
  readonly packetsReceived: number
  readonly packetsLost: number
  /** Nearly all of them are the copies that RED adds of packets which came by themselves. */
  readonly packetsDiscarded: number
  readonly jitterBufferSeconds: number
  readonly jitterBufferEmitted: number
}

/** How the other's voice arrived over some time. */
export interface VoiceQuality {
  /** 0 to 1: of what was played, that was made up for lost packets and was no silence. */
  readonly concealed: number
  /** 0 to 1: of the packets sent, those that never came. */
  readonly lost: number
  /** Copies of earlier packets for each packet that came: 1 where each carries the one before it. */
  readonly repeated: number
  /** Milliseconds a packet waited on average before it was played. */
  readonly jitterBufferMs: number
}

/** Watches how the voice arrives in an offscreen document, by the browser's own statistics; resolves with a function that says how it was since. */
export async function watchVoice(offscreen: Page): Promise<() => Promise<VoiceQuality>> {
  const before = await totals(offscreen)
  return async () => {
    const after = await totals(offscreen)
    const grown = (key: keyof Totals): number => after[key] - before[key]
    return {
      concealed: (grown('concealed') - grown('silentConcealed')) / grown('received'),
      lost: grown('packetsLost') / (grown('packetsLost') + grown('packetsReceived')),
      repeated: grown('packetsDiscarded') / grown('packetsReceived'),
      jitterBufferMs: (1_000 * grown('jitterBufferSeconds')) / grown('jitterBufferEmitted'),
    }
  }
}

/** Of the voice: of all that is heard it has brought the most packets. */
async function totals(page: Page): Promise<Totals> {
  const heard = entriesOf(await rtcStats(page), 'inbound-rtp', 'audio')
  const voice = heard.sort((a, b) => numberOf(b, 'packetsReceived') - numberOf(a, 'packetsReceived'))[0]
  if (!voice) throw new Error('No voice arrives.')
  return {
    concealed: numberOf(voice, 'concealedSamples'),
    silentConcealed: numberOf(voice, 'silentConcealedSamples'),
    received: numberOf(voice, 'totalSamplesReceived'),
    packetsReceived: numberOf(voice, 'packetsReceived'),
    packetsLost: numberOf(voice, 'packetsLost'),
    packetsDiscarded: numberOf(voice, 'packetsDiscarded'),
    jitterBufferSeconds: numberOf(voice, 'jitterBufferDelay'),
    jitterBufferEmitted: numberOf(voice, 'jitterBufferEmittedCount'),
  }
}
