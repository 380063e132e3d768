import type Peer from 'peerjs'
import type { MediaConnection } from 'peerjs'
import type { FakeDevices } from '../../tests/support/chromium.ts'
import type { SignalingServer } from '../../tests/support/servers.ts'
import type { WanHost } from '../../tests/support/wan.ts'
import { openBarePage } from './barePage.ts'
import { installProbe } from './probe.ts'
import type { Side } from './side.ts'

declare global {
  interface Window {
    bare: {
      readonly peer: Peer
      /** Ends what a missed end left open: its camera would slow every later call on this machine, of both kinds. */
      readonly tidy: () => void
    }
  }
}

export interface BareSide extends Side {
  /** Registers on another server under `id`, and rings there without ever answering. */
  standBy(server: SignalingServer, id: string): Promise<void>
  close(): Promise<void>
}

/** As a page around PeerJS's four calls looks. Words and label as in Tabcall, so that one probe serves both. */
const HTML = `<!doctype html><title>Bare PeerJS</title>
<p role="status"></p><video aria-label="Remote video" autoplay playsinline></video>
<input><button id="call">Call</button><button id="accept" hidden>Accept</button><button id="end" hidden>Hang up</button>`

/** A page with nothing but PeerJS's own `new Peer`, `peer.call`, `call.answer` and `call.close`. */
export async function openBareSide(
  server: SignalingServer,
  id: string,
  options: { readonly devices: FakeDevices; readonly wanHost: WanHost },
): Promise<BareSide> {
  const { page, close } = await openBarePage(HTML, options)
  try {
    await page.evaluate(start, { id, host: server.host, port: server.port })
    await installProbe(page)
    return {
      page,
      id,
      rgb: options.devices.rgb,
      mayMissTheEnd: true,
      close,
      async enter(whom) {
        await page.locator('input').fill(whom)
      },
      async reset() {
        await page.evaluate(() => {
          window.bare.tidy()
          const status = document.querySelector('[role=status]')
          if (status) status.textContent = ''
          for (const button of document.querySelectorAll('button')) button.hidden = button.id !== 'call'
        })
      },
      standBy: ({ host, port }, name) =>
        page.evaluate(
          async (other) => {
            const { id: own, ...place } = other
            const peer = new window.Peer(own, { ...place, path: '/', secure: false, config: { iceServers: [] } })
            await new Promise<void>((done) => peer.once('open', () => done()))
          },
          { id: name, host, port },
        ),
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function start({ id, host, port }: { id: string; host: string; port: number }): Promise<void> {
  const find = <T extends HTMLElement>(selector: string, kind: new () => T): T => {
    const found = document.querySelector(selector)
    if (!(found instanceof kind)) throw new Error(selector)
    return found
  }
  const video = find('video', HTMLVideoElement)
  const input = find('input', HTMLInputElement)
  const status = find('[role=status]', HTMLElement)
  const buttons = {
    call: find('#call', HTMLButtonElement),
    accept: find('#accept', HTMLButtonElement),
    end: find('#end', HTMLButtonElement),
  }
  const peer = new window.Peer(id, { host, port, path: '/', secure: false, config: { iceServers: [] } })
  let call: MediaConnection | null = null
  let camera: MediaStream | null = null
  const closeCamera = (): void => {
    for (const track of camera?.getTracks() ?? []) track.stop()
  }
  window.bare = {
    peer,
    tidy() {
      call?.close()
      closeCamera()
    },
  }
  const openCamera = async (): Promise<MediaStream> => {
    camera = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
    return camera
  }
  const follow = (connection: MediaConnection): void => {
    call = connection
    connection.on('stream', (stream) => {
      video.srcObject = stream
      buttons.end.hidden = false
    })
    connection.on('close', () => {
      status.textContent = 'hung up'
      buttons.end.hidden = true
      buttons.accept.hidden = true
      video.srcObject = null
      closeCamera()
    })
  }
  buttons.call.onclick = async () => {
    follow(peer.call(input.value, await openCamera()))
  }
  buttons.accept.onclick = async () => {
    buttons.accept.hidden = true
    call?.answer(await openCamera())
  }
  buttons.end.onclick = () => call?.close()
  peer.on('call', (connection) => {
    follow(connection)
    buttons.accept.hidden = false
  })
  peer.on('error', (error) => {
    status.textContent = error.type
    closeCamera()
  })
  await new Promise<void>((done, failed) => {
    peer.once('open', () => done())
    peer.once('error', failed)
  })
}
