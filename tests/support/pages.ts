import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page for a test: its body, or all of it, with headers of its own (CSP, COEP, Permissions-Policy …). */
export interface TestPage {
  readonly body: string | Buffer
  /** Default: text/html. */
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface PageServer {
  /** The address of a page by its name. The same under `localhost` is another origin: `otherOrigin`. */
  url(name: string): string
  otherOrigin(name: string): string
  add(name: string, page: TestPage): string
  close(): Promise<void>
}

/** Serves test pages on this machine, or on `host` where the emulated network is to reach them. */
export async function servePages(pages: Readonly<Record<string, TestPage>> = {}, host = '127.0.0.1'): Promise<PageServer> {
  const known = new Map(Object.entries(pages))
  const server = createServer((request, response) => {
    const page = known.get(decodeURIComponent((request.url ?? '/').slice(1).split('?')[0] ?? ''))
    if (!page) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': page.type ?? 'text/html; charset=utf-8', ...page.headers }).end(page.body)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  const url = (name: string) => `http://${host}:${port}/${encodeURIComponent(name)}`
  return {
    url,
    otherOrigin: (name) => `http://localhost:${port}/${encodeURIComponent(name)}`,
    add(name, page) {
      known.set(name, page)
      return url(name)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A plain page with a title and a text. */
export function textPage(title: string, text = title): TestPage {
  return { body: `<!doctype html><html lang="en"><title>${title}</title><h1>${text}</h1>` }
}

/** A page of one colour with a clock that changes each frame, so that a share of it moves. */
export function colourPage(title: string, colour: string): TestPage {
  return { body: `<!doctype html><html lang="en"><title>${title}</title>${movingBlock(colour)}` }
}

function movingBlock(colour: string): string {
  return `<style>html { background: ${colour} }
b { position: fixed; inset: 45% auto auto 0; width: 80px; height: 80px; background: white; animation: m 2s linear infinite }
@keyframes m { to { left: calc(100% - 80px) } }</style><b></b>`
}

/** A coloured page that moves, and plays a tone on the left and another on the right (hertz; 0 is silence), without end. */
export function tonePage(title: string, left: number, right: number, colour = 'white'): TestPage {
  return {
    body: `<!doctype html><html lang="en"><title>${title}</title>${movingBlock(colour)}<script>
const context = new AudioContext()
const merger = new ChannelMergerNode(context, { numberOfInputs: 2 })
const level = new GainNode(context, { gain: 0.4 })
merger.connect(level).connect(context.destination)
for (const [side, frequency] of [[0, ${left}], [1, ${right}]]) {
  if (!frequency) continue
  const tone = new OscillatorNode(context, { frequency })
  tone.connect(merger, 0, side)
  tone.start()
}
</script><h1>${title}</h1>`,
  }
}
