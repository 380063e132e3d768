import type { Page } from 'playwright-core'
import * as v from 'valibot'

/** What a document holds of the machine, counted by the browser itself after a garbage collection. */
export interface Resources {
  /** Live tracks of a device or a capture: camera, microphone, tab, screen. */
  readonly captures: readonly { readonly kind: string; readonly label: string }[]
  /** Connections that are not closed. */
  readonly connections: number
  /** Of these, those with a line that both ends have proved (DTLS). */
  readonly connected: number
}

const ResourcesSchema = v.object({
  captures: v.array(v.object({ kind: v.string(), label: v.string() })),
  connections: v.number(),
  connected: v.number(),
})

/** What a page (mostly the offscreen document) captures and keeps open at this moment, whether or not its code still knows. */
export async function resourcesOf(page: Page): Promise<Resources> {
  const session = await page.context().newCDPSession(page)
  const all = async (prototype: string) => {
    const { result } = await session.send('Runtime.evaluate', { expression: `${prototype}.prototype` })
    const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' })
    return objects.objectId
  }
  const ask = async (objectId: string | undefined, functionDeclaration: string): Promise<unknown> => {
    const { result } = await session.send('Runtime.callFunctionOn', {
      ...(objectId === undefined ? {} : { objectId }),
      functionDeclaration,
      returnByValue: true,
    })
    return result.value
  }
  try {
    const connections = await all('RTCPeerConnection')
    return v.parse(ResourcesSchema, {
      captures: await ask(await all('MediaStreamTrack'), LIVE_CAPTURES),
      connections: await ask(connections, countOf("signalingState !== 'closed'")),
      connected: await ask(connections, countOf("connectionState === 'connected'")),
    })
  } finally {
    await session.detach()
  }
}

/**
 * Prototypes of subclasses (of a canvas's track) are found too, and throw at every question.
 * The label of a received track is its id or "remote …", that of a generated one is empty; a device's is its name.
 */
const LIVE_CAPTURES = `function () {
  return this
    .filter((track) => track instanceof MediaStreamTrack && !Object.hasOwn(track, 'constructor') && track.readyState === 'live' && track.label !== '' && track.label !== track.id && !/^remote (audio|video)$/.test(track.label))
    .map(({ kind, label }) => ({ kind, label }))
}`
const countOf = (condition: string) => `function () {
  return this.filter((connection) => connection instanceof RTCPeerConnection && !Object.hasOwn(connection, 'constructor') && connection.${condition}).length
}`
