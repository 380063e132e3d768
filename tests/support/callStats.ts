import type { Page } from 'playwright-core'
import * as v from 'valibot'

const StatsSchema = v.object({
  concealed: v.number(),
  silentConcealed: v.number(),
  received: v.number(),
  jitterBufferSeconds: v.number(),
  jitterBufferEmitted: v.number(),
})
type Totals = v.InferOutput<typeof StatsSchema>

/** How the other's voice arrived over some time. */
export interface VoiceQuality {
  /** 0 to 1: of what was played, that was made up for lost packets and was no silence. */
  readonly concealed: number
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
      jitterBufferMs: (1_000 * grown('jitterBufferSeconds')) / grown('jitterBufferEmitted'),
    }
  }
}

async function totals(page: Page): Promise<Totals> {
  const session = await page.context().newCDPSession(page)
  try {
    const { result } = await session.send('Runtime.evaluate', { expression: 'RTCPeerConnection.prototype' })
    const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' })
    const answer = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: VOICE_TOTALS,
      awaitPromise: true,
      returnByValue: true,
    })
    return v.parse(StatsSchema, answer.result.value)
  } finally {
    await session.detach()
  }
}

/** Of the microphone's section (the first) of the connection that stands. */
const VOICE_TOTALS = `async function () {
  const connection = this.find((one) => one instanceof RTCPeerConnection && one.connectionState === 'connected')
  const report = [...(await connection.getStats()).values()]
  const voice = report.filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio').sort((a, b) => b.packetsReceived - a.packetsReceived)[0]
  return {
    concealed: voice.concealedSamples,
    silentConcealed: voice.silentConcealedSamples,
    received: voice.totalSamplesReceived,
    jitterBufferSeconds: voice.jitterBufferDelay,
    jitterBufferEmitted: voice.jitterBufferEmittedCount,
  }
}`
