import type { Page } from 'playwright-core'
import * as v from 'valibot'

const EntrySchema = v.looseObject({ type: v.string(), id: v.string() })
export type RtcEntry = v.InferOutput<typeof EntrySchema>

const COLLECT = `async function () {
  const open = this.filter((connection) => connection instanceof RTCPeerConnection && connection.connectionState === 'connected')
  const reports = await Promise.all(open.map((connection) => connection.getStats()))
  return reports.flatMap((report) => [...report.values()])
}`

/** What both sides have agreed on, by the connections that a page has now: each's own description in SDP. */
const DESCRIBE = `function () {
  return this.flatMap((connection) => connection instanceof RTCPeerConnection && connection.localDescription ? [connection.localDescription.sdp] : [])
}`

/** Statistics of all the connections that a page has now, whether or not its code shows them. */
export async function rtcStats(page: Page): Promise<RtcEntry[]> {
  return v.parse(v.array(EntrySchema), await askConnections(page, COLLECT))
}

/** The page's own description (SDP) of each connection that it has now. */
export async function localDescriptions(page: Page): Promise<string[]> {
  return v.parse(v.array(v.string()), await askConnections(page, DESCRIBE))
}

/** Runs a function in the page with all its connections as `this`. */
async function askConnections(page: Page, functionDeclaration: string): Promise<unknown> {
  const session = await page.context().newCDPSession(page)
  try {
    const { result } = await session.send('Runtime.evaluate', { expression: 'RTCPeerConnection.prototype' })
    const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' })
    const answer = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration,
      returnByValue: true,
      awaitPromise: true,
    })
    return answer.result.value
  } finally {
    await session.detach()
  }
}

/** Entries of one type and kind: `inbound-rtp`, `audio`. */
export function entriesOf(entries: readonly RtcEntry[], type: string, kind: 'audio' | 'video'): RtcEntry[] {
  return entries.filter((entry) => entry.type === type && entry.kind === kind)
}

/** A number of an entry; 0 where it is not there. */
export function numberOf(entry: RtcEntry | undefined, key: string): number {
  const value = entry?.[key]
  return typeof value === 'number' ? value : 0
}
