import type { Page } from 'playwright-core'
import * as v from 'valibot'
import type { HostileClient } from './hostileClient.ts'
import { controlBody } from './messages.ts'

/** A call with a real connection by somebody who says on its channel whatever they like. */
export interface HostileCall {
  readonly callId: string
  /** Sends texts as they are. */
  say(texts: readonly string[]): Promise<void>
  /** Sends a control message as it should be. */
  sayProperly(message: unknown): Promise<void>
  /** Whether the channel is open still. */
  isOpen(): Promise<boolean>
  close(): Promise<void>
}

interface HostilePage {
  readonly connection: RTCPeerConnection
  readonly channel: RTCDataChannel
}
declare global {
  interface Window {
    hostile: HostilePage
  }
}

const AnswerSchema = v.object({ sdp: v.object({ type: v.literal('answer'), sdp: v.string() }) })
const CandidateSchema = v.object({
  candidate: v.object({ candidate: v.string(), sdpMid: v.nullable(v.string()), sdpMLineIndex: v.nullable(v.number()) }),
})

/** Rings somebody from a bare page, and connects once they accept. */
export async function startHostileCall(page: Page, client: HostileClient, calleeId: string): Promise<HostileCall> {
  const sdp = await page.evaluate(makeOffer)
  const ring = await client.ring(calleeId, { sdp })
  const answer = v.parse(AnswerSchema, (await client.socket.next('ANSWER', 30_000)).payload)
  await page.evaluate((description) => window.hostile.connection.setRemoteDescription(description), answer.sdp)
  const stop = new AbortController()
  const candidates = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const { payload } = await client.socket.next('CANDIDATE', 60_000)
      const parsed = v.safeParse(CandidateSchema, payload)
      if (!parsed.success || stop.signal.aborted) continue
      await page.evaluate((candidate) => window.hostile.connection.addIceCandidate(candidate), parsed.output.candidate)
    }
  }
  void candidates().catch(() => undefined)
  await page.waitForFunction(() => window.hostile.channel.readyState === 'open', null, { timeout: 15_000 })
  const say = async (texts: readonly string[]): Promise<void> => {
    await page.evaluate((said) => {
      for (const text of said) if (window.hostile.channel.readyState === 'open') window.hostile.channel.send(text)
    }, texts)
  }
  return {
    callId: ring.callId,
    say,
    sayProperly: (message) => say([controlBody(ring.callId, message)]),
    isOpen: () => page.evaluate(() => window.hostile.channel.readyState === 'open'),
    async close() {
      stop.abort()
      await page.evaluate(() => window.hostile.connection.close())
    },
  }
}

/** The four lines and the channel of a Tabcall's first offer, with all candidates in it. */
async function makeOffer(): Promise<string> {
  const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' })
  const channel = connection.createDataChannel('tabcall', { ordered: true })
  for (const kind of ['audio', 'video', 'video', 'audio']) connection.addTransceiver(kind, { direction: 'sendrecv' })
  window.hostile = { connection, channel }
  // What shows the other side that a line lives.
  setInterval(() => {
    if (channel.readyState === 'open') channel.send('.')
  }, 300)
  const gathered = new Promise<void>((resolve) => {
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') resolve()
    })
  })
  await connection.setLocalDescription()
  await gathered
  return connection.localDescription?.sdp ?? ''
}
