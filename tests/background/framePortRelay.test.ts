import { describe, expect, it } from 'vitest'
import { type RelayClient, relayFramePort } from '../../src/background/framePortRelay'

const ORIGIN = 'chrome-extension://tabcall'
const OFFER = { type: 'tabcall:framePort', view: 'overlay' }

function make(urls: readonly string[]) {
  const received: { url: string; message: unknown; transfer: unknown[] }[] = []
  let ensured = 0
  const clients: RelayClient[] = urls.map((url) => ({
    url,
    postMessage: (message, transfer) => void received.push({ url, message, transfer }),
  }))
  return {
    received,
    get ensured() {
      return ensured
    },
    ports: {
      ownOrigin: ORIGIN,
      ensureOffscreen: async () => {
        ensured += 1
      },
      clients: async () => clients,
      isOffscreen: (url: string) => url.endsWith('/src/offscreen/index.html'),
    },
  }
}

describe('a frame port', () => {
  it('is transferred to the offscreen document, and to nobody else', async () => {
    const relay = make([`${ORIGIN}/src/popup/index.html`, `${ORIGIN}/src/offscreen/index.html`])
    const { port1 } = new MessageChannel()
    await relayFramePort({ data: OFFER, origin: ORIGIN, ports: [port1] }, relay.ports)
    expect(relay.received).toEqual([{ url: `${ORIGIN}/src/offscreen/index.html`, message: OFFER, transfer: [port1] }])
    expect(relay.ensured).toBe(1)
    port1.close()
  })

  it('is refused from another origin, with other data, and without exactly one port', async () => {
    const relay = make([`${ORIGIN}/src/offscreen/index.html`])
    const { port1, port2 } = new MessageChannel()
    await relayFramePort({ data: OFFER, origin: 'https://page.example', ports: [port1] }, relay.ports)
    await relayFramePort({ data: { type: 'other' }, origin: ORIGIN, ports: [port1] }, relay.ports)
    await relayFramePort({ data: OFFER, origin: ORIGIN, ports: [] }, relay.ports)
    await relayFramePort({ data: OFFER, origin: ORIGIN, ports: [port1, port2] }, relay.ports)
    expect(relay.received).toEqual([])
    expect(relay.ensured).toBe(0)
    port1.close()
  })

  it('is closed where there is no document to take it, so that its view notices', async () => {
    const relay = make([])
    const { port1, port2 } = new MessageChannel()
    const closed = new Promise((resolve) => port2.addEventListener('close', resolve))
    await relayFramePort({ data: OFFER, origin: ORIGIN, ports: [port1] }, relay.ports)
    await closed
    expect(relay.received).toEqual([])
  })
})
